import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { hashOf } from './asar-files.ts';

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(name => join(folder, name))
    .filter(path => statSync(path, { throwIfNoEntry: false })?.isFile() === true)
    .toSorted();

/** `SHA256SUMS` of a folder, as `sha256sum --check` reads it. */
export const writeChecksums = (folder: string, only: (path: string) => boolean): void => {
  const lines = filesBelow(folder)
    .map(path => relative(folder, path).replaceAll('\\', '/'))
    .filter(path => path !== 'SHA256SUMS' && only(path))
    .map(path => `${hashOf(join(folder, path))}  ${path}\n`);
  writeFileSync(join(folder, 'SHA256SUMS'), lines.join(''));
};
