import { expect, test } from 'vitest';
import type { KubeObject } from '#contract/kube';
import type { UpkeepKind } from '#contract/rbac';
import { createSnapshotIndex, type SnapshotIndex } from '#core/evaluate/snapshot-index';
import { rbacSnapshot } from '#test/fixtures/rbac-snapshot';
import { Random } from '#test/kubeconfig/random';
import { generate } from '#test/rbac/generate';
import { type Authorizer, createAuthorizer } from '../authorizer.ts';
import { compareRights } from '../change/compare-rights.ts';
import { policyOf, refKey } from '../policy-of.ts';
import { upkeep } from './upkeep.ts';

/** What upkeep says does nothing is taken out of generated states, all at once: nobody loses a right that can be used. */

const stateOf = (objects: readonly KubeObject[]): { readonly index: SnapshotIndex; readonly authorizer: Authorizer } => {
  const index = createSnapshotIndex(rbacSnapshot(objects));
  return { index, authorizer: createAuthorizer(policyOf(index)) };
};

const check = (seed: number, kinds: readonly UpkeepKind[]): number => {
  const random = new Random(seed);
  const { index, authorizer } = stateOf([...generate(random, 1), ...generate(random, 2), ...generate(random, 3)]);
  const { rows } = upkeep(authorizer, index, { kind: null, hideBaseline: false, offset: 0, limit: 10_000 });
  const gone = new Set(
    rows
      .filter(({ kind, object }) => kinds.includes(kind) && object.kind.endsWith('Binding'))
      .map(({ object }) => refKey(object)),
  );
  const { roles, bindings } = authorizer.policy;
  const left = [...roles, ...bindings].filter(({ ref }) => !gone.has(refKey(ref))).map(({ object }) => object);
  const after = stateOf(left);
  const lost = compareRights(authorizer, after.authorizer).filter(({ lostCount }) => lostCount > 0);
  expect(lost.map(({ subject, lost }) => `${subject} ${JSON.stringify(lost[0])}`)).toEqual([]);
  return gone.size;
};

const seeds = Array.from({ length: 12 }, (_, seed) => seed + 1);

test('bindings that repeat another, and those whose rights survive by others', () => {
  const removed = seeds.map(seed => check(seed, ['duplicate', 'redundant']));
  expect(removed.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(50);
});

test('bindings without a role or subject that is there', () => {
  const removed = seeds.map(seed => check(seed, ['dangling-role']));
  expect(removed.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(50);
});
