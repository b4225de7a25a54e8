import { severities } from '#contract/finding';
import type { SnapshotSummary } from '#contract/snapshot';

export type SortKey = 'captured' | 'title' | 'findings' | 'unknown' | 'objects' | 'bytes' | 'rules';
export type Direction = 'asc' | 'desc';
export type Grouping = 'cluster' | 'none';

/** How the library is shown: all of it stands in the address. */
export interface View {
  readonly words: string;
  readonly sort: SortKey;
  readonly direction: Direction;
  readonly group: Grouping;
}

export interface Group {
  readonly key: string;
  /** '' where there are no groups. */
  readonly title: string;
  readonly note: string;
  readonly rows: readonly SnapshotSummary[];
  readonly bytes: number;
}

export const sortKeys: readonly SortKey[] = ['captured', 'title', 'findings', 'unknown', 'objects', 'bytes', 'rules'];

/** The numbers are most interesting where they are greatest, names from A. */
export const firstDirection = (sort: SortKey): Direction => (sort === 'title' || sort === 'rules' ? 'asc' : 'desc');

export const viewOf = (params: URLSearchParams): View => {
  const sort = sortKeys.find(key => key === params.get('sort')) ?? 'captured';
  const direction = params.get('dir');
  return {
    words: params.get('q') ?? '',
    sort,
    direction: direction === 'asc' || direction === 'desc' ? direction : firstDirection(sort),
    group: params.get('group') === 'none' ? 'none' : 'cluster',
  };
};

const textOf = ({ title, notes, meta, id }: SnapshotSummary): string =>
  [title, notes ?? '', meta.name, meta.server ?? '', meta.capturedAs ?? '', meta.origin, meta.serverVersion ?? '', id]
    .join(' ')
    .toLowerCase();

const matches = (words: string): ((row: SnapshotSummary) => boolean) => {
  const parts = words.toLowerCase().split(/\s+/u).filter(Boolean);
  return row => parts.every(part => textOf(row).includes(part));
};

/** Worst first: a critical weighs more than any number of lesser ones. */
const findingsOf = ({ findings }: SnapshotSummary): readonly number[] => severities.map(severity => findings[severity]);

const compareLists = (left: readonly number[], right: readonly number[]): number => {
  const at = left.findIndex((value, index) => value !== right[index]);
  return at < 0 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
};

const compareText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

const comparers: Readonly<Record<SortKey, (left: SnapshotSummary, right: SnapshotSummary) => number>> = {
  captured: (left, right) => compareText(left.meta.capturedUntil, right.meta.capturedUntil),
  title: (left, right) => compareText(left.title.toLowerCase(), right.title.toLowerCase()),
  findings: (left, right) => compareLists(findingsOf(left), findingsOf(right)),
  unknown: (left, right) => left.unknown - right.unknown,
  objects: (left, right) => left.objects - right.objects,
  bytes: (left, right) => left.bytes - right.bytes,
  rules: (left, right) => compareText(left.rulesVersion, right.rulesVersion),
};

export const sumBytes = (rows: readonly SnapshotSummary[]): number => rows.reduce((sum, { bytes }) => sum + bytes, 0);

/** One cluster by its own identity; where that could not be read, by its server, else by name. */
const clusterKey = ({ meta }: SnapshotSummary): string =>
  meta.origin === 'demo' ? 'demo' : (meta.clusterId ?? meta.server ?? `name ${meta.name}`);

const groupNote = ({ meta }: SnapshotSummary): string => (meta.origin === 'demo' ? 'built in' : (meta.server ?? ''));

/** What is shown, in its order: the group whose first row comes first stands first. */
export const groupsOf = (all: readonly SnapshotSummary[], view: View): readonly Group[] => {
  const sign = view.direction === 'asc' ? 1 : -1;
  const rows = all.filter(matches(view.words)).sort((a, b) => sign * comparers[view.sort](a, b) || compareText(a.id, b.id));
  if (rows.length === 0) return [];
  if (view.group === 'none') return [{ key: '', title: '', note: '', rows, bytes: sumBytes(rows) }];
  const groups = new Map<string, SnapshotSummary[]>();
  for (const row of rows) groups.set(clusterKey(row), [...(groups.get(clusterKey(row)) ?? []), row]);
  return [...groups].map(([key, own]) => {
    const newest = [...own].sort((a, b) => -comparers.captured(a, b))[0];
    return {
      key,
      title: newest === undefined ? key : newest.meta.name,
      note: newest === undefined ? '' : groupNote(newest),
      rows: own,
      bytes: sumBytes(own),
    };
  });
};

/** The one that takes the focus when these are gone: the next that stays, else the one before. */
export const afterRemoval = (order: readonly string[], gone: ReadonlySet<string>, at: string | null): string | null => {
  const from = at === null ? 0 : Math.max(0, order.indexOf(at));
  const next = order.slice(from).find(id => !gone.has(id));
  return (
    next ??
    order
      .slice(0, from)
      .reverse()
      .find(id => !gone.has(id)) ??
    null
  );
};

/** Two snapshots in the order in which they were taken: what was, then what is. */
export const inTime = (left: SnapshotSummary, right: SnapshotSummary): readonly [SnapshotSummary, SnapshotSummary] =>
  comparers.captured(left, right) <= 0 ? [left, right] : [right, left];
