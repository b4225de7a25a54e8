import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultConfig } from '#contract/config';
import type { Evaluation } from '#contract/evaluation';
import type { KubeObject } from '#contract/kube';
import { resourceName } from '#contract/kube';
import type { AnyRule, View, Violation } from '#contract/rule';
import type { Snapshot } from '#contract/snapshot';
import { rules } from '#rules/catalogue';
import { frameworks } from '#rules/frameworks.generated';
import { snapshotOf } from '#test/rules/snapshot-of';
import { evaluate } from './evaluator.ts';
import { createIncrementalEvaluator } from './incremental.ts';
import { createSnapshotIndex } from './snapshot-index.ts';

const options = { config: defaultConfig, frameworks };
const ports = { pause: async () => {} };

/**
 * The resources of a snapshot, completed in the order given; those that are left come with the whole. `turns`: how far the
 * rules that a resource set going get before the next one comes; null: to their end.
 */
const evaluateInOrder = async (snapshot: Snapshot, order: readonly number[], turns: number | null): Promise<Evaluation> => {
  const evaluator = createIncrementalEvaluator(
    { meta: snapshot.meta, types: snapshot.types },
    rules,
    options,
    ports,
    new AbortController().signal,
  );
  const running: Promise<void>[] = [];
  for (const position of order) {
    const type = snapshot.types[position % snapshot.types.length];
    if (type === undefined) continue;
    const name = resourceName(type.group, type.resource);
    const isOurs = (group: string, resource: string): boolean => resourceName(group, resource) === name;
    const prefix = `${type.group}/${type.resource}/`;
    const part = evaluator.complete({
      type,
      objects: snapshot.objects.get(name) ?? [],
      facts: snapshot.facts.filter(fact => fact.object.startsWith(prefix)),
      entries: snapshot.coverage.entries.filter(entry => isOurs(entry.group, entry.resource)),
    });
    if (turns === null) await part;
    else for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
    running.push(part);
  }
  await Promise.all(running);
  return evaluator.finish(snapshot);
};

const namespaces = ['shop', 'bank'];
const kinds = ['Pod', 'ReplicaSet', 'Deployment', 'StatefulSet'] as const;

const objectOf = fc.record({
  kind: fc.constantFrom(...kinds),
  name: fc.constantFrom('a', 'b', 'c'),
  namespace: fc.constantFrom(...namespaces),
  owner: fc.option(fc.tuple(fc.constantFrom(...kinds), fc.constantFrom('a', 'b', 'c'))),
  privileged: fc.boolean(),
  account: fc.constantFrom('default', 'api'),
});

const build = (seed: {
  kind: string;
  name: string;
  namespace: string;
  owner: [string, string] | null;
  privileged: boolean;
  account: string;
}): KubeObject => {
  const spec = {
    serviceAccountName: seed.account,
    containers: [{ name: 'main', image: 'nginx', securityContext: { privileged: seed.privileged } }],
  };
  const owners =
    seed.owner === null
      ? []
      : [
          {
            apiVersion: seed.owner[0] === 'Pod' ? 'v1' : 'apps/v1',
            kind: seed.owner[0],
            name: seed.owner[1],
            uid: `${seed.namespace}-${seed.owner[0]}-${seed.owner[1]}`,
            controller: true,
          },
        ];
  return {
    apiVersion: seed.kind === 'Pod' ? 'v1' : 'apps/v1',
    kind: seed.kind,
    metadata: {
      name: seed.name,
      namespace: seed.namespace,
      uid: `${seed.namespace}-${seed.kind}-${seed.name}`,
      ownerReferences: owners,
    },
    spec: seed.kind === 'Pod' ? spec : { template: { spec } },
  } as unknown as KubeObject;
};

const unreadOf = fc.subarray([
  'pods',
  'deployments.apps',
  'pods@shop',
  'replicasets.apps@bank',
  'networkpolicies.networking.k8s.io',
  'clusterrolebindings.rbac.authorization.k8s.io',
  'namespaces',
  'secrets@bank',
]);

const fixed: readonly KubeObject[] = [
  ...namespaces.map(name => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'ci' },
    roleRef: { kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ kind: 'ServiceAccount', name: 'api', namespace: 'shop' }],
  },
];

const positions = Array.from({ length: snapshotOf({ objects: fixed }).types.length }, (_, position) => position);

test('evaluating while resources arrive gives what evaluating the whole gives', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(objectOf, { maxLength: 10, selector: seed => `${seed.kind}/${seed.namespace}/${seed.name}` }),
      unreadOf,
      fc.shuffledSubarray(positions, { minLength: Math.floor(positions.length / 2) }),
      fc.option(fc.integer({ min: 0, max: 20 })),
      async (seeds, unread, order, turns) => {
        const snapshot = snapshotOf({ objects: [...fixed, ...seeds.map(build)], unread });
        const whole = await evaluate(createSnapshotIndex(snapshot), rules, options, ports, new AbortController().signal);
        expect(await evaluateInOrder(snapshot, order, turns)).toEqual(whole);
        expect(whole.defects).toEqual([]);
      },
    ),
    { numRuns: 150 },
  );
});

test('rules run before the last resource is there', async () => {
  const snapshot = snapshotOf({ objects: fixed });
  const ran: string[] = [];
  const watched = rules.map(rule => {
    const evaluateOne = rule.evaluate as (subject: unknown, view: View) => readonly Violation[];
    const watching = (subject: unknown, view: View): readonly Violation[] => {
      ran.push(rule.id);
      return evaluateOne(subject, view);
    };
    return { ...rule, evaluate: watching } as AnyRule;
  });
  const evaluator = createIncrementalEvaluator(
    { meta: snapshot.meta, types: snapshot.types },
    watched,
    options,
    ports,
    new AbortController().signal,
  );
  for (const type of snapshot.types.filter(({ resource }) => resource !== 'clusterroles')) {
    const objects = snapshot.objects.get(resourceName(type.group, type.resource)) ?? [];
    const entries = snapshot.coverage.entries.filter(entry => entry.resource === type.resource && entry.group === type.group);
    await evaluator.complete({ type, objects, facts: [], entries });
  }
  expect(ran).toContain('cluster-admin-binding');
  expect(ran).toContain('admission-policy-missing');
  expect(ran).not.toContain('wildcard-role');
});
