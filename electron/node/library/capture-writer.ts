import { resourceName } from '#contract/kube';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { SnapshotSink } from '#core/ports';
import { messageOf } from '#node/system-error';
import { createCaptureFile, publishCapture, removeFiles, snapshotFile } from './capture-files.ts';
import { type Database, openDatabase } from './database.ts';
import { deletePages, type Final, insertFinal, insertPage, type PageRow } from './rows.ts';
import { createTables } from './schema.ts';

/** A snapshot that is being written. Nobody lists it before `finish`; after `finish` or `abort` it takes nothing more. */
export interface FileWriter extends SnapshotSink {
  add(page: PageRow): void;
  finish(final: Final): Result<string>;
  abort(): void;
}

export const notStored = (error: unknown): Problem =>
  problem('library', { what: 'The snapshot cannot be kept in the library.', why: messageOf(error) });

/** No journal and no syncing while it is written: a half file is thrown away, a whole one is synced before it gets its name. */
const prepare = (path: string): Database => {
  const database = openDatabase(path);
  database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY;');
  database.transaction(() => createTables(database));
  return database;
};

/** Readers of a published file share it with writers: the mode is kept in the file. */
const switchToWal = (path: string): void => {
  const database = openDatabase(path);
  try {
    database.exec('PRAGMA journal_mode = WAL;');
  } finally {
    database.close();
  }
};

/** The first error is kept and told by `finish`, since a sink answers nothing. */
export const createFileWriter = (folder: string, id: string): Result<FileWriter> => {
  let path: string | undefined;
  let database: Database;
  try {
    path = createCaptureFile(folder, id);
    database = prepare(path);
  } catch (error) {
    if (path !== undefined) removeFiles(path);
    return fail(notStored(error));
  }
  const temporary = path;
  let broken: Problem | undefined;
  let open = true;
  const attempt = (work: () => void): void => {
    if (!open || broken !== undefined) return;
    try {
      database.transaction(work);
    } catch (error) {
      broken = notStored(error);
    }
  };
  const add = (page: PageRow): void => attempt(() => insertPage(database, page));
  const abort = (): void => {
    if (!open) return;
    open = false;
    database.close();
    removeFiles(temporary);
  };
  return ok({
    add,
    page: ({ type, ...page }) => add({ ...page, resource: resourceName(type.group, type.resource) }),
    restart: (type, namespace) => attempt(() => deletePages(database, resourceName(type.group, type.resource), namespace)),
    abort,
    finish: final => {
      attempt(() => insertFinal(database, final));
      if (!open || broken !== undefined) {
        abort();
        return fail(broken ?? notStored('It was finished or aborted before.'));
      }
      try {
        open = false;
        database.close();
        switchToWal(temporary);
        publishCapture(temporary, snapshotFile(folder, id));
        return ok(id);
      } catch (error) {
        removeFiles(temporary);
        return fail(notStored(error));
      }
    },
  });
};
