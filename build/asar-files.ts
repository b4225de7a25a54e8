import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { extractFile, listPackage } from '@electron/asar';
import type { FuseProfile } from './electron-builder.ts';

const mainOf: Readonly<Record<FuseProfile, string>> = { release: 'main.cjs', test: 'main-test.cjs' };

/** Folders and files that an archive of this profile may hold; everything of the page is made by its build. */
const isExpected = (path: string, profile: FuseProfile): boolean =>
  ['/package.json', '/dist', '/dist/electron', '/dist/electron/preload.cjs', `/dist/electron/${mainOf[profile]}`].includes(
    path,
  ) ||
  (/^\/dist\/renderer(?:\/[\w./-]+)?$/u.test(path) && !/\.map$|\.test\.|(?:^|\/)\.env/u.test(path));

const entries = (asar: string): readonly string[] => listPackage(asar, { isPack: false }).map(path => path.replaceAll('\\', '/'));

/** What stands in an archive and should not. */
export const unexpectedFiles = (asar: string, profile: FuseProfile): readonly string[] =>
  entries(asar).filter(path => !isExpected(path, profile));

export const hashOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

/** SHA-256 of each file of an archive, by its path. */
export const archiveHashes = (asar: string): ReadonlyMap<string, string> => {
  const hashes = new Map<string, string>();
  for (const path of entries(asar)) {
    try {
      hashes.set(
        path,
        createHash('sha256')
          .update(extractFile(asar, path.slice(1)))
          .digest('hex'),
      );
    } catch {
      // A folder.
    }
  }
  return hashes;
};

/** Paths at which two archives differ, sorted. */
export const differences = (one: string, other: string): readonly string[] => {
  const [a, b] = [archiveHashes(one), archiveHashes(other)];
  return [...new Set([...a.keys(), ...b.keys()])].filter(path => a.get(path) !== b.get(path)).toSorted();
};

/** All in which the test package may differ from the release's: its entry, and the manifest that names it. */
export const profileDifference: readonly string[] = ['/dist/electron/main-test.cjs', '/dist/electron/main.cjs', '/package.json'];
