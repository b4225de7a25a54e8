import { readFile, stat } from 'node:fs/promises';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import { systemCode } from '#node/system-error';

/** Larger ones are no manifests. */
export const largestFileBytes = 32 * 1024 * 1024;

/** The text of a file, UTF-8 alone. `shown` is the name that people know it by. */
export const readTextFile = async (path: string, shown: string): Promise<Result<string, Problem>> => {
  try {
    const { size } = await stat(path);
    if (size > largestFileBytes) return fail(tooLarge(shown));
    return decodeText(await readFile(path), shown);
  } catch (error) {
    return fail(fileProblem(shown, error));
  }
};

export const decodeText = (bytes: Uint8Array, shown: string): Result<string, Problem> => {
  if (bytes.length > largestFileBytes) return fail(tooLarge(shown));
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return fail(
      problem('file-unreadable', {
        what: `${shown} is no text.`,
        why: 'It holds bytes that are not UTF-8.',
        todo: 'Save it as UTF-8, or leave it out.',
        at: { file: shown },
      }),
    );
  }
};

export const fileProblem = (shown: string, error: unknown): Problem => {
  const code = systemCode(error);
  if (code === 'ENOENT')
    return problem('file-missing', {
      what: `There is no ${shown}.`,
      why: 'No file or folder has this name.',
      at: { file: shown },
    });
  return problem('file-unreadable', {
    what: `${shown} cannot be read.`,
    why: code === 'EACCES' || code === 'EPERM' ? 'Its permissions do not allow it.' : `The system says ${code || 'no more'}.`,
    at: { file: shown },
  });
};

const tooLarge = (shown: string): Problem =>
  problem('too-large', {
    what: `${shown} is larger than ${largestFileBytes / 1024 / 1024} MiB.`,
    why: 'Manifests are far smaller.',
    at: { file: shown },
  });
