import { ChosenFile, type HostMethodName } from '#contract/host-methods';
import type { Output, ParsedInput } from '#contract/methods';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { FileKind } from './dialogs.ts';
import { snapshotPath, startPath } from './page-path.ts';

/** One answer for each call that is main's: the compiler refuses a table that lacks one. */
export type HostAnswers = {
  readonly [N in HostMethodName]: (input: ParsedInput<N>) => Promise<Result<Output<N>, Problem>>;
};

export interface HostAnswersOptions {
  /** False where there are too many windows. */
  readonly openWindow: (path: string) => boolean;
  readonly chooseOpenPath: (kind: FileKind) => Promise<string | undefined>;
  /** Hands a path to the core, which answers with a handle for it. */
  readonly take: (path: string) => Promise<unknown>;
  readonly onChosen: (path: string, kind: FileKind) => void;
}

const chosenOf = (reply: unknown): Result<ChosenFile, Problem> => {
  const { ok: worked, value, error } = reply as { readonly ok: boolean; readonly value: unknown; readonly error: Problem };
  if (!worked) return fail(error);
  const file = ChosenFile.safeParse(value);
  return file.success
    ? ok(file.data)
    : fail(problem('defect', { what: 'The file was not taken.', why: 'The core’s answer has not its form.' }));
};

export const hostAnswers = ({ openWindow, chooseOpenPath, take, onChosen }: HostAnswersOptions): HostAnswers => ({
  'host.openWindow': async ({ snapshot }) =>
    openWindow(snapshot === null ? startPath : snapshotPath(snapshot))
      ? ok({})
      : fail(
          problem('not-available', {
            what: 'No further window was opened.',
            why: 'Each is a process of its own, and there are many already.',
            todo: 'Close one, then open another.',
          }),
        ),
  'host.chooseFile': async ({ kind }) => {
    const path = await chooseOpenPath(kind);
    if (path === undefined) return ok({ file: null });
    const taken = chosenOf(await take(path));
    if (!taken.ok) return taken;
    onChosen(path, kind);
    return ok({ file: taken.value });
  },
});
