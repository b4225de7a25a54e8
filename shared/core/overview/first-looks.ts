import { formatFilter } from '#contract/filter-text';
import type { FindingsFilter } from '#contract/findings-query';
import type { FirstLook } from '#contract/overview';
import type { Listed } from '#core/findings/filter';
import { groupWords } from '#core/findings/grouping';
import { needText } from '#core/findings/need-text';
import { answerOf, type Group } from '#core/findings/query';
import { type FindingTable, tableOf } from '#core/findings/table';

const defined = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as T;

const unique = (texts: readonly string[]): string[] => [...new Set(texts)];

/** What lists a group and little else: its object, or what its unknowns wait for. */
const filterOfGroup = (rows: readonly Listed[], { finding, kind, namespace }: Listed): FindingsFilter => {
  if (finding.status === 'unknown')
    return finding.needs.length === 0
      ? { status: ['unknown'], rule: unique(rows.map(row => row.finding.ruleId)) }
      : { status: ['unknown'], text: finding.needs.slice(0, 3).map(needText) };
  return defined({
    status: ['fail' as const],
    namespace: finding.resource?.kind === 'Namespace' ? undefined : [namespace],
    kind: [kind],
    name: finding.resource === null ? undefined : [finding.resource.name],
  });
};

const titleOf = ({ finding }: Listed, title: string, note: string): string => {
  if (finding.status !== 'unknown') return title;
  return finding.needs.length === 0 ? '' : note;
};

const lookOf = (table: FindingTable, group: Group): readonly FirstLook[] => {
  const rows = group.rows.flatMap(row => table.rows[row] ?? []);
  const [first] = rows;
  if (first === undefined) return [];
  const { finding } = first;
  const { title, note } = groupWords('cause', rows.length, group.objects, first);
  return [
    {
      key: table.groups('cause').values[group.key] ?? '',
      title: titleOf(first, title, note),
      message: finding.message.slice(0, 1000),
      severity: finding.severity,
      findings: rows.length,
      objects: group.objects,
      fixable: rows.filter(row => row.finding.fixable).length,
      finding: finding.id,
      q: formatFilter(filterOfGroup(rows, first)),
    },
  ];
};

const looks = (
  rows: readonly Listed[],
  status: 'fail' | 'unknown',
): { readonly table: FindingTable; readonly groups: readonly Group[] } => {
  const table = tableOf(rows);
  return { table, groups: answerOf(table, { filter: { status: [status] }, group: 'cause', sort: null }).groups };
};

export interface Looks {
  readonly looks: readonly FirstLook[];
  readonly inAll: number;
}

/** Changes by severity, then by how many objects one of them fixes. */
export const firstChanges = (rows: readonly Listed[], most: number): Looks => {
  const { table, groups } = looks(rows, 'fail');
  return { looks: groups.slice(0, most).flatMap(group => lookOf(table, group)), inAll: groups.length };
};

/** Rights by how many unknowns each would answer. */
export const firstRights = (rows: readonly Listed[], most: number): Looks => {
  const { table, groups } = looks(rows, 'unknown');
  const byCount = groups.toSorted((a, b) => b.rows.length - a.rows.length);
  return { looks: byCount.slice(0, most).flatMap(group => lookOf(table, group)), inAll: byCount.length };
};
