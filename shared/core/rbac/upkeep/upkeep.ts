import type { Need } from '#contract/coverage';
import { type Upkeep, type UpkeepQuery, UpkeepKind, type UpkeepRow } from '#contract/rbac';
import type { SnapshotIndex } from '#core/evaluate/snapshot-index';
import type { Authorizer } from '../authorizer.ts';
import { completenessOf } from '../completeness-of.ts';
import { uniqueNeeds } from '../grants.ts';
import { rbacList } from '../policy-of.ts';
import { changedDefaultRows } from './changed-defaults.ts';
import { danglingRows } from './dangling.ts';
import { dormantRows } from './dormant.ts';
import { duplicateBindings, duplicateRows } from './duplicates.ts';
import { redundantRows } from './redundant.ts';

/** Everything that is wrong with roles and bindings themselves; made once for each policy. */
interface Whole {
  readonly rows: readonly UpkeepRow[];
  readonly needs: readonly Need[];
}

const lists = [...Object.values(rbacList).map(({ name }) => name), 'serviceaccounts', 'namespaces'];

const needsOf = (index: SnapshotIndex): readonly Need[] => {
  const completeness = completenessOf(index);
  return uniqueNeeds(lists.flatMap(list => completeness.unread(list).flatMap(({ needs }) => needs)));
};

const makeWhole = (authorizer: Authorizer, index: SnapshotIndex): Whole => {
  const repeated = duplicateBindings(authorizer);
  const rows = [
    ...danglingRows(authorizer, index),
    ...duplicateRows(authorizer, repeated),
    ...redundantRows(authorizer, repeated),
    ...dormantRows(authorizer, index),
    ...changedDefaultRows(authorizer, index),
  ];
  const byKind = Map.groupBy(rows, ({ kind }) => kind);
  return { rows: UpkeepKind.options.flatMap(kind => byKind.get(kind) ?? []), needs: needsOf(index) };
};

const known = new WeakMap<Authorizer, Whole>();

const wholeOf = (authorizer: Authorizer, index: SnapshotIndex): Whole => {
  const found = known.get(authorizer) ?? makeWhole(authorizer, index);
  known.set(authorizer, found);
  return found;
};

const countsOf = (rows: readonly UpkeepRow[]): Upkeep['counts'] => {
  const counts: Upkeep['counts'] = {
    'dangling-role': 0,
    'dangling-subject': 0,
    duplicate: 0,
    redundant: 0,
    dormant: 0,
    'default-changed': 0,
  };
  for (const { kind } of rows) counts[kind] += 1;
  return counts;
};

/**
 * Roles and bindings that want a look: by kind, then in the order of the policy. `counts` are of all kinds, `total` of the asked one.
 * Whatever depends on a list that was not read makes no row; `needs` names those lists.
 */
export const upkeep = (authorizer: Authorizer, index: SnapshotIndex, query: Omit<UpkeepQuery, 'snapshot'>): Upkeep => {
  const { rows, needs } = wholeOf(authorizer, index);
  const visible = query.hideBaseline ? rows.filter(({ baseline }) => !baseline) : rows;
  const asked = query.kind === null ? visible : visible.filter(({ kind }) => kind === query.kind);
  return {
    counts: countsOf(visible),
    total: asked.length,
    rows: asked.slice(query.offset, query.offset + query.limit),
    needs: [...needs],
  };
};
