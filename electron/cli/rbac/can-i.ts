import type { Command } from 'commander';
import type { Answer } from '#contract/rbac';
import { action } from '../action.ts';
import { failWith, type Session } from '../session.ts';
import { accessOf, accessText } from './access-text.ts';
import { addQuestionOptions, ask, type QuestionFlags, tell, withQuestion } from './question.ts';
import { gapLines, grantText, textOf } from './words.ts';

interface Flags extends QuestionFlags {
  readonly namespace?: string;
}

const exitCodes: Readonly<Record<Answer, number>> = { yes: 0, no: 1, unknown: 3 };

const run = async (session: Session, flags: Flags, [subject = '', ...args]: readonly string[]): Promise<number> => {
  const access = accessOf(args, flags.namespace);
  if (!access.ok) return failWith(session, access.error);
  return withQuestion(session, flags, async question => {
    const answered = await ask(question, 'rbac.canI', { subject, access: access.value });
    if (!answered.ok) return failWith(session, answered.error);
    const { answer, by, authorizer, needs, caveats } = answered.value;
    const text = (): string =>
      textOf([
        `${answer}: ${subject} ${accessText(access.value)}`,
        ...(authorizer === null ? [] : [`  allowed by ${authorizer}, by no binding`]),
        ...by.map(grant => `  ${grantText(grant)}`),
        ...gapLines(needs, caveats),
      ]);
    return tell(question, { subject, access: access.value, ...answered.value }, text, exitCodes[answer]);
  });
};

export const addCanI = (rbac: Command, session: Session): void => {
  addQuestionOptions(
    rbac
      .command('can-i')
      .argument('<subject>', 'user:NAME, group:NAME, sa:NAMESPACE/NAME or pod:NAMESPACE/NAME')
      .argument('<verb>')
      .argument('<resource>', 'pods, pods/exec, deployments.apps, or a URL path')
      .argument('[name]')
      .description('Whether this subject may do that, and by which bindings: exit code 0 yes, 1 no, 3 unknown.')
      .option('-n, --namespace <namespace>', 'in this namespace (default: cluster-wide)'),
  ).action(action(session, run));
};
