import { open } from 'node:fs/promises';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import { maxBytes } from './yaml-text.ts';

/** What the operating system said, for a sentence: “permission denied”. */
export const reasonOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  const words: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file',
    ENOTDIR: 'a part of its path is not a folder',
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EISDIR: 'it is a folder',
    ELOOP: 'its links form a loop',
  };
  return words[code] ?? (error instanceof Error ? error.message : String(error));
};

export const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');

export type ReadFailure = { readonly missing: true } | { readonly missing: false; readonly problem: Problem };

/** Reads at most `limit` bytes of a file or pipe (`--kubeconfig <(…)` is one); a device or a folder is refused. */
export async function readText(file: string, limit = maxBytes): Promise<Result<string, ReadFailure>> {
  const bytes = await readBytes(file, limit);
  return bytes.ok ? ok(bytes.value.toString('utf8')) : bytes;
}

export async function readBytes(file: string, limit: number): Promise<Result<Buffer, ReadFailure>> {
  try {
    await using handle = await open(file, 'r');
    const stat = await handle.stat();
    if (!stat.isFile() && !stat.isFIFO())
      return refused(file, stat.isDirectory() ? 'it is a folder' : 'it is neither a file nor a pipe');
    const chunks: Buffer[] = [];
    let size = 0;
    for (;;) {
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(64 * 1024), 0, 64 * 1024, null);
      if (bytesRead === 0) return ok(Buffer.concat(chunks));
      size += bytesRead;
      if (size > limit) return refused(file, `it is larger than ${Math.round(limit / 1024)} KiB`);
      chunks.push(buffer.subarray(0, bytesRead));
    }
  } catch (error) {
    return isMissing(error) ? fail({ missing: true }) : refused(file, reasonOf(error));
  }
}

const refused = (file: string, reason: string): Result<never, ReadFailure> =>
  fail({
    missing: false,
    problem: problem('kubeconfig-invalid', {
      what: `${file} cannot be read: ${reason}.`,
      why: 'The operating system or a limit does not allow it.',
      at: { file },
    }),
  });
