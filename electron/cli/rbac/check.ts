import type { Command } from 'commander';
import { problem } from '#contract/problem';
import { action } from '../action.ts';
import { failWith, note, type Session } from '../session.ts';
import { usage } from '../usage.ts';
import { addQuestionOptions, type QuestionFlags, withQuestion } from './question.ts';
import { linesOf } from './lines.ts';

type Flags = QuestionFlags & { readonly queries: string; readonly expandGroups?: boolean };

/** Written in pieces of this many characters, so that answers flow while questions still come. */
const pieceSize = 64 * 1024;

const run = async (session: Session, flags: Flags): Promise<number> => {
  const { host } = session;
  if (flags.queries === '-' && flags.manifests?.includes('-') === true)
    return failWith(session, usage('Standard input can be one thing alone.', 'Both the queries and the manifests were named -.'));
  return withQuestion(session, flags, async ({ access }) => {
    const check = access.batch({ expandGroups: flags.expandGroups === true });
    let piece = '';
    let count = 0;
    let invalid = 0;
    try {
      for await (const line of linesOf(host.readText(flags.queries))) {
        count += 1;
        const { text, valid } = check(line);
        if (!valid) invalid += 1;
        piece += `${text}\n`;
        if (piece.length < pieceSize) continue;
        await host.out.write(piece);
        piece = '';
      }
    } catch (error) {
      await host.out.write(piece);
      return failWith(
        session,
        problem('file-unreadable', {
          what: `The queries in ${flags.queries.slice(0, 1_000)} cannot be read.`,
          why: error instanceof Error ? error.message : 'Reading failed.',
          at: { file: flags.queries.slice(0, 1_000) },
        }),
      );
    }
    await host.out.write(piece);
    if (invalid === 0) return 0;
    await note(
      session,
      flags.quiet === true,
      `${invalid} of ${count} lines are no valid review; each is answered with its error`,
    );
    return 2;
  });
};

export const addCheck = (rbac: Command, session: Session): void => {
  addQuestionOptions(
    rbac
      .command('check')
      .description('Answers SubjectAccessReviews, one spec a line of JSON, in their order: allowed, by what, or not known.')
      .option('--queries <file>', 'the lines; - is standard input', '-')
      .option('--expand-groups', 'add the groups that authentication would add'),
  ).action(action(session, run));
};
