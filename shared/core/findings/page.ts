import type { FindingRow, FindingsLine, FindingsPage } from '#contract/findings-query';
import type { ParsedInput } from '#contract/methods';
import { facetsOf } from './facets.ts';
import type { Listed } from './filter.ts';
import { groupWords } from './grouping.ts';
import { answerOf, type Group } from './query.ts';
import { type FindingTable, tableOf } from './table.ts';

type Query = ParsedInput<'findings.list'>;

const rowOf = ({ finding, pack, kind, namespace }: Listed): FindingRow => ({
  id: finding.id,
  ruleId: finding.ruleId,
  status: finding.status,
  severity: finding.severity,
  message: finding.message.slice(0, 1000),
  fixable: finding.fixable,
  ownerIncomplete: finding.ownerIncomplete,
  apiVersion: finding.resource?.apiVersion ?? '',
  kind,
  namespace: namespace === '' ? null : namespace,
  name: finding.resource?.name ?? '',
  container: finding.at?.container ?? null,
  pack,
  occurrences: finding.occurrences.length,
});

interface Layout {
  readonly table: FindingTable;
  readonly group: Query['group'];
  readonly open: ReadonlySet<string>;
}

const keyOf = ({ table, group }: Layout, { key }: Group): string =>
  group === 'none' ? '' : (table.groups(group).values[key] ?? '');

const isOpen = (layout: Layout, group: Group): boolean => layout.open.has('*') || layout.open.has(keyOf(layout, group));

/** A head stands only over two or more; a closed group shows one sample row. */
const lengthOf = (layout: Layout, group: Group): number =>
  group.rows.length === 1 ? 1 : 1 + (isOpen(layout, group) ? group.rows.length : 1);

const headOf = (layout: Layout, group: Group): FindingsLine[] => {
  const first = layout.table.rows[group.rows[0] ?? -1];
  if (layout.group === 'none' || first === undefined) return [];
  const key = keyOf(layout, group);
  return [
    {
      type: 'group',
      key,
      ...groupWords(layout.group, group.rows.length, group.objects, first),
      count: group.rows.length,
      objects: group.objects,
      severity: first.finding.severity,
      open: isOpen(layout, group),
    },
  ];
};

/** Lines `from` to `to` of one group, the head being its line 0. */
const linesOf = (layout: Layout, group: Group, from: number, to: number): FindingsLine[] => {
  const alone = group.rows.length === 1;
  const heads = alone ? 0 : 1;
  const key = alone ? null : keyOf(layout, group);
  const rows = group.rows.slice(Math.max(0, from - heads), Math.max(0, to - heads)).flatMap(row => layout.table.rows[row] ?? []);
  return [
    ...(from < heads ? headOf(layout, group) : []),
    ...rows.map((row): FindingsLine => ({ type: 'finding', group: key, row: rowOf(row) })),
  ];
};

interface Cut {
  readonly lineCount: number;
  readonly lines: FindingsLine[];
  readonly heads: number[];
  readonly found: number | null;
}

/** Only the lines of the window are made. */
const cut = (layout: Layout, groups: readonly Group[], { offset, limit, find }: Query): Cut => {
  const lines: FindingsLine[] = [];
  const heads: number[] = [];
  let start = 0;
  let lastHead = -1;
  let found: number | null = null;
  for (const group of groups) {
    const length = lengthOf(layout, group);
    if (length > 1) {
      heads.push(start - lastHead);
      lastHead = start;
    }
    const from = Math.max(0, offset - start);
    const to = Math.min(length, offset + limit - start);
    if (from < to) lines.push(...linesOf(layout, group, from, to));
    if (find !== undefined && found === null) {
      const at = group.rows.findIndex(row => layout.table.rows[row]?.finding.id === find);
      const line = group.rows.length === 1 ? at : at + 1;
      if (at >= 0 && line < length) found = start + line;
    }
    start += length;
  }
  return { lineCount: start, lines, heads, found };
};

/** The window of the list that a page shows, with counts under the filter. */
export const findingsPage = (rows: readonly Listed[], query: Query): FindingsPage => {
  const table = tableOf(rows);
  const answer = answerOf(table, query);
  const layout = { table, group: query.group, open: new Set(query.open) };
  const first = query.offset === 0;
  const { heads, ...window } = cut(layout, answer.groups, query);
  return {
    matched: answer.matched,
    total: rows.length,
    ...window,
    heads: first ? heads : [],
    facets: first ? facetsOf(table, answer, query.filter) : [],
  };
};
