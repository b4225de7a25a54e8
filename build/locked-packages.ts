import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { root } from './paths.ts';

const Lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      integrity: z.string().optional(),
      license: z.string().optional(),
      dev: z.boolean().optional(),
      optional: z.boolean().optional(),
      link: z.boolean().optional(),
    }),
  ),
});

export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** Folder under the project, `node_modules/…`. */
  readonly folder: string;
  readonly licence: string | null;
  /** SHA-512 of the package's archive, hex. */
  readonly sha512: string | null;
}

export const lockText = (): string => readFileSync(join(root, 'package-lock.json'), 'utf8');

const sha512Of = (integrity: string | undefined): string | null => {
  const found = /^sha512-([A-Za-z0-9+/=]+)$/u.exec(integrity ?? '')?.[1];
  return found === undefined ? null : Buffer.from(found, 'base64').toString('hex');
};

/** What the program is made of: every package of the lockfile that is no tool, and Electron. Sorted. */
export const shippedPackages = (): readonly LockedPackage[] =>
  Object.entries(Lock.parse(JSON.parse(lockText())).packages)
    .filter(([folder, entry]) => folder !== '' && entry.link !== true && entry.optional !== true)
    .filter(([folder, entry]) => entry.dev !== true || folder === 'node_modules/electron')
    .map(([folder, entry]) => ({
      name: folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version: entry.version ?? '',
      folder,
      licence: entry.license ?? null,
      sha512: sha512Of(entry.integrity),
    }))
    .toSorted((a, b) => (a.name === b.name ? (a.folder < b.folder ? -1 : 1) : a.name < b.name ? -1 : 1));
