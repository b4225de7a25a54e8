import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { DataPart, PurgePlan, PurgeWhat } from '#contract/diagnostics';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import { messageOf } from '#node/system-error';

interface DataFile {
  readonly path: string;
  readonly part: DataPart['id'];
  readonly bytes: number;
}

const partOf = (inside: string): DataPart['id'] => {
  const [first = '', second = ''] = inside.split(sep);
  if (first === 'library') return second === 'fingerprint.key' ? 'other' : 'snapshots';
  if (first === 'logs') return 'logs';
  return first.startsWith('settings.json') ? 'settings' : 'other';
};

const mostFiles = 100_000;

/** Every file of the data folder; links are not followed. What goes while it is read is not there. */
const filesOf = (home: string): readonly DataFile[] => {
  const files: DataFile[] = [];
  const walk = (folder: string): void => {
    for (const name of readdirSync(folder)) {
      if (files.length >= mostFiles) return;
      const path = join(folder, name);
      const stat = lstatSync(path, { throwIfNoEntry: false });
      if (stat?.isDirectory() === true) walk(path);
      else if (stat !== undefined) files.push({ path, part: partOf(relative(home, path)), bytes: stat.size });
    }
  };
  try {
    walk(home);
  } catch {
    // A folder that cannot be entered has no size that could be told.
  }
  return files;
};

const places: Readonly<Record<DataPart['id'], string>> = {
  snapshots: 'library',
  settings: 'settings.json',
  logs: 'logs',
  other: '',
};

export const dataParts = (home: string): DataPart[] => {
  const files = filesOf(home);
  return (Object.keys(places) as DataPart['id'][]).map(id => {
    const own = files.filter(file => file.part === id);
    return { id, path: join(home, places[id]), files: own.length, bytes: own.reduce((sum, file) => sum + file.bytes, 0) };
  });
};

/** A capture that is being written belongs to its writer, and this run's scratch files to who waits for them. */
const isInUse = (home: string, path: string): boolean => {
  const inside = relative(home, path);
  return inside.includes('.capturing-') || inside.startsWith(`tmp${sep}`) || inside.endsWith('.lock');
};

const chosenFiles = (home: string, what: PurgeWhat): readonly DataFile[] =>
  filesOf(home).filter(file => (what === 'everything' || file.part === what) && !isInUse(home, file.path));

const isSnapshot = (file: DataFile): boolean => file.part === 'snapshots' && file.path.endsWith('.sqlite');

const planOf = (home: string, what: PurgeWhat, files: readonly DataFile[]): PurgePlan => ({
  files: files.length,
  bytes: files.reduce((sum, file) => sum + file.bytes, 0),
  snapshots: files.filter(isSnapshot).length,
  paths: what === 'everything' ? [home] : [join(home, places[what])],
});

export const purgePlan = (home: string, what: PurgeWhat): PurgePlan => planOf(home, what, chosenFiles(home, what));

/** Deletes what the plan told; the first file that will not go is told, and the others go all the same. */
export const purgeFiles = (home: string, what: PurgeWhat): Result<PurgePlan, Problem> => {
  const files = chosenFiles(home, what);
  const stayed: { readonly path: string; readonly why: string }[] = [];
  for (const { path } of files) {
    try {
      rmSync(path, { force: true });
    } catch (error) {
      stayed.push({ path, why: messageOf(error) });
    }
  }
  const [first] = stayed;
  if (first === undefined) return ok(planOf(home, what, files));
  return fail(
    problem('library', {
      what: `${stayed.length} of ${files.length} files could not be deleted, among them ${first.path}.`,
      why: first.why,
      at: { file: first.path },
    }),
  );
};
