import type { Problem } from '#contract/problem';
import { ok, type Result } from '#contract/result';
import { type Listed, listed } from '#core/findings/filter';
import type { Ports } from '#core/ports';
import type { LibraryReader, OpenSnapshot } from '#core/services';

/** An open snapshot with the rows of its findings list, made once. */
export interface Opened {
  readonly snapshot: OpenSnapshot;
  readonly rows: readonly Listed[];
}

export interface OpenSnapshots {
  get(id: string): Promise<Result<Opened, Problem>>;
  forget(id: string): void;
}

const kept = 8;

/** Keeps the last few snapshots open, so that paging through a list does not read the file anew. Other calls go on meanwhile. */
export const createOpenSnapshots = (
  library: LibraryReader,
  packOf: ReadonlyMap<string, string>,
  { pause }: Pick<Ports, 'pause'>,
): OpenSnapshots => {
  const cache = new Map<string, Promise<Result<Opened, Problem>>>();
  const read = async (id: string): Promise<Result<Opened, Problem>> => {
    const opened = library.open(id);
    if (!opened.ok) return opened;
    const rows: Listed[] = [];
    for (const part of opened.value.findingParts()) {
      for (const finding of part) rows.push(listed(finding, packOf));
      await pause();
    }
    return ok({ snapshot: opened.value, rows });
  };
  /** What failed once may work at the next call. */
  const keepIfGood = (id: string, reading: Promise<Result<Opened, Problem>>): void => {
    const drop = (): void => {
      if (cache.get(id) === reading) cache.delete(id);
    };
    reading.then(result => {
      if (!result.ok) drop();
    }, drop);
  };
  return {
    get: id => {
      const hit = cache.get(id);
      const reading = hit ?? read(id);
      if (hit === undefined) keepIfGood(id, reading);
      cache.delete(id);
      cache.set(id, reading);
      const oldest = cache.keys().next().value;
      if (cache.size > kept && oldest !== undefined) cache.delete(oldest);
      return reading;
    },
    forget: id => {
      cache.delete(id);
    },
  };
};
