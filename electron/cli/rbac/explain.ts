import type { Command } from 'commander';
import { action } from '../action.ts';
import { failWith, type Session } from '../session.ts';
import { accessText } from './access-text.ts';
import { addQuestionOptions, ask, type QuestionFlags, tell, withQuestion } from './question.ts';
import { gapLines, grantText, textOf } from './words.ts';
import { usage } from '../usage.ts';

const run = async (session: Session, flags: QuestionFlags, args: readonly string[]): Promise<number> => {
  const said = args.join(' ');
  if (said === '-' && flags.manifests?.includes('-') === true)
    return failWith(session, usage('Standard input can be one thing alone.', 'Both the message and the manifests were named -.'));
  const message = said === '-' ? new TextDecoder().decode(await session.host.readStdin()) : said;
  return withQuestion(session, flags, async question => {
    const answered = await ask(question, 'rbac.explain', { text: message });
    if (!answered.ok) return failWith(session, answered.error);
    const {
      subject,
      access,
      accesses = [access],
      answer,
      by,
      nearest,
      proposal,
      adds,
      grantableBy,
      needs,
      caveats,
    } = answered.value;
    const text = (): string =>
      textOf([
        ...accesses.map(each => `${answer}: ${subject} ${accessText(each)}`),
        ...by.map(grant => `  ${grantText(grant)}`),
        ...(nearest.length === 0 ? [] : ['nearest']),
        ...nearest.map(({ grant, lacks }) => `  ${grantText(grant)}: ${lacks.join('; ')}`),
        ...(proposal === '' ? [] : ['', 'the smallest role that allows it', proposal.trimEnd(), '']),
        ...adds.map(
          ({ edge, from, to, reachesAdmin }) =>
            `it adds ${edge} from ${from} to ${to}${reachesAdmin ? ', which reaches admin' : ''}`,
        ),
        ...(grantableBy.length === 0 ? [] : [`who may grant it: ${grantableBy.join(', ')}`]),
        ...gapLines(needs, caveats),
      ]);
    return tell(question, answered.value, text);
  });
};

export const addExplain = (rbac: Command, session: Session): void => {
  addQuestionOptions(
    rbac
      .command('explain')
      .argument('<message...>', 'a Forbidden message, an audit event or a SubjectAccessReview; - is standard input')
      .description('Why a request was denied: the nearest rules, the smallest Role, and what that Role would open.'),
  ).action(action(session, run));
};
