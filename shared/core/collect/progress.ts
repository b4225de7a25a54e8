import type { ResourceProgress } from '#contract/capture';
import type { CoverageState } from '#contract/coverage';
import type { ResourceName } from '#contract/kube';
import type { Clock } from '#core/ports';

/** Progress by resource, told as it changes. */
export interface ProgressBoard {
  asked(resource: ResourceName): void;
  retrying(resource: ResourceName, note: string): void;
  restarted(resource: ResourceName, forgotten: number): void;
  page(resource: ResourceName, objects: number, bytes: number, remaining: number | null): void;
  ended(resource: ResourceName, state: CoverageState, note: string): void;
}

type Row = { -readonly [K in keyof ResourceProgress]: ResourceProgress[K] };

export const createProgressBoard = (clock: Clock, tell: ((progress: ResourceProgress) => void) | undefined): ProgressBoard => {
  const rows = new Map<ResourceName, Row>();
  const began = new Map<ResourceName, number>();
  /** Times that a resource's list was started anew: told to its end. */
  const anew = new Map<ResourceName, number>();
  const anewText = (resource: ResourceName): string => {
    const times = anew.get(resource) ?? 0;
    if (times === 0) return '';
    return times === 1 ? 'The list expired and was started anew.' : `The list expired and was started anew ${times} times.`;
  };
  const change = (resource: ResourceName, with_: (row: Row) => void): void => {
    const row = rows.get(resource) ?? {
      resource,
      state: 'waiting',
      objects: 0,
      total: null,
      requests: 0,
      bytes: 0,
      note: '',
      elapsedMs: 0,
    };
    rows.set(resource, row);
    const start = began.get(resource) ?? clock.elapsed();
    began.set(resource, start);
    with_(row);
    row.elapsedMs = clock.elapsed() - start;
    tell?.({ ...row });
  };
  return {
    asked: resource =>
      change(resource, row => {
        row.state = 'reading';
        row.requests += 1;
      }),
    retrying: (resource, note) =>
      change(resource, row => {
        row.state = 'retrying';
        row.requests += 1;
        row.note = note;
      }),
    restarted: (resource, forgotten) =>
      change(resource, row => {
        row.objects -= forgotten;
        row.total = null;
        anew.set(resource, (anew.get(resource) ?? 0) + 1);
        row.note = anewText(resource);
      }),
    page: (resource, objects, bytes, remaining) =>
      change(resource, row => {
        row.state = 'reading';
        row.objects += objects;
        row.bytes += bytes;
        row.total = remaining === null ? null : row.objects + remaining;
        row.note = anewText(resource);
      }),
    ended: (resource, state, note) =>
      change(resource, row => {
        row.state = state === 'not-given' ? 'skipped' : state;
        row.note = note === '' ? anewText(resource) : note;
      }),
  };
};
