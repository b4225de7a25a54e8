import { Option, type Command } from 'commander';
import type { RbacChange } from '#contract/rbac-change';
import { jsonText } from '#core/reports/json';
import { rbacChangeMarkdown } from '#core/reports/rbac-change-markdown';
import { rbacChangeText } from '#core/reports/rbac-change-text';
import { emit } from '../emit.ts';
import type { Session } from '../session.ts';
import { gapLines, textOf } from './words.ts';

/** How a change of rights is told, and whether it fails a pipeline. */
export interface ChangeResultFlags {
  readonly format: 'table' | 'json' | 'markdown';
  readonly output?: string;
  readonly failOn: 'never' | 'paths' | 'rights';
}

export const failOnOption = (): Option =>
  new Option('--fail-on <what>', 'exit code 1 if there are new or shorter ways to admin, or new rights')
    .choices(['never', 'paths', 'rights'])
    .default('never');

const texts: Readonly<Record<ChangeResultFlags['format'], (change: RbacChange) => string>> = {
  json: jsonText,
  markdown: rbacChangeMarkdown,
  table: change => {
    const gaps = gapLines(change.needs, change.caveats);
    return `${rbacChangeText(change)}${gaps.length === 0 ? '' : textOf(gaps)}`;
  },
};

const failed = ({ paths, gainedCount }: RbacChange, failOn: ChangeResultFlags['failOn']): boolean =>
  failOn !== 'never' && ((paths?.gainedCount ?? 0) > 0 || (failOn === 'rights' && gainedCount > 0));

export const tellChange = async (session: Session, flags: ChangeResultFlags, change: RbacChange): Promise<number> => {
  const unwritten = await emit(session, flags.output, texts[flags.format](change));
  return unwritten ?? (failed(change, flags.failOn) ? 1 : 0);
};

export const addChangeFormat = (command: Command): Command =>
  command.addOption(
    new Option('--format <format>', 'how the result is written').choices(['table', 'json', 'markdown']).default('table'),
  );
