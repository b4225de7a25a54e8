import type { Command } from 'commander';
import type { Permission } from '#contract/rbac';
import { columnsText } from '#core/reports/columns';
import { action } from '../action.ts';
import { failWith, type Session } from '../session.ts';
import { addBaselineOption, addQuestionOptions, ask, type QuestionFlags, tell, withQuestion } from './question.ts';
import { gapLines, refText, textOf } from './words.ts';

interface Flags extends QuestionFlags {
  readonly namespace?: string;
}

const columns = [
  { title: 'NAMESPACE', max: 40 },
  { title: 'VERBS', max: 50 },
  { title: 'ON', max: 50 },
  { title: 'NAMES', max: 30 },
  { title: 'BY', flexible: true },
  { title: 'EDGES', max: 60 },
];

const onText = ({ resources, group, urls }: Permission): string =>
  urls.length > 0 ? urls.join(', ') : `${resources.join(', ')}${group === '' ? '' : ` (${group})`}`;

export const permissionCells = (permission: Permission): string[] => [
  permission.namespace ?? 'everywhere',
  permission.verbs.join(', '),
  onText(permission),
  permission.names.length === 0 ? 'any' : permission.names.join(', '),
  permission.by.map(({ binding }) => refText(binding)).join(', '),
  permission.edges.join(', '),
];

export const permissionLines = (permissions: readonly Permission[], width: number | null): readonly string[] =>
  columnsText(columns, permissions.map(permissionCells), width);

const run = (session: Session, flags: Flags, [subject = '']: readonly string[]): Promise<number> =>
  withQuestion(session, flags, async question => {
    const answered = await ask(question, 'rbac.whatCan', {
      subject,
      namespace: flags.namespace ?? null,
      hideBaseline: flags.baseline === false,
    });
    if (!answered.ok) return failWith(session, answered.error);
    const { user, groups, permissions, hidden, omitted = 0, needs, caveats } = answered.value;
    const text = (width: number | null): string =>
      textOf([
        `user    ${user}`,
        `groups  ${groups.join(', ')}`,
        '',
        ...permissionLines(permissions, width),
        ...(hidden === 0 ? [] : ['', `${hidden} permissions of the baseline left out`]),
        ...(omitted === 0 ? [] : ['', `${omitted} more permissions are not shown`]),
        ...gapLines(needs, caveats),
      ]);
    return tell(question, answered.value, text);
  });

export const addWhatCan = (rbac: Command, session: Session): void => {
  addBaselineOption(
    addQuestionOptions(
      rbac
        .command('what-can')
        .argument('<subject>', 'user:NAME, group:NAME, sa:NAMESPACE/NAME or pod:NAMESPACE/NAME')
        .description('All that this subject may do, its groups included, with the bindings that grant it.')
        .option('-n, --namespace <namespace>', 'only what holds in this namespace'),
    ),
  ).action(action(session, run));
};
