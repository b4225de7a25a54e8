import { expect, test } from 'vitest';
import type { KubeObject } from '#contract/kube';
import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import { bindingOf, namespaceOf, rbacSnapshot, roleOf } from '#test/fixtures/rbac-snapshot';
import { applyFiles } from './apply.ts';

const owner = (kind: string, name: string) => ({ apiVersion: 'apps/v1', kind, name, uid: `${kind}-${name}`, controller: true });

const deployment = (account: string, uid?: string): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop', ...(uid === undefined ? {} : { uid }) },
  spec: { template: { spec: { serviceAccountName: account, containers: [] } } },
});

const pod: KubeObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web-1', namespace: 'shop', ownerReferences: [owner('ReplicaSet', 'web')] },
  spec: { serviceAccountName: 'old', containers: [] },
};
const replicaSet: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: { name: 'web', namespace: 'shop', uid: 'ReplicaSet-web', ownerReferences: [owner('Deployment', 'web')] },
  spec: { template: { spec: { serviceAccountName: 'old', containers: [] } } },
};

interface Case {
  readonly is: string;
  readonly before: readonly KubeObject[];
  readonly files: readonly KubeObject[];
  readonly check: (after: ReturnType<typeof applyFiles>) => void;
}

const namesIn = ({ snapshot }: ReturnType<typeof applyFiles>, resource: string): readonly string[] =>
  (snapshot.objects.get(resource) ?? []).map(({ metadata }) => metadata.name).toSorted();

const cases: readonly Case[] = [
  {
    is: 'a new object stands beside the others, one of the same name in its place',
    before: [roleOf('shop/a', ['get|""|pods']), roleOf('shop/b', [])],
    files: [roleOf('shop/a', ['get|""|secrets']), roleOf('ci/a', [])],
    check: after => {
      const roles = after.snapshot.objects.get('roles.rbac.authorization.k8s.io') ?? [];
      expect(
        roles.map(({ metadata, ['rules']: rules }) => `${metadata.namespace ?? ''}/${metadata.name} ${JSON.stringify(rules)}`),
      ).toEqual([
        'shop/b []',
        expect.stringContaining('shop/a [{"verbs":["get"],"apiGroups":[""],"resources":["secrets"]'),
        'ci/a []',
      ]);
    },
  },
  {
    is: 'pods of a changed workload go, and its template stands for them',
    before: [deployment('old', 'Deployment-web'), replicaSet, pod],
    files: [deployment('new')],
    check: after => {
      expect(namesIn(after, 'pods')).toEqual([]);
      expect(namesIn(after, 'replicasets.apps')).toEqual([]);
      expect(JSON.stringify(after.snapshot.objects.get('deployments.apps'))).toContain('"serviceAccountName":"new"');
    },
  },
  {
    is: 'a namespace that files bring is known',
    before: [namespaceOf('shop')],
    files: [namespaceOf('new'), roleOf('new/a', [])],
    check: after => {
      expect(after.snapshot.coverage.namespaces).toEqual(['new', 'shop']);
      expect(after.caveats).toEqual([]);
    },
  },
  {
    is: 'what was read stays what was read: files are no lists',
    before: [namespaceOf('shop')],
    files: [roleOf('shop/a', [])],
    check: after => {
      expect(after.snapshot.coverage.entries.every(({ state }) => state === 'full')).toBe(true);
    },
  },
  {
    is: 'a binding that the server would refuse to point elsewhere',
    before: [bindingOf('ops', 'ClusterRole view', ['User eve'])],
    files: [bindingOf('ops', 'ClusterRole cluster-admin', ['User eve'])],
    check: after => {
      expect(after.caveats.join()).toMatch(/ClusterRoleBinding ops binds ClusterRole view now: the server refuses/);
    },
  },
];

test.each(cases.map(one => [one.is, one] as const))('%s', (_, { before, files, check }) => {
  const index = createSnapshotIndex(rbacSnapshot(before));
  check(applyFiles(index, rbacSnapshot(files)));
});

test('facts of a replaced object are those of the file', () => {
  const fact = (path: string) => ({
    object: '/configmaps/shop/a',
    path,
    kind: 'credential' as const,
    class: 'jwt',
    fingerprint: null,
  });
  const config: KubeObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'shop' } };
  const index = createSnapshotIndex({ ...rbacSnapshot([config]), facts: [fact('/data/old')] });
  const { snapshot } = applyFiles(index, { ...rbacSnapshot([config]), facts: [fact('/data/new')] });
  expect(snapshot.facts.map(({ path }) => path)).toEqual(['/data/new']);
});
