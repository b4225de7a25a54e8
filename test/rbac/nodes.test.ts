import { afterAll, beforeAll, expect, it } from 'vitest';
import type { KubeObject } from '#contract/kube';
import type { Access } from '#contract/rbac';
import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import { createAuthorizer } from '#core/rbac/authorizer';
import { createCheck } from '#core/rbac/batch';
import { nodeAuthorizerOf } from '#core/rbac/node-authorizer';
import { policyOf } from '#core/rbac/policy-of';
import { itemsOf } from '#test/cluster/client';
import type { TestCluster } from '#test/cluster/cluster';
import { inParallel } from '#test/cluster/inParallel';
import { quietControllers, startCluster } from '#test/cluster/start';
import { clusterSuite } from '#test/cluster/suite';
import { Random } from '#test/kubeconfig/random';
import { snapshotOf } from '#test/rules/snapshot-of';
import { readRbac, review, settle } from './live-state.ts';
import { prepare } from './oracle.ts';
import { accessFrom } from './state.ts';

const nodes = ['n1', 'n2', 'n3'] as const;
const namespace = 'rbac-a';
const core = `/api/v1/namespaces/${namespace}`;

const podOn = (name: string, nodeName: string | undefined, more: object, annotations: object = {}): readonly [string, object] => [
  `${core}/pods`,
  {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, annotations },
    spec: { ...(nodeName === undefined ? {} : { nodeName }), containers: [{ name: 'c', image: 'c' }], ...more },
  },
];

const volumeNamed = (name: string, claim: string, login: object): readonly [string, object] => [
  '/api/v1/persistentvolumes',
  {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name },
    spec: {
      capacity: { storage: '1Gi' },
      accessModes: ['ReadWriteOnce'],
      claimRef: { kind: 'PersistentVolumeClaim', namespace, name: claim },
      csi: { driver: 'd.example.com', volumeHandle: name, ...login },
    },
  },
];

const attachment = (name: string, nodeName: string): readonly [string, object] => [
  '/apis/storage.k8s.io/v1/volumeattachments',
  {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'VolumeAttachment',
    metadata: { name },
    spec: { attacher: 'd.example.com', nodeName, source: { persistentVolumeName: 'pv-1' } },
  },
];

const slice = (name: string, nodeName: string): readonly [string, object] => [
  '/apis/resource.k8s.io/v1/resourceslices',
  {
    apiVersion: 'resource.k8s.io/v1',
    kind: 'ResourceSlice',
    metadata: { name },
    spec: { driver: 'd.example.com', nodeName, pool: { name: nodeName, generation: 1, resourceSliceCount: 1 }, devices: [] },
  },
];

/** Objects that nodes use by every way that there is, and some that none uses. */
const state: readonly (readonly [string, object])[] = [
  ...['api', 'other'].map((name): readonly [string, object] => [
    `${core}/serviceaccounts`,
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } },
  ]),
  podOn('p1', 'n1', {
    serviceAccountName: 'api',
    imagePullSecrets: [{ name: 's-pull' }],
    volumes: [
      { name: 'a', secret: { secretName: 's-volume' } },
      { name: 'b', projected: { sources: [{ secret: { name: 's-projected' } }, { configMap: { name: 'c-projected' } }] } },
      { name: 'd', persistentVolumeClaim: { claimName: 'claim-1' } },
      {
        name: 'e',
        ephemeral: {
          volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
        },
      },
      { name: 'f', csi: { driver: 'd.example.com', nodePublishSecretRef: { name: 's-csi' } } },
    ],
    containers: [
      {
        name: 'c',
        image: 'c',
        env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 's-env', key: 'k' } } }],
        envFrom: [{ configMapRef: { name: 'c-env' } }],
      },
    ],
  }),
  podOn('p2', 'n2', {
    volumes: [
      { name: 'a', secret: { secretName: 's-volume' } },
      { name: 'b', configMap: { name: 'c-two' } },
    ],
  }),
  podOn('p3', undefined, { serviceAccountName: 'other', volumes: [{ name: 'a', secret: { secretName: 's-pending' } }] }),
  podOn('p4', 'n3', { resourceClaims: [{ name: 'r', resourceClaimName: 'device' }] }),
  volumeNamed('pv-1', 'claim-1', {
    nodeStageSecretRef: { name: 's-stage', namespace: 'rbac-b' },
    controllerPublishSecretRef: { name: 's-controller', namespace: 'rbac-b' },
  }),
  volumeNamed('pv-2', 'claim-2', { nodePublishSecretRef: { name: 's-unused', namespace: 'rbac-b' } }),
  attachment('va-1', 'n1'),
  attachment('va-2', 'n2'),
  slice('slice-1', 'n1'),
];

const lists = [
  ['pods', 'Pod', 'v1', '/api/v1/pods'],
  ['persistentvolumes', 'PersistentVolume', 'v1', '/api/v1/persistentvolumes'],
  ['volumeattachments', 'VolumeAttachment', 'storage.k8s.io/v1', '/apis/storage.k8s.io/v1/volumeattachments'],
  ['resourceslices', 'ResourceSlice', 'resource.k8s.io/v1', '/apis/resource.k8s.io/v1/resourceslices'],
] as const;

const verbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'] as const;

/** Resources with the names to ask about; `-` for the core group. */
const targets: readonly (readonly [string, string, readonly string[]])[] = [
  ['- secrets', namespace, ['s-pull', 's-volume', 's-projected', 's-csi', 's-env', 's-pending', 's-none']],
  ['- secrets', 'rbac-b', ['s-stage', 's-controller', 's-unused', 's-volume']],
  ['- secrets', '-', ['s-volume']],
  ['- configmaps', namespace, ['c-projected', 'c-env', 'c-two', 'c-none', 'kube-root-ca.crt']],
  ['- persistentvolumeclaims', namespace, ['claim-1', 'claim-2', 'p1-e']],
  ['- persistentvolumeclaims/status', namespace, ['claim-1', 'p1-e']],
  ['- persistentvolumes', '-', ['pv-1', 'pv-2']],
  ['- serviceaccounts', namespace, ['api', 'other', 'default']],
  ['- serviceaccounts/token', namespace, ['api', 'other', 'default']],
  ['- pods', namespace, ['p1', 'p2', 'p3', 'p4', '-']],
  ['- pods/status', namespace, ['p1', 'p3']],
  ['- pods/eviction', namespace, ['p1']],
  ['- pods/exec', namespace, ['p1']],
  ['- nodes', '-', ['n1', 'n2', '-']],
  ['- nodes/status', '-', ['n1', 'n2']],
  ['- nodes/proxy', '-', ['n1']],
  ['- services', namespace, ['-', 'a']],
  ['- events', namespace, ['-', 'a']],
  ['events.k8s.io events', namespace, ['a']],
  ['- endpoints', namespace, ['a']],
  ['- namespaces', namespace, [namespace]],
  ['coordination.k8s.io leases', 'kube-node-lease', ['n1', 'n2', '-']],
  ['coordination.k8s.io leases', namespace, ['n1']],
  ['storage.k8s.io csinodes', '-', ['n1', 'n2', '-']],
  ['storage.k8s.io csidrivers', '-', ['-']],
  ['storage.k8s.io volumeattachments', '-', ['va-1', 'va-2', 'va-3']],
  ['storage.k8s.io storageclasses', '-', ['-']],
  ['resource.k8s.io resourceclaims', namespace, ['device', 'other']],
  ['resource.k8s.io resourceslices', '-', ['slice-1', '-']],
  ['node.k8s.io runtimeclasses', '-', ['-']],
  ['certificates.k8s.io certificatesigningrequests', '-', ['-', 'a']],
  ['certificates.k8s.io clustertrustbundles', '-', ['-']],
  ['certificates.k8s.io podcertificaterequests', namespace, ['-', 'a']],
  ['authentication.k8s.io tokenreviews', '-', ['-']],
  ['authorization.k8s.io subjectaccessreviews', '-', ['-']],
];

interface Question {
  readonly user: string;
  readonly groups: readonly string[];
  readonly access: Access;
  readonly selector?: object;
}

const selectors = [
  { rawSelector: 'spec.nodeName=n1' },
  { rawSelector: 'spec.nodeName!=n1' },
  { requirements: [{ key: 'spec.nodeName', operator: 'In', values: ['n1'] }] },
  { requirements: [{ key: 'spec.nodeName', operator: 'NotIn', values: ['n1'] }] },
  { requirements: [{ key: 'spec.nodeName', operator: 'In', values: ['n1', 'n2'] }] },
] as const;

const questions = (): readonly Question[] => {
  const random = new Random(3);
  const plain = targets.flatMap(([resource, home, names]) =>
    names.flatMap(name =>
      verbs.flatMap(verb =>
        nodes.map(node => ({
          user: `system:node:${node}`,
          groups: ['system:nodes'],
          access: accessFrom(`${verb} ${resource} ${home} ${name}`),
        })),
      ),
    ),
  );
  const strangers = plain
    .filter(() => random.chance(0.06))
    .map(each => ({
      ...each,
      ...random.pick([
        { groups: ['system:authenticated'] },
        { user: 'n1' },
        { user: 'system:node:' },
        { user: 'system:node:none' },
      ]),
    }));
  const selecting = ['- pods', 'resource.k8s.io resourceslices', 'certificates.k8s.io podcertificaterequests'].flatMap(resource =>
    ['list', 'watch', 'deletecollection', 'get'].flatMap(verb =>
      selectors.map(selector => ({
        user: 'system:node:n1',
        groups: ['system:nodes'],
        access: accessFrom(`${verb} ${resource} - -`),
        selector,
      })),
    ),
  );
  return [...plain, ...strangers, ...selecting];
};

await clusterSuite('kubelets as the Node authorizer decides', () => {
  let cluster: TestCluster;

  beforeAll(async () => {
    cluster = await startCluster({ controllers: quietControllers });
    await prepare(cluster);
    for (const [path, body] of state) {
      const answer = await cluster.api('POST', path, body);
      if (answer.status !== 201) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    }
    await settle(cluster, namespace);
  });
  afterAll(() => cluster?.stop());

  it('every verb on everything that nodes use', async () => {
    const objects: KubeObject[] = [...(await readRbac(cluster))];
    for (const [, kind, apiVersion, path] of lists)
      for (const item of itemsOf(await cluster.api('GET', path)))
        objects.push({ apiVersion, kind, ...(item as object) } as KubeObject);
    const index = createSnapshotIndex(snapshotOf({ objects }));
    const check = createCheck(createAuthorizer(policyOf(index)), { expandGroups: false, nodes: nodeAuthorizerOf(index) });
    const wrong: string[] = [];
    let allowed = 0;
    const all = questions();
    await inParallel(all, 10, async ({ user, groups, access, selector }) => {
      const resourceAttributes = { ...access, ...(selector === undefined ? {} : { fieldSelector: selector }) };
      const spec = { user, groups, resourceAttributes };
      const theirs = await review(cluster, spec);
      const ours = check(JSON.stringify(spec)).text;
      if (theirs.allowed === true) allowed++;
      if (ours.startsWith('{"allowed":true') !== (theirs.allowed === true))
        wrong.push(`${JSON.stringify(spec)}: the API server ${String(theirs.allowed)}, ours ${ours}`);
    });
    expect(wrong).toEqual([]);
    expect(all.length).toBeGreaterThan(1500);
    expect(allowed).toBeGreaterThan(200);
  });
});
