import type { CoverageState } from '#contract/coverage';
import { type Entry, isGap, resourceOf } from './gaps.ts';

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
}

export interface Row {
  readonly resource: string;
  readonly group: string;
  readonly objects: number;
  /** The answer for all namespaces at once (also a cluster-scoped resource); null where namespaces differ. */
  readonly whole: Cell | null;
  readonly cells: ReadonlyMap<string, Cell>;
  readonly gap: boolean;
}

export interface Matrix {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

const others = 'others';

const cellOf = ({ state, reason, unknown }: Entry): Cell => ({ state, reason, unknown });

const columnsOf = (
  byNamespace: ReadonlyMap<string, ReadonlyMap<string, Entry>>,
  known: readonly string[] | null,
): readonly Column[] => {
  const groups = new Map<string, string[]>();
  for (const [namespace, entries] of byNamespace) {
    const signature = [...entries]
      .map(([resource, { state }]) => `${resource}=${state}`)
      .sort()
      .join(' ');
    groups.set(signature, [...(groups.get(signature) ?? []), namespace]);
  }
  const columns = [...groups.values()].map((names): Column => ({
    id: names[0] ?? '',
    label: names.length === 1 ? (names[0] ?? '') : `${names[0] ?? ''} …`,
    namespaces: names.length,
    names,
  }));
  const rest = known === null ? null : known.length - byNamespace.size;
  if (columns.length === 0) return [{ id: others, label: 'all namespaces', namespaces: known?.length ?? 0, names: [] }];
  return rest === null || rest > 0
    ? [...columns, { id: others, label: 'all others', namespaces: rest ?? 0, names: [] }]
    : columns;
};

/** Resource × namespace, as the entries tell it: a namespace's own entry, else the one for all. */
export const matrixOf = (entries: readonly Entry[], known: readonly string[] | null): Matrix => {
  const byNamespace = new Map<string, Map<string, Entry>>();
  const byResource = new Map<string, Entry[]>();
  for (const entry of entries) {
    const resource = resourceOf(entry);
    byResource.set(resource, [...(byResource.get(resource) ?? []), entry]);
    if (entry.namespace !== null)
      byNamespace.set(entry.namespace, (byNamespace.get(entry.namespace) ?? new Map<string, Entry>()).set(resource, entry));
  }
  const columns = columnsOf(byNamespace, known);
  const rows = [...byResource].map(([resource, own]): Row => {
    const all = own.find(({ namespace }) => namespace === null);
    const differs = own.some(({ namespace }) => namespace !== null);
    const cells = new Map<string, Cell>();
    for (const column of columns) {
      const entry = (column.id === others ? undefined : byNamespace.get(column.id)?.get(resource)) ?? all;
      if (entry !== undefined) cells.set(column.id, cellOf(entry));
    }
    return {
      resource,
      group: own[0]?.group ?? '',
      objects: own.reduce((sum, { count }) => sum + count, 0),
      whole: differs || all === undefined ? null : cellOf(all),
      cells,
      gap: own.some(({ state }) => isGap(state)),
    };
  });
  return { columns, rows: rows.sort((a, b) => (a.gap === b.gap ? (a.resource < b.resource ? -1 : 1) : a.gap ? -1 : 1)) };
};
