import { existsSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { removeFiles, snapshotFile } from './capture-files.ts';
import { ownIdentity, stateOfProcess } from './process-identity.ts';

const mark = '.removed-';
const companions = ['-wal', '-shm', '-journal'];

/** How long a snapshot that was removed can be brought back while its process lives. */
const keptMs = 10 * 60 * 1000;

const removedNames = (folder: string): readonly string[] =>
  readdirSync(folder).filter(name => name.includes(mark) && !companions.some(companion => name.endsWith(companion)));

/** The main file goes first, in one step: from then on nobody lists the snapshot. */
const rename = (from: string, to: string): void => {
  renameSync(from, to);
  for (const companion of companions) if (existsSync(from + companion)) renameSync(from + companion, to + companion);
};

/** Takes a snapshot's file out of the list, named after who did it. Its log must have been written back before. */
export const putFileAside = (folder: string, id: string): void => {
  const path = join(folder, `${id}${mark}${ownIdentity()}`);
  rename(snapshotFile(folder, id), path);
  const now = new Date();
  utimesSync(path, now, now);
};

/** Puts it back under its name; false where it is not there any more. */
export const putFileBack = (folder: string, id: string): boolean => {
  const name = removedNames(folder).find(each => each.startsWith(`${id}${mark}`));
  if (name === undefined || existsSync(snapshotFile(folder, id))) return false;
  rename(join(folder, name), snapshotFile(folder, id));
  return true;
};

const isOver = (path: string, identity: string): boolean =>
  stateOfProcess(identity) === 'gone' || Date.now() - statSync(path).mtimeMs > keptMs;

/** Ends what nobody can bring back: its process is gone, or its time is over. */
export const sweepRemoved = (folder: string): void => {
  for (const name of removedNames(folder)) {
    const path = join(folder, name);
    try {
      if (isOver(path, name.slice(name.indexOf(mark) + mark.length))) removeFiles(path);
    } catch {
      // Gone meanwhile, or not ours to remove: the next opener tries again.
    }
  }
  dropLeftCompanions(folder);
};

/** A crash between the steps of a removal leaves a log without its file. */
const dropLeftCompanions = (folder: string): void => {
  for (const name of readdirSync(folder)) {
    const companion = companions.find(each => name.endsWith(each));
    if (companion === undefined || !name.includes(mark)) continue;
    if (!existsSync(join(folder, name.slice(0, -companion.length)))) rmSync(join(folder, name), { force: true });
  }
};
