import { usage } from '../usage.ts';
import { failWith, type Session } from '../session.ts';
import { type ChangeResultFlags, tellChange } from './change-result.ts';
import { type QuestionFlags, withQuestion } from './question.ts';

export type ApplyFlags = Omit<QuestionFlags, 'format'> & ChangeResultFlags & { readonly apply: readonly string[] };

/** What these manifests would add: new rights, new ways to admin. */
export const simulateApply = async (session: Session, flags: ApplyFlags): Promise<number> => {
  if (flags.apply.includes('-') && flags.manifests?.includes('-') === true)
    return failWith(session, usage('Standard input can be one thing alone.', 'Both --apply and --manifests were named -.'));
  const { signal, readStdin } = session.host;
  return withQuestion(session, { ...flags, format: 'table' }, async ({ core, access }) => {
    const files = await core.loadManifests(flags.apply, { namespace: 'default', stdin: readStdin, signal });
    if (!files.ok) return failWith(session, files.error);
    return tellChange(session, flags, await access.apply(files.value));
  });
};
