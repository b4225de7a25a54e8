import type { Command } from 'commander';
import { action } from '../action.ts';
import { failWith, type Session } from '../session.ts';
import { addQuestionOptions, ask, type QuestionFlags, tell, withQuestion } from './question.ts';
import { permissionLines } from './what-can.ts';
import { gapLines, textOf } from './words.ts';

const run = (session: Session, flags: QuestionFlags): Promise<number> =>
  withQuestion(session, flags, async question => {
    const answered = await ask(question, 'rbac.myAccess', {});
    if (!answered.ok) return failWith(session, answered.error);
    const { user, groups, costToAdmin, namespaces, needs, caveats } = answered.value;
    const text = (width: number | null): string =>
      textOf([
        `user    ${user}`,
        `groups  ${groups.join(', ')}`,
        `admin   ${costToAdmin === null ? 'no path is known' : `reached at cost ${costToAdmin}`}`,
        '',
        ...permissionLines(
          namespaces.flatMap(({ permissions }) => permissions),
          width,
        ),
        ...gapLines(needs, caveats),
      ]);
    return tell(question, answered.value, text);
  });

export const addMyAccess = (rbac: Command, session: Session): void => {
  addQuestionOptions(
    rbac
      .command('my-access')
      .description('What the user of this kubeconfig may do, by namespace, and how near to admin that is.'),
  ).action(action(session, run));
};
