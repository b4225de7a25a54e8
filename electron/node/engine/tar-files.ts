import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Transform } from 'node:stream';
import { pack } from 'tar-stream';

/** Files as one archive, in their order and without times: the same files, the same bytes. */
export const tarOf = async (
  path: string,
  files: readonly { readonly path: string; readonly text: string }[],
  compress: Transform,
): Promise<number> => {
  const archive = pack();
  const writing = pipeline(archive, compress, createWriteStream(path, { mode: 0o600 }));
  for (const file of files) archive.entry({ name: `plumbline-patches/${file.path}`, mode: 0o644, mtime: new Date(0) }, file.text);
  archive.finalize();
  await writing;
  return (await stat(path)).size;
};
