import type { FindingsQuery } from '#contract/findings-query';
import type { Listed } from './filter.ts';
import { needText } from './need-text.ts';
import { objectName } from './object-name.ts';

export type Grouping = NonNullable<FindingsQuery['group']>;

/** People fix causes: one edit of one object, or one right that answers several unknowns. */
const causeKey = ({ finding }: Listed): string =>
  finding.status === 'unknown' ? `right:${finding.needs.map(needText).join(', ')}` : `object:${objectName(finding)}`;

export const groupKeyOf: Readonly<Record<Exclude<Grouping, 'none'>, (row: Listed) => string>> = {
  cause: causeKey,
  rule: row => `rule:${row.finding.ruleId}`,
  object: row => `object:${objectName(row.finding)}`,
  namespace: row => `namespace:${row.namespace}`,
};

export interface GroupWords {
  readonly title: string;
  readonly note: string;
}

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

const rightWords = (rows: number, { finding: { needs } }: Listed): GroupWords => {
  if (needs.length === 0) return { title: `${rows} checks are unknown`, note: 'no single right would answer them' };
  return {
    title: `${needs.length === 1 ? 'One right' : `${needs.length} rights`} would answer ${rows}`,
    note: needs.map(needText).slice(0, 3).join(', '),
  };
};

const causeWords = (rows: number, objects: number, first: Listed): GroupWords => {
  if (first.finding.status === 'unknown') return rightWords(rows, first);
  const { kind } = first;
  return {
    title: `One edit of ${objectName(first.finding)} fixes ${rows}`,
    note: objects > 1 ? `on ${plural(objects, kind === 'Pod' ? 'object' : 'replica')}` : '',
  };
};

/** What stands over a group: its title, and beside it what else is worth knowing. */
export const groupWords = (grouping: Exclude<Grouping, 'none'>, rows: number, objects: number, first: Listed): GroupWords => {
  const on = `${plural(rows, 'finding')} on ${plural(objects, 'object')}`;
  switch (grouping) {
    case 'cause':
      return causeWords(rows, objects, first);
    case 'rule':
      return { title: first.finding.ruleId, note: `${on}. ${first.finding.why}` };
    case 'object':
      return { title: objectName(first.finding), note: plural(rows, 'finding') };
    case 'namespace':
      return { title: first.namespace === '' ? 'Cluster-wide' : first.namespace, note: on };
  }
};
