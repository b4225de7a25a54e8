import { failWith, type Session } from '../session.ts';
import { usage } from '../usage.ts';
import type { QuestionFlags } from './question.ts';

export const simulateApply = (session: Session, _flags: QuestionFlags & { readonly apply: readonly string[] }): Promise<number> =>
  failWith(session, usage('--apply is not there yet.', 'It is being built.'));
