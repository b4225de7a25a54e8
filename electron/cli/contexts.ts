import { Option, type Command } from 'commander';
import type { ContextEntry, ContextSource } from '#contract/context';
import { columnsText } from '#core/reports/columns';
import { jsonText } from '#core/reports/json';
import { visibleText } from '#core/reports/visible-text';
import { action } from './action.ts';
import { failWith, widthOf, withCore, type Session } from './session.ts';

interface Flags {
  readonly format: 'table' | 'json';
  readonly kubeconfig?: string;
}

const columns = [
  { title: '' },
  { title: 'CONTEXT', max: 60 },
  { title: 'SERVER', max: 70 },
  { title: 'USER', max: 50 },
  { title: 'NAMESPACE', max: 40 },
  { title: 'SOURCE', flexible: true },
];

const rowOf = (entry: ContextEntry): readonly string[] => [
  entry.current ? '*' : '',
  entry.name,
  entry.cluster === null ? '-' : `${entry.cluster.server}${entry.cluster.insecure ? ' (insecure TLS)' : ''}`,
  entry.user === null ? '-' : `${entry.user.name} (${entry.user.auth.join(', ') || 'no credentials'})`,
  entry.namespace ?? '',
  entry.source,
];

/** Problems stand under the context that has them, so that a broken entry hides none of the good ones. */
const tableText = (sources: readonly ContextSource[], contexts: readonly ContextEntry[], width: number | null): string => {
  const lines = contexts.length === 0 ? ['No context is defined.'] : columnsText(columns, contexts.map(rowOf), width);
  const problems = [
    ...sources.flatMap(source => source.problems.map(each => `${source.label}: ${each}`)),
    ...contexts.flatMap(entry => entry.problems.map(each => `${entry.name} (${entry.source}): ${each}`)),
  ];
  const told = problems.length === 0 ? [] : ['', 'Problems:', ...problems.map(each => `  ${visibleText(each, 1_000)}`)];
  return `${[...lines, ...told].join('\n')}\n`;
};

const run = (session: Session, flags: Flags): Promise<number> =>
  withCore(session, flags, async core => {
    const listed = await core.contexts();
    if (!listed.ok) return failWith(session, listed.error);
    const { sources, contexts } = listed.value;
    const { out } = session.host;
    await out.write(flags.format === 'json' ? jsonText(contexts) : tableText(sources, contexts, widthOf(out)));
    return 0;
  });

export const addContexts = (program: Command, session: Session): void => {
  program
    .command('contexts')
    .description(
      'List the contexts of the merged kubeconfig, with source file and problems beside each. Nothing is connected to.',
    )
    .option('--kubeconfig <file>', 'this kubeconfig instead of KUBECONFIG or ~/.kube/config')
    .addOption(new Option('--format <format>', 'how the list is written').choices(['table', 'json']).default('table'))
    .action(action(session, run));
};
