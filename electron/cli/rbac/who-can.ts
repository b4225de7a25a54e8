import type { Command } from 'commander';
import type { WhoCan } from '#contract/rbac';
import { columnsText } from '#core/reports/columns';
import { plural } from '#core/reports/plural';
import { action } from '../action.ts';
import { failWith, type Session } from '../session.ts';
import { accessOf, accessText } from './access-text.ts';
import { addBaselineOption, addQuestionOptions, ask, type QuestionFlags, tell, withQuestion } from './question.ts';
import { everyRow } from './every-row.ts';
import { gapLines, refText, textOf } from './words.ts';

interface Flags extends QuestionFlags {
  readonly namespace?: string;
  readonly somewhere?: boolean;
}

const columns = [
  { title: 'SUBJECT', max: 60 },
  { title: 'WHERE', max: 40 },
  { title: 'NAMES', max: 40 },
  { title: 'BY', flexible: true },
];

const whereText = ({ namespaces, namespaceCount }: WhoCan['rows'][number]): string => {
  if (namespaces === null) return 'everywhere';
  return namespaceCount > 3 ? `${namespaceCount} namespaces` : namespaces.join(', ');
};

const run = async (session: Session, flags: Flags, args: readonly string[]): Promise<number> => {
  const access = accessOf(args, flags.namespace);
  if (!access.ok) return failWith(session, access.error);
  return withQuestion(session, flags, async question => {
    const asked = { access: access.value, somewhere: flags.somewhere === true, hideBaseline: flags.baseline === false };
    const answered = await everyRow(window => ask(question, 'rbac.whoCan', { ...asked, ...window }));
    if (!answered.ok) return failWith(session, answered.error);
    const { rows, hidden, needs, caveats } = answered.value;
    const cells = rows.map(row => [
      `${row.subject}${row.exists === false ? ' (does not exist)' : ''}`,
      whereText(row),
      row.names === null ? 'any' : row.names.join(', '),
      `${row.by.map(({ binding }) => refText(binding)).join(', ')}${row.byCount === undefined ? '' : `, ${row.byCount} in all`}`,
    ]);
    const text = (width: number | null): string =>
      textOf([
        ...columnsText(columns, cells, width),
        '',
        `${plural(rows.length, 'subject', 'subjects')} can ${accessText(access.value)}${flags.somewhere === true ? ', or so somewhere or for some name' : ''}${hidden === 0 ? '' : `; ${hidden} of the baseline left out`}`,
        ...gapLines(needs, caveats),
      ]);
    return tell(question, answered.value, text);
  });
};

export const addWhoCan = (rbac: Command, session: Session): void => {
  addBaselineOption(
    addQuestionOptions(
      rbac
        .command('who-can')
        .argument('<verb>')
        .argument('<resource>', 'pods, pods/exec, deployments.apps, or a URL path')
        .argument('[name]')
        .description('Who may do that: users, groups and service accounts, with every binding that grants it.')
        .option('-n, --namespace <namespace>', 'in this namespace (default: cluster-wide)')
        .option('--somewhere', 'in at least one namespace, or for at least one name'),
    ),
  ).action(action(session, run));
};
