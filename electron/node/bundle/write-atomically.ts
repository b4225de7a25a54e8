import { createWriteStream, type WriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Readable, Transform } from 'node:stream';

const syncFolder = async (folder: string): Promise<void> => {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch {
    // Windows opens no folder; the file itself is on disk.
  }
};

/**
 * Streams into a file beside `path` that only this process names, and renames it when all is on disk: who looks at `path`
 * sees the old file or the whole new one. Returns its size. Rejects as the streams and the file system do, with nothing left.
 */
export const writeAtomically = async (
  path: string,
  content: Readable,
  layer: Transform,
  signal?: AbortSignal,
): Promise<number> => {
  const temporary = `${path}.${process.pid}-${Math.floor(performance.now() * 1000)}.tmp`;
  const target: WriteStream = createWriteStream(temporary, { flags: 'wx', mode: 0o600, flush: true });
  try {
    await pipeline(content, layer, target, signal === undefined ? {} : { signal });
    const { size } = await stat(temporary);
    await rename(temporary, path);
    await syncFolder(dirname(path));
    return size;
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
};
