import { existsSync } from 'node:fs';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import { messageOf } from '#node/system-error';
import { isSnapshotId, setAside, snapshotFile } from './capture-files.ts';
import { type Database, isDamage, openDatabase } from './database.ts';
import { stateOf } from './schema.ts';

/** How many snapshots stay open in one process. */
const kept = 8;

export const unknownSnapshot = (id: string): Problem =>
  problem('snapshot-unknown', {
    what: `The library has no snapshot “${id.slice(0, 100)}”.`,
    why: 'It was removed, or the id is not one of this library.',
  });

const newer = (id: string, version: number): Problem =>
  problem('library', {
    what: `The snapshot ${id} cannot be read.`,
    why: `A newer Plumbline wrote it (library format ${version}).`,
    todo: 'Update Plumbline to open it.',
  });

const damaged = (id: string, path: string, why: string): Problem =>
  problem('library', {
    what: `The snapshot ${id} is damaged and was set aside.`,
    why: `${why} The file is kept as ${path}.`,
    todo: 'Put a copy back from a backup or import its bundle, then delete the damaged file.',
  });

/** Moves a broken file away. Where another process did so already, that is all the same. */
const quarantine = (folder: string, id: string, why: string): Problem => {
  const path = snapshotFile(folder, id);
  try {
    return damaged(id, setAside(path), why);
  } catch {
    return existsSync(path) ? problem('library', { what: `The snapshot ${id} is damaged.`, why }) : unknownSnapshot(id);
  }
};

const failed = (folder: string, id: string, error: unknown): Problem =>
  isDamage(error)
    ? quarantine(folder, id, `SQLite says: ${messageOf(error)}.`)
    : problem('library', { what: `The snapshot ${id} cannot be read.`, why: messageOf(error) });

/** Opens one file of the library and looks whether it is ours and readable. `thorough` checks every page of it. */
export const openSnapshotFile = (folder: string, id: string, thorough: boolean): Result<Database> => {
  const path = snapshotFile(folder, id);
  if (!isSnapshotId(id) || !existsSync(path)) return fail(unknownSnapshot(id));
  let database: Database | undefined;
  try {
    database = openDatabase(path);
    const { state, version } = stateOf(database);
    if (state === 'newer') {
      database.close();
      return fail(newer(id, version));
    }
    const verdict = state === 'foreign' ? 'It is no snapshot file.' : checkPages(database, thorough);
    if (verdict === undefined) return ok(database);
    database.close();
    return fail(quarantine(folder, id, verdict));
  } catch (error) {
    database?.close();
    return fail(failed(folder, id, error));
  }
};

const checkPages = (database: Database, thorough: boolean): string | undefined => {
  if (!thorough) return undefined;
  const verdict = database.get<{ quick_check: string }>('PRAGMA quick_check(1)')?.quick_check;
  return verdict === 'ok' ? undefined : `SQLite says: ${verdict ?? 'nothing'}.`;
};

export interface Connections {
  /** The connection of a snapshot, kept open until `close` or until others were used more lately. */
  get(id: string): Result<Database>;
  close(id: string): void;
  closeAll(): void;
}

export const createConnections = (folder: string): Connections => {
  const connections = new Map<string, Database>();
  const close = (id: string): void => {
    connections.get(id)?.close();
    connections.delete(id);
  };
  const keep = (id: string, database: Database): void => {
    connections.delete(id);
    connections.set(id, database);
    const oldest = connections.keys().next().value;
    if (connections.size > kept && oldest !== undefined) close(oldest);
  };
  return {
    get: id => {
      const known = connections.get(id);
      if (known !== undefined && existsSync(snapshotFile(folder, id))) {
        keep(id, known);
        return ok(known);
      }
      close(id);
      const opened = openSnapshotFile(folder, id, true);
      if (opened.ok) keep(id, opened.value);
      return opened;
    },
    close,
    closeAll: () => {
      for (const id of connections.keys()) close(id);
    },
  };
};
