import type { Database } from './database.ts';

/** Grows with every change of the tables; a file of a greater one was written by a newer program. */
export const schemaVersion = 2;
/** "PLMB": tells our files from other SQLite files. */
export const applicationId = 0x50_4c_4d_42;

/**
 * - page: one page of one list as it was captured, with its facts and redactions (deflated JSON lines, NULL for none).
 * - block: some dozen objects deflated together, one JSON text a line: fewer calls and better ratio than one by one.
 * - object: where an object stands; `path` is its member path in a bundle.
 * - finding: packed-findings.ts, in the order of the evaluation; in format 1 blocks of 256 as deflated JSON lines.
 * - snapshot: the one row that a list of snapshots needs, and the rest of what is known of the whole.
 */
const tables = `
CREATE TABLE snapshot (id INTEGER PRIMARY KEY CHECK (id = 1), title TEXT NOT NULL, summary TEXT NOT NULL, meta TEXT NOT NULL, namespaces TEXT NOT NULL, evaluation TEXT NOT NULL) STRICT;
CREATE TABLE type (position INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
CREATE TABLE coverage (position INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
CREATE TABLE page (id INTEGER PRIMARY KEY, resource TEXT NOT NULL, namespace TEXT, facts BLOB, redactions BLOB) STRICT;
CREATE TABLE block (id INTEGER PRIMARY KEY, page INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
CREATE TABLE object (id INTEGER PRIMARY KEY, page INTEGER NOT NULL, block INTEGER NOT NULL, slot INTEGER NOT NULL, key TEXT NOT NULL UNIQUE, path TEXT NOT NULL) STRICT;
CREATE TABLE search (object INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
CREATE TABLE finding (position INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
`;

export const createTables = (database: Database): void => {
  database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${schemaVersion};`);
  database.exec(tables);
};

export type FileState = 'current' | 'newer' | 'foreign';

export const stateOf = (database: Database): { readonly state: FileState; readonly version: number } => {
  const application = database.get<{ application_id: number }>('PRAGMA application_id')?.application_id;
  const version = database.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0;
  if (application !== applicationId || version < 1) return { state: 'foreign', version };
  return { state: version > schemaVersion ? 'newer' : 'current', version };
};
