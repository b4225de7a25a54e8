import type { Command } from 'commander';
import { plural } from '#core/reports/plural';
import { action } from '../action.ts';
import { failWith, type Session } from '../session.ts';
import { addFilterFlags, addGraphOption, countUpTo, type FilterFlags, filterOf } from './filter.ts';
import { fixLines, pathLines, pathsJson } from './path-lines.ts';
import { addQuestionOptions, ask, type QuestionFlags, tell, tellGraph, withQuestion } from './question.ts';
import { gapLines, textOf } from './words.ts';

type Flags = QuestionFlags & FilterFlags & { readonly from: string; readonly to: string; readonly most: number };

const exitCodes = { yes: 0, no: 0, unknown: 3 } as const;

const run = (session: Session, flags: Flags): Promise<number> =>
  withQuestion(session, flags, async question => {
    const asked = { from: flags.from, to: flags.to, k: flags.most, filter: filterOf(flags) };
    const answered = await ask(question, 'attack.paths', asked);
    if (!answered.ok) return failWith(session, answered.error);
    if (flags.graph !== undefined) return tellGraph(question, flags.graph, asked, answered.value);
    const { paths, more, fixes, needs, caveats, answer } = answered.value;
    const open = paths.filter(path => !path.blocked).length;
    const text = (): string =>
      textOf([
        open === 0
          ? `${flags.from} does not reach ${flags.to}${answer === 'unknown' ? ', as far as could be read' : ''}`
          : `${flags.from} reaches ${flags.to} by ${plural(open, 'path', 'paths')}${more && open === paths.length ? ' or more' : ''}`,
        ...paths.flatMap(pathLines),
        ...(fixes.length === 0 ? [] : ['', 'what one change removes', ...fixLines(fixes)]),
        ...gapLines(needs, caveats),
      ]);
    return tell(question, pathsJson(answered.value), text, exitCodes[answer]);
  });

export const addPaths = (rbac: Command, session: Session): void => {
  addGraphOption(
    addFilterFlags(
      addQuestionOptions(
        rbac
          .command('paths')
          .description('The cheapest ways from one thing to another, each step with the binding, role and rule that allow it.')
          .requiredOption('--from <node>', 'user:NAME, group:NAME, sa:NS/NAME, pod:NS/NAME, internet')
          .option('--to <node>', 'admin, node:NAME, nodes, secret:NS/NAME, ns:NAME, sa:NS/NAME, cloud:PROVIDER/ID', 'admin')
          .option('-k, --most <count>', 'at most this many paths', countUpTo(50), 5),
      ),
    ),
  ).action(action(session, run));
};
