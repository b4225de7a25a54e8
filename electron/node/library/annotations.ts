import type { Database } from './database.ts';

/**
 * What a person or this program keeps beside the evidence: notes, the tray, results of dry-runs. No part of a bundle and of
 * its identity. The table is made with the first one, so that files of older versions need no change and older programs read
 * these files.
 */
export type AnnotationName = 'notes' | 'bundle' | 'tray' | 'dry-runs';

const isThere = (database: Database): boolean =>
  database.get<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name = 'annotation'") !== undefined;

export const readAnnotations = (database: Database): ReadonlyMap<string, string> =>
  isThere(database)
    ? new Map(
        database.all<{ name: string; value: string }>('SELECT name, value FROM annotation').map(row => [row.name, row.value]),
      )
    : new Map<string, string>();

export const readAnnotation = (database: Database, name: AnnotationName): string | undefined =>
  isThere(database) ? database.get<{ value: string }>('SELECT value FROM annotation WHERE name = ?', name)?.value : undefined;

/** '' takes it away. Call inside a transaction. */
export const writeAnnotation = (database: Database, name: AnnotationName, value: string): void => {
  if (value === '') {
    if (isThere(database)) database.run('DELETE FROM annotation WHERE name = ?', name);
    return;
  }
  database.exec('CREATE TABLE IF NOT EXISTS annotation (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT');
  database.run('INSERT OR REPLACE INTO annotation (name, value) VALUES (?, ?)', name, value);
};
