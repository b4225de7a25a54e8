/* oxlint-disable typescript/no-unnecessary-type-parameters -- A row has the type that the caller's SQL gives it. */
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

export type Value = SQLInputValue;

/** What the library asks of SQLite, so that another engine can stand in. Errors of the engine are thrown: see `isDamage`. */
export interface Database {
  exec(sql: string): void;
  run(sql: string, ...values: readonly Value[]): number;
  get<T>(sql: string, ...values: readonly Value[]): T | undefined;
  all<T>(sql: string, ...values: readonly Value[]): readonly T[];
  iterate<T>(sql: string, ...values: readonly Value[]): Iterable<T>;
  /** BEGIN IMMEDIATE: a writer waits at the start (busy timeout), never half way. */
  transaction<T>(work: () => T): T;
  close(): void;
}

const busyMs = 10_000;

/** Opens a file that is there; statements are prepared once. `T` is what the caller's SQL yields (STRICT tables keep to it). */
export const openDatabase = (path: string): Database => {
  const database = new DatabaseSync(path, { timeout: busyMs });
  const statements = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const statement = database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  return {
    exec: sql => database.exec(sql),
    run: (sql, ...values) => Number(prepare(sql).run(...values).lastInsertRowid),
    get: <T>(sql: string, ...values: readonly Value[]) => prepare(sql).get(...values) as T | undefined,
    all: <T>(sql: string, ...values: readonly Value[]) => prepare(sql).all(...values) as unknown as readonly T[],
    iterate: <T>(sql: string, ...values: readonly Value[]) => database.prepare(sql).iterate(...values) as unknown as Iterable<T>,
    transaction: work => {
      database.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        database.exec('COMMIT');
        return result;
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      }
    },
    close: () => {
      if (database.isOpen) database.close();
    },
  };
};

/** SQLite's primary result code (https://www.sqlite.org/rescode.html); 0 for another error. */
const resultCode = (error: unknown): number =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode % 256 : 0;

const corrupt = 11;
const notADatabase = 26;

/** The file is broken, not merely busy, full or out of reach. */
export const isDamage = (error: unknown): boolean => [corrupt, notADatabase].includes(resultCode(error));
