import type { Problem } from '#contract/problem';
import type { Result } from '#contract/result';
import { type Listed, listed } from '#core/findings/filter';
import type { LibraryReader, OpenSnapshot } from '#core/services';

/** An open snapshot with the rows of its findings list, made once. */
export interface Opened {
  readonly snapshot: OpenSnapshot;
  readonly rows: readonly Listed[];
}

export interface OpenSnapshots {
  get(id: string): Result<Opened, Problem>;
  forget(id: string): void;
}

const kept = 8;

/** Keeps the last few snapshots open, so that paging through a list does not read the file anew. */
export const createOpenSnapshots = (library: LibraryReader, packOf: ReadonlyMap<string, string>): OpenSnapshots => {
  const cache = new Map<string, Opened>();
  return {
    get: id => {
      const hit = cache.get(id);
      if (hit !== undefined) {
        cache.delete(id);
        cache.set(id, hit);
        return { ok: true, value: hit };
      }
      const opened = library.open(id);
      if (!opened.ok) return opened;
      const value = { snapshot: opened.value, rows: opened.value.findings().map(finding => listed(finding, packOf)) };
      cache.set(id, value);
      const oldest = cache.keys().next().value;
      if (cache.size > kept && oldest !== undefined) cache.delete(oldest);
      return { ok: true, value };
    },
    forget: id => {
      cache.delete(id);
    },
  };
};
