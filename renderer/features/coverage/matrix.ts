import type { CoverageState } from '#contract/coverage';
import { type Entry, isGap, resourceOf } from './gaps.ts';
import { type Subject, subjectOf } from './subjects.ts';

/** Namespaces whose cells are all equal share a column. */
export interface Column {
  readonly id: string;
  readonly label: string;
  readonly namespaces: number;
  readonly names: readonly string[];
}

export interface Cell {
  readonly state: CoverageState;
  readonly reason: string;
  readonly unknown: number;
  readonly namespace: string | null;
}

export interface Row {
  readonly resource: string;
  readonly subject: Subject;
  readonly objects: number;
  /** Of a cluster-scoped resource. */
  readonly cluster: Cell | null;
  /** The answer for all namespaces at once; null where namespaces differ, and for a cluster-scoped resource. */
  readonly whole: Cell | null;
  readonly cells: ReadonlyMap<string, Cell>;
  readonly gap: boolean;
}

export interface Matrix {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** Whether any resource is cluster-scoped. */
  readonly clusterWide: boolean;
}

export const others = 'others';

/** In the view of every cell, more columns than these are not readable: the rest is shared. */
const mostColumns = 60;

const cellOf = ({ state, reason, unknown, namespace }: Entry): Cell => ({ state, reason, unknown, namespace });

/** "preview-pr-*" of names that begin alike up to a dash; else the first with a mark that there are more. */
export const sharedLabel = (names: readonly string[]): string => {
  const [first = '', ...more] = names;
  if (more.length === 0) return first;
  let end = first.length;
  for (const name of more) {
    let same = 0;
    while (same < end && name[same] === first[same]) same += 1;
    end = same;
  }
  const dash = first.lastIndexOf('-', end - 1);
  return dash < 2 ? `${first} …` : `${first.slice(0, dash + 1)}*`;
};

type Own = ReadonlyMap<string, Entry>;

const signatureOf = (own: Own): string =>
  [...own]
    .map(([resource, { state }]) => `${resource}=${state}`)
    .sort()
    .join(' ');

const groupsOf = (byNamespace: ReadonlyMap<string, Own>, each: boolean): readonly (readonly string[])[] => {
  if (each && byNamespace.size <= mostColumns) return [...byNamespace.keys()].map(name => [name]);
  const groups = new Map<string, string[]>();
  for (const [namespace, own] of byNamespace) {
    const signature = signatureOf(own);
    groups.set(signature, [...(groups.get(signature) ?? []), namespace]);
  }
  return [...groups.values()];
};

/** Where each namespace has an entry of its own, the largest column is what is left of them, and stands last. */
const withOthers = (columns: readonly Column[]): readonly Column[] => {
  const largest = [...columns].sort((a, b) => b.namespaces - a.namespaces)[0];
  if (columns.length < 2 || largest === undefined || largest.namespaces < 3) return columns;
  return [...columns.filter(column => column !== largest), { ...largest, label: 'all others' }];
};

const columnsOf = (byNamespace: ReadonlyMap<string, Own>, known: readonly string[] | null, each: boolean): readonly Column[] => {
  const columns = groupsOf(byNamespace, each).map((names): Column => ({
    id: names[0] ?? '',
    label: sharedLabel(names),
    namespaces: names.length,
    names,
  }));
  const named = new Set(byNamespace.keys());
  const rest = known === null ? null : known.filter(name => !named.has(name));
  if (columns.length === 0) return [{ id: others, label: 'all namespaces', namespaces: known?.length ?? 0, names: known ?? [] }];
  if (rest !== null && rest.length === 0) return withOthers(columns);
  return rest === null || rest.length > 0
    ? [...columns, { id: others, label: 'all others', namespaces: rest?.length ?? 0, names: rest ?? [] }]
    : columns;
};

/** Resource × namespace, as the entries tell it: a namespace's own entry, else the one for all. `each`: no column is shared. */
export const matrixOf = (entries: readonly Entry[], known: readonly string[] | null, each = false): Matrix => {
  const byNamespace = new Map<string, Map<string, Entry>>();
  const byResource = new Map<string, Entry[]>();
  for (const entry of entries) {
    const resource = resourceOf(entry);
    byResource.set(resource, [...(byResource.get(resource) ?? []), entry]);
    if (entry.namespace !== null)
      byNamespace.set(entry.namespace, (byNamespace.get(entry.namespace) ?? new Map<string, Entry>()).set(resource, entry));
  }
  const columns = columnsOf(byNamespace, known, each);
  const rows = [...byResource].map(([resource, own]): Row => {
    const all = own.find(({ namespace }) => namespace === null);
    const namespaced = own.some(entry => entry.namespaced);
    const differs = own.some(({ namespace }) => namespace !== null);
    const cells = new Map<string, Cell>();
    for (const column of namespaced ? columns : []) {
      const entry = (column.id === others ? undefined : byNamespace.get(column.id)?.get(resource)) ?? all;
      if (entry !== undefined) cells.set(column.id, cellOf(entry));
    }
    return {
      resource,
      subject: subjectOf({ group: own[0]?.group ?? '', resource: own[0]?.resource ?? '' }),
      objects: own.reduce((sum, { count }) => sum + count, 0),
      cluster: namespaced || all === undefined ? null : cellOf(all),
      whole: !namespaced || differs || all === undefined ? null : cellOf(all),
      cells,
      gap: own.some(({ state }) => isGap(state)),
    };
  });
  return {
    columns,
    rows: rows.sort((a, b) => (a.gap === b.gap ? (a.resource < b.resource ? -1 : 1) : a.gap ? -1 : 1)),
    clusterWide: rows.some(({ cluster }) => cluster !== null),
  };
};
