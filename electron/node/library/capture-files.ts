import { closeSync, existsSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ownIdentity, stateOfProcess } from './process-identity.ts';

const suffix = '.sqlite';
const companions = ['', '-wal', '-shm', '-journal'];
const mark = '.capturing-';
const day = 24 * 60 * 60 * 1000;

/** What may stand in a file's name: ids come from callers, so nothing else may reach a path. */
export const isSnapshotId = (id: string): boolean => /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/.test(id);

export const snapshotFile = (folder: string, id: string): string => join(folder, id + suffix);

export const snapshotIds = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter(name => name.endsWith(suffix))
    .map(name => name.slice(0, -suffix.length))
    .filter(isSnapshotId);

/** An empty file of mode 0600 that names its writer; SQLite gives its companions the same mode. */
export const createCaptureFile = (folder: string, id: string): string => {
  const path = join(folder, `${id}${mark}${ownIdentity()}`);
  closeSync(openSync(path, 'wx', 0o600));
  return path;
};

export const removeFiles = (path: string): void => {
  for (const companion of companions) rmSync(path + companion, { force: true });
};

const syncPath = (path: string, flags: string): void => {
  const handle = openSync(path, flags);
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

/** Puts a complete, closed capture under its own name, on disk before and after. */
export const publishCapture = (temporary: string, path: string): void => {
  syncPath(temporary, 'r+');
  renameSync(temporary, path);
  if (process.platform !== 'win32') syncPath(dirname(path), 'r');
};

const isAbandoned = (path: string, identity: string): boolean => {
  const state = stateOfProcess(identity);
  if (state !== 'unknown') return state === 'gone';
  return Date.now() - statSync(path).mtimeMs > day;
};

/** Removes captures whose process is gone. Another process may sweep at the same time. */
export const sweepCaptures = (folder: string): void => {
  for (const name of readdirSync(folder)) {
    const at = name.indexOf(mark);
    if (at < 0) continue;
    const base = name.replace(/-(?:wal|shm|journal)$/, '');
    const path = join(folder, name);
    try {
      if (isAbandoned(path, base.slice(at + mark.length))) rmSync(path, { force: true });
    } catch {
      // Gone meanwhile, or not ours to remove: the next opener tries again.
    }
  }
};

/** Removes what a writer within this very process left: only who knows that none writes any more may ask for it. */
export const dropOwnCaptures = (folder: string): void => {
  const own = mark + ownIdentity();
  for (const name of readdirSync(folder)) {
    if (name.replace(/-(?:wal|shm|journal)$/, '').endsWith(own)) rmSync(join(folder, name), { force: true });
  }
};

/** Moves a broken file out of the list, under a name that is free; never deletes it. Returns the new name. */
export const setAside = (path: string): string => {
  let target = `${path}.damaged`;
  for (let count = 2; existsSync(target); count += 1) target = `${path}.damaged-${count}`;
  for (const companion of companions) if (existsSync(path + companion)) renameSync(path + companion, target + companion);
  return target;
};

export const damagedFiles = (folder: string): readonly string[] =>
  readdirSync(folder).filter(name => /\.damaged(?:-\d+)?$/.test(name));
