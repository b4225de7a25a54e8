import { expect, test } from 'vitest';
import type { FactKind } from '#contract/fact';
import { createAttackModel } from '#core/attack/attack-model';
import { leadingEdges } from '#core/attack/ways-to-admin';
import { createSnapshotIndex, type SnapshotIndex } from '#core/evaluate/snapshot-index';
import { policyOf } from '#core/rbac/policy-of';
import { attackCustomResources, attackResources } from '#kube/attack-resources';
import { rules } from '#rules/catalogue';
import { edgeCases } from '#test/attack/edge-cases/edge-case';
import { snapshotOf } from '#test/rules/snapshot-of';

interface Reads {
  readonly resources: Set<string>;
  readonly facts: Set<FactKind>;
}

const recording = (index: SnapshotIndex, reads: Reads): SnapshotIndex => ({
  ...index,
  list: (resource, namespace) => (reads.resources.add(resource), index.list(resource, namespace)),
  get: (resource, namespace, name) => (reads.resources.add(resource), index.get(resource, namespace, name)),
  templates: (resource, namespace) => (reads.resources.add(resource), index.templates(resource, namespace)),
  facts: (object, kind) => (reads.facts.add(kind), index.facts(object, kind)),
});

test('what the graph reads of all cases of all edges is what its rules declare', async () => {
  const reads: Reads = { resources: new Set(), facts: new Set() };
  for (const cases of edgeCases().values())
    for (const { objects, facts } of cases) {
      const snapshot = snapshotOf({ objects, facts: facts.map(fact => ({ fingerprint: null, ...fact })) });
      const index = recording(createSnapshotIndex(snapshot), reads);
      const model = await createAttackModel({ index, policy: policyOf(index), edges: leadingEdges, pause: async () => {} });
      await model.ways();
    }
  const declared = new Set([...attackResources, ...attackCustomResources]);
  expect([...reads.resources].filter(resource => !declared.has(resource)).toSorted()).toEqual([]);
  expect(attackResources.filter(resource => !reads.resources.has(resource))).toEqual([]);
  const asking = rules.filter(rule => rule.asksWays === true);
  expect(asking.length).toBeGreaterThan(0);
  expect(asking.flatMap(rule => [...reads.facts].filter(kind => !rule.facts.includes(kind)))).toEqual([]);
}, 120_000);
