import type { Command } from 'commander';
import { columnsText } from '#core/reports/columns';
import { action } from '../action.ts';
import { failWith, type Session } from '../session.ts';
import { usage } from '../usage.ts';
import { accessOf } from './access-text.ts';
import { everyRow } from './every-row.ts';
import { addBaselineOption, addQuestionOptions, ask, type QuestionFlags, tell, withQuestion } from './question.ts';
import { gapLines, textOf } from './words.ts';

interface Flags extends QuestionFlags {
  readonly namespace?: string;
}

const run = async (session: Session, flags: Flags, [resource = '']: readonly string[]): Promise<number> => {
  const access = accessOf(['get', resource], undefined);
  if (!access.ok) return failWith(session, access.error);
  if (!('resource' in access.value)) return failWith(session, usage('A matrix is of a resource.', 'A URL path was named.'));
  const { group, resource: plural, subresource } = access.value;
  const asked = {
    group,
    resource: subresource === '' ? plural : `${plural}/${subresource}`,
    namespace: flags.namespace ?? null,
    hideBaseline: flags.baseline === false,
  };
  return withQuestion(session, flags, async question => {
    const answered = await everyRow(window => ask(question, 'rbac.matrix', { ...asked, ...window }));
    if (!answered.ok) return failWith(session, answered.error);
    const { verbs, rows, needs } = answered.value;
    const columns = [{ title: 'SUBJECT', flexible: true }, ...verbs.map(verb => ({ title: verb }))];
    const text = (width: number | null): string =>
      textOf([
        ...columnsText(
          columns,
          rows.map(({ subject, cells }) => [subject, ...cells.map(cell => (cell === 'no' ? '·' : cell))]),
          width,
        ),
        ...gapLines(needs, []),
      ]);
    return tell(question, answered.value, text);
  });
};

export const addMatrix = (rbac: Command, session: Session): void => {
  addBaselineOption(
    addQuestionOptions(
      rbac
        .command('matrix')
        .argument('<resource>', 'pods, pods/exec, deployments.apps')
        .description('Subjects × verbs on one resource.')
        .option('-n, --namespace <namespace>', 'in this namespace (default: anywhere)'),
    ),
  ).action(action(session, run));
};
