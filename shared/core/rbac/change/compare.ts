import type { Need } from '#contract/coverage';
import type { RbacChange, SubjectChange } from '#contract/rbac-change';
import type { SnapshotIndex } from '#core/evaluate/snapshot-index';
import type { Authorizer } from '../authorizer.ts';
import { otherAuthorizers } from '../caveats.ts';
import { completenessOf } from '../completeness-of.ts';
import { grantOf, uniqueNeeds } from '../grants.ts';
import { rbacList } from '../policy-of.ts';
import { requesterOfKey } from '../requester-of-key.ts';
import { accountUser } from '#kube/rbac/user-names';
import { comparePaths, type WaysToAdmin } from './compare-paths.ts';
import { changedObjects, compareRights } from './compare-rights.ts';

/** One of the two states. */
export interface RbacState {
  readonly title: string;
  readonly index: SnapshotIndex;
  readonly authorizer: Authorizer;
  /** Null where paths are not to be compared. */
  readonly ways: WaysToAdmin | null;
}

const mostSubjects = 200;
const mostObjects = 200;
const mostAlive = 50;
const mostLines = 30;
const mostLinesOfAll = 500;

const lists = Object.values(rbacList).map(({ name }) => name);

const needsOf = (index: SnapshotIndex): readonly Need[] => {
  const completeness = completenessOf(index);
  return lists.flatMap(list => completeness.unread(list).flatMap(({ needs }) => needs));
};

const accountNames = (index: SnapshotIndex): ReadonlySet<string> =>
  new Set(index.list('serviceaccounts').map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`));

/** Accounts that are new, with what bindings give them that are older than they. */
const comesAlive = (before: RbacState, after: RbacState): RbacChange['comesAlive'] => {
  if (completenessOf(before.index).unread('serviceaccounts').length > 0) return [];
  const was = accountNames(before.index);
  const { authorizer } = before;
  return [...accountNames(after.index)].sort().flatMap(name => {
    if (was.has(name)) return [];
    const [namespace = '', account = ''] = name.split('/');
    const key = authorizer.subjects.userKey(accountUser(namespace, account));
    const requester = requesterOfKey(key);
    const by = authorizer
      .rulesOf(requester, namespace)
      .map(({ grant }) => grantOf(authorizer.policy, grant))
      .filter(({ baseline }) => !baseline);
    return by.length === 0 ? [] : [{ subject: `sa:${name}`, by: by.slice(0, 3) }];
  });
};

/** A reply has room for so many; counts tell the rest. */
const bounded = (subjects: readonly SubjectChange[]): SubjectChange[] => {
  let room = mostLinesOfAll;
  const some = <T>(lines: readonly T[]): T[] => {
    const kept = lines.slice(0, Math.min(mostLines, room));
    room -= kept.length;
    return kept;
  };
  return subjects.slice(0, mostSubjects).map(change => ({ ...change, gained: some(change.gained), lost: some(change.lost) }));
};

const caveatsOf = (before: RbacState, after: RbacState, needs: readonly Need[]): string[] => [
  ...(needs.length === 0
    ? []
    : [
        'Some roles or bindings were not read on one side: what seems new may have been there, and what seems gone may be there.',
      ]),
  'Members of groups are known to the identity provider alone: what a group gains, each of its members gains.',
  otherAuthorizers(after.index),
  ...(before.index.snapshot.meta.clusterId !== null &&
  after.index.snapshot.meta.clusterId !== null &&
  before.index.snapshot.meta.clusterId !== after.index.snapshot.meta.clusterId
    ? ['The two snapshots are of different clusters.']
    : []),
];

/** What changes between two states by the rights that take effect and by the ways to admin. */
export const compareStates = async (before: RbacState, after: RbacState): Promise<RbacChange> => {
  const subjects = compareRights(before.authorizer, after.authorizer);
  const objects = changedObjects(before.authorizer, after.authorizer);
  const needs = uniqueNeeds([...needsOf(before.index), ...needsOf(after.index)]);
  return {
    before: before.title,
    after: after.title,
    objects: objects.slice(0, mostObjects).map(({ ref, change }) => ({ ref, change })),
    objectCount: objects.length,
    subjects: bounded(subjects),
    subjectCount: subjects.length,
    gainedCount: subjects.reduce((sum, { gainedCount }) => sum + gainedCount, 0),
    lostCount: subjects.reduce((sum, { lostCount }) => sum + lostCount, 0),
    comesAlive: comesAlive(before, after).slice(0, mostAlive),
    paths: before.ways === null || after.ways === null ? null : await comparePaths(before.ways, after.ways),
    needs,
    caveats: caveatsOf(before, after, needs),
  };
};
