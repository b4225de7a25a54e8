import type { FindingRow, FindingsLine, FindingsPage } from '#contract/findings-query';
import type { ParsedInput } from '#contract/methods';
import { facetsOf } from './facets.ts';
import { type Listed, matching } from './filter.ts';
import { type Group, groupsOf } from './group.ts';

const rowOf = ({ finding, pack, kind, namespace }: Listed): FindingRow => ({
  id: finding.id,
  ruleId: finding.ruleId,
  status: finding.status,
  severity: finding.severity,
  message: finding.message.slice(0, 1000),
  fixable: finding.fixable,
  ownerIncomplete: finding.ownerIncomplete,
  kind,
  namespace: namespace === '' ? null : namespace,
  name: finding.resource?.name ?? '',
  container: finding.at?.container ?? null,
  pack,
  occurrences: finding.occurrences.length,
});

/** A head stands only over two or more; a closed group shows one sample row. */
const linesOf = (group: Group, open: ReadonlySet<string>): FindingsLine[] => {
  const [first] = group.rows;
  if (first === undefined) return [];
  if (group.rows.length === 1) return [{ type: 'finding', group: null, row: rowOf(first) }];
  const isOpen = open.has('*') || open.has(group.key);
  const shown = isOpen ? group.rows : [first];
  return [
    {
      type: 'group',
      key: group.key,
      title: group.title,
      note: group.note,
      count: group.rows.length,
      severity: first.finding.severity,
      open: isOpen,
    },
    ...shown.map((row): FindingsLine => ({ type: 'finding', group: group.key, row: rowOf(row) })),
  ];
};

/** The window of the list that a page shows, with counts under the filter. */
export const findingsPage = (rows: readonly Listed[], query: ParsedInput<'findings.list'>): FindingsPage => {
  const matched = matching(rows, query.filter);
  const open = new Set(query.open);
  const lines = groupsOf(matched, query.group).flatMap(group => linesOf(group, open));
  return {
    matched: matched.length,
    total: rows.length,
    lineCount: lines.length,
    lines: lines.slice(query.offset, query.offset + query.limit),
    facets: facetsOf(rows, query.filter),
  };
};
