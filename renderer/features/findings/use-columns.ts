import { useMemo } from 'react';
import { useChangeSettings, useSettings } from '#renderer/app/settings.ts';
import { useStable } from '#renderer/ui/use-stable.ts';

/** What may stand behind each finding, at the right. */
export const columns = {
  firstSeen: { title: 'First seen', width: 64, sort: null },
  occurrences: { title: 'Occurrences', width: 88, sort: 'occurrences' },
  pack: { title: 'Pack', width: 112, sort: 'pack' },
  rule: { title: 'Rule', width: 184, sort: 'rule' },
  namespace: { title: 'Namespace', width: 136, sort: 'namespace' },
  fixable: { title: 'Patch', width: 72, sort: 'fixable' },
} as const;

export type ColumnId = keyof typeof columns;

export const columnIds = Object.keys(columns) as ColumnId[];

export const isColumn = (id: string): id is ColumnId => Object.hasOwn(columns, id);

const table = 'findings';
const usual: readonly ColumnId[] = ['firstSeen'];

export interface Columns {
  /** In the order in which they stand. */
  readonly chosen: readonly ColumnId[];
  readonly toggle: (id: ColumnId) => void;
  /** One place to the left or to the right. */
  readonly move: (id: ColumnId, by: -1 | 1) => void;
  readonly reset: () => void;
}

const moved = (ids: readonly ColumnId[], id: ColumnId, by: -1 | 1): readonly ColumnId[] => {
  const at = ids.indexOf(id);
  const to = at + by;
  if (at < 0 || to < 0 || to >= ids.length) return ids;
  const rest = ids.filter(other => other !== id);
  return [...rest.slice(0, to), id, ...rest.slice(to)];
};

/** Choice and order are kept with the settings; the sort stands in the address. */
export const useColumns = (): Columns => {
  const layout = useSettings().tables[table];
  const change = useChangeSettings();
  const chosen = useMemo(() => (layout === undefined ? usual : layout.columns.filter(isColumn)), [layout]);
  const keep = useStable((ids: readonly ColumnId[] | null): void =>
    change({ tables: { [table]: ids === null ? null : { columns: [...ids], sort: null } } }),
  );
  return useMemo(
    () => ({
      chosen,
      toggle: id => keep(chosen.includes(id) ? chosen.filter(other => other !== id) : [...chosen, id]),
      move: (id, by) => keep(moved(chosen, id, by)),
      reset: () => keep(null),
    }),
    [chosen, keep],
  );
};

/** What the claim needs to be read, in CSS pixels. */
const least = 380;
const gap = 16;

/** The first of the columns for which there is room beside the claim. */
export const columnsThatFit = (ids: readonly ColumnId[], width: number): readonly ColumnId[] => {
  let left = width - least;
  return ids.filter(id => {
    left -= columns[id].width + gap;
    return left >= 0;
  });
};
