import { severities, type Finding } from '#contract/finding';
import type { FindingsQuery } from '#contract/findings-query';
import type { Need } from '#contract/coverage';
import type { Listed } from './filter.ts';

export interface Group {
  readonly key: string;
  readonly title: string;
  readonly note: string;
  readonly rows: readonly Listed[];
}

type Grouping = NonNullable<FindingsQuery['group']>;

const objectName = (finding: Finding): string => {
  const { resource } = finding;
  if (resource === null) return 'the cluster';
  return `${resource.kind} ${resource.namespace === undefined ? '' : `${resource.namespace}/`}${resource.name}`;
};

const needText = (need: Need): string =>
  `${need.verb} on ${need.resource}${need.group === '' ? '' : `.${need.group}`}${need.namespace === undefined ? '' : ` in ${need.namespace}`}`;

/** People fix causes: one edit of one object, or one right that answers several unknowns. */
const causeKey = ({ finding }: Listed): string =>
  finding.status === 'unknown' ? `right:${finding.needs.map(needText).join(', ')}` : `object:${objectName(finding)}`;

const keyOf: Readonly<Record<Grouping, (row: Listed) => string>> = {
  cause: causeKey,
  rule: row => `rule:${row.finding.ruleId}`,
  object: row => `object:${objectName(row.finding)}`,
  namespace: row => `namespace:${row.namespace}`,
  none: row => row.finding.id,
};

const titleOf = (grouping: Grouping, rows: readonly Listed[], first: Listed): string => {
  const { finding } = first;
  if (grouping === 'rule') return finding.ruleId;
  if (grouping === 'object') return objectName(finding);
  if (grouping === 'namespace') return first.namespace === '' ? 'Cluster-wide' : first.namespace;
  return finding.status === 'unknown'
    ? `One right would answer ${rows.length}`
    : `One edit of ${objectName(finding)} fixes ${rows.length}`;
};

const noteOf = (grouping: Grouping, first: Listed): string => {
  if (grouping === 'cause' && first.finding.status === 'unknown') return first.finding.needs.map(needText).slice(0, 3).join(', ');
  return grouping === 'rule' ? first.finding.why : '';
};

const rank = (row: Listed): number => severities.indexOf(row.finding.severity) + (row.finding.status === 'unknown' ? 0.5 : 0);

const worst = (rows: readonly Listed[]): number => Math.min(...rows.map(rank));

const byName = (a: Listed, b: Listed): number =>
  a.finding.message < b.finding.message ? -1 : a.finding.message > b.finding.message ? 1 : a.finding.id < b.finding.id ? -1 : 1;

/** By severity, then by how many findings one change fixes, then by name: the order in words, and nothing more. */
export const groupsOf = (rows: readonly Listed[], grouping: Grouping): readonly Group[] => {
  const byKey = new Map<string, Listed[]>();
  for (const row of rows) {
    const key = keyOf[grouping](row);
    const group = byKey.get(key);
    if (group === undefined) byKey.set(key, [row]);
    else group.push(row);
  }
  return [...byKey]
    .map(([key, members]) => ({ key, rows: members.toSorted((a, b) => rank(a) - rank(b) || byName(a, b)) }))
    .map(group => ({ ...group, first: group.rows[0] as Listed, worst: worst(group.rows) }))
    .toSorted((a, b) => a.worst - b.worst || b.rows.length - a.rows.length || byName(a.first, b.first))
    .map(({ key, rows: members, first }) => ({
      key,
      rows: members,
      title: titleOf(grouping, members, first),
      note: noteOf(grouping, first),
    }));
};
