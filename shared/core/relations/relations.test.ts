import { describe, expect, test } from 'vitest';
import type { CoverageEntry, CoverageState } from '#contract/coverage';
import { type KubeObject, nameInKey, objectKey, type ResourceName, resourceName, type ResourceType } from '#contract/kube';
import type { Related, RelationGroup } from '#contract/objects';
import { partsOfKey } from '#core/objects/keys';
import { builtinResources, typeOfKind } from '#kube/builtin-resources';
import { relationsOf } from './relations.ts';
import { createRelationReader } from './snapshot-reader.ts';

const gateway = (kind: string, resource: string): ResourceType => ({
  group: 'gateway.networking.k8s.io',
  version: 'v1',
  resource,
  kind,
  namespaced: true,
  verbs: ['get', 'list'],
});

const types: readonly ResourceType[] = [
  ...builtinResources,
  gateway('Gateway', 'gateways'),
  gateway('HTTPRoute', 'httproutes'),
  { group: 'example.com', version: 'v1', resource: 'shops', kind: 'Shop', namespaced: true, verbs: ['list'] },
];

const entryOf = (type: ResourceType, state: CoverageState, namespace: string | null = null): CoverageEntry => ({
  group: type.group,
  version: type.version,
  resource: type.resource,
  namespace,
  state,
  count: 0,
  reason: state,
  needs: [],
});

interface Setting {
  /** What was not read, by resource; `secrets shop` in one namespace. */
  readonly unread?: Readonly<Record<string, CoverageState>>;
}

const keyOf = (object: KubeObject): string => {
  const type = typeOfKind(object.apiVersion, object.kind);
  return objectKey(type.group, type.resource, object.metadata.namespace, nameInKey(object.metadata));
};

const stored = (objects: readonly KubeObject[], { unread = {} }: Setting) => {
  const bad = Object.entries(unread).map(([name, state]) => {
    const [resource = '', namespace = null] = name.split(' ');
    const type = types.find(one => resourceName(one.group, one.resource) === resource);
    if (type === undefined) throw new Error(`no type ${resource}`);
    return entryOf(type, state, namespace);
  });
  const isBad = (type: ResourceType): boolean => bad.some(entry => entry.namespace === null && entry.resource === type.resource);
  const byKey = new Map(objects.map(object => [keyOf(object), object]));
  return {
    types,
    coverage: {
      namespaces: ['shop', 'infra'],
      entries: [...types.filter(type => !isBad(type)).map(type => entryOf(type, 'full')), ...bad],
    },
    object: (key: string) => byKey.get(key),
    objectsOf: (resource: ResourceName, namespace?: string) =>
      [...byKey].flatMap(([key, object]) => {
        const parts = partsOfKey(key);
        const here = parts?.resource === resource && (namespace === undefined || parts.namespace === namespace);
        return here ? [object] : [];
      }),
  };
};

const nameOf = ({ kind, namespace, name, state, how }: Related): string =>
  [
    `${kind} ${namespace === null ? '' : `${namespace}/`}${name}`,
    ...(state === 'present' ? [] : [state]),
    ...(how === '' ? [] : [`(${how})`]),
  ].join(' ');

const groupText = ({ relation, items, unread }: RelationGroup): string => {
  const lacks = unread.parts.map(
    part => `${part.resource}${part.namespace === null ? '' : ` in ${part.namespace}`} ${part.state}`,
  );
  return `${relation}: ${items.map(nameOf).join(', ') || 'none'}${lacks.length === 0 ? '' : `; not read: ${lacks.join(', ')}`}`;
};

type Json = Readonly<Record<string, unknown>>;

/** `Pod shop/api`, `ClusterRole admin`; the API version by the kind. */
const versions: Readonly<Record<string, string>> = {
  Deployment: 'apps/v1',
  ReplicaSet: 'apps/v1',
  StatefulSet: 'apps/v1',
  DaemonSet: 'apps/v1',
  Job: 'batch/v1',
  CronJob: 'batch/v1',
  Ingress: 'networking.k8s.io/v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  PodDisruptionBudget: 'policy/v1',
  HorizontalPodAutoscaler: 'autoscaling/v2',
  Role: 'rbac.authorization.k8s.io/v1',
  RoleBinding: 'rbac.authorization.k8s.io/v1',
  ClusterRole: 'rbac.authorization.k8s.io/v1',
  ClusterRoleBinding: 'rbac.authorization.k8s.io/v1',
  ValidatingWebhookConfiguration: 'admissionregistration.k8s.io/v1',
  APIService: 'apiregistration.k8s.io/v1',
  Gateway: 'gateway.networking.k8s.io/v1',
  HTTPRoute: 'gateway.networking.k8s.io/v1',
  Shop: 'example.com/v1',
};

/** An object by `Kind namespace/name`; its UID is that text. `owner` is the same text of its controller. */
const made = (id: string, more: Json = {}, metadata: Json = {}, owner?: string): KubeObject => {
  const [kind = '', place = ''] = id.split(' ');
  const [namespace, name] = place.includes('/') ? place.split('/') : [undefined, place];
  const [ownerKind = '', ownerPlace = ''] = (owner ?? '').split(' ');
  return {
    apiVersion: versions[kind] ?? 'v1',
    kind,
    metadata: {
      name: name ?? '',
      ...(namespace === undefined ? {} : { namespace }),
      uid: id,
      ...(owner === undefined
        ? {}
        : {
            ownerReferences: [
              {
                apiVersion: versions[ownerKind] ?? 'v1',
                kind: ownerKind,
                name: ownerPlace.split('/').at(-1) ?? '',
                uid: owner,
                controller: true,
              },
            ],
          }),
      ...metadata,
    },
    ...more,
  } as KubeObject;
};

const pod = (id: string, spec: Json = {}, labels: Json = {}, owner?: string): KubeObject =>
  made(id, { spec: { containers: [], ...spec } }, { labels }, owner);

const deployment = (id: string, spec: Json = {}, labels: Json = {}): KubeObject =>
  made(id, { spec: { replicas: 1, template: { metadata: { labels }, spec: { containers: [], ...spec } } } });

const relationsText = (objects: readonly KubeObject[], id: string, setting: Setting): readonly string[] => {
  const object = objects.find(one => one.metadata.uid === id);
  if (object === undefined) throw new Error(`no ${id}`);
  const key = keyOf(object);
  const { owners, groups } = relationsOf(object, partsOfKey(key)?.resource ?? '', createRelationReader(stored(objects, setting)));
  return [...(owners.length === 0 ? [] : [`owners: ${owners.map(nameOf).join(' > ')}`]), ...groups.map(groupText)];
};

/** All that is told of the object `id` among these, or, with `only`, the named relations alone. */
const check = (
  objects: readonly KubeObject[],
  id: string,
  expected: readonly string[],
  setting: Setting & { readonly only?: readonly string[] } = {},
): void => {
  const lines = relationsText(objects, id, setting);
  const { only } = setting;
  expect(only === undefined ? lines : lines.filter(line => only.includes(line.split(':')[0] ?? ''))).toEqual(expected);
};

const chain = [
  deployment('Deployment shop/web'),
  made('ReplicaSet shop/web-1', {}, {}, 'Deployment shop/web'),
  pod('Pod shop/web-1-a', {}, {}, 'ReplicaSet shop/web-1'),
];

describe('owner chain', () => {
  test.each<[string, readonly KubeObject[], string, readonly string[], Setting]>([
    ['from the root down', chain, 'Pod shop/web-1-a', ['owners: Deployment shop/web > ReplicaSet shop/web-1'], {}],
    ['none', chain, 'Deployment shop/web', [], {}],
    [
      'an owner that is gone',
      chain.slice(1),
      'Pod shop/web-1-a',
      ['owners: Deployment shop/web absent > ReplicaSet shop/web-1'],
      {},
    ],
    [
      'an owner that was not read',
      chain.slice(1),
      'Pod shop/web-1-a',
      ['owners: Deployment shop/web unread > ReplicaSet shop/web-1'],
      { unread: { 'deployments.apps': 'denied' } },
    ],
    [
      'another object under the owner’s name',
      [{ ...chain[0], metadata: { ...chain[0]?.metadata, uid: 'new' } } as KubeObject, ...chain.slice(1)],
      'Pod shop/web-1-a',
      ['owners: Deployment shop/web absent (another object has its name now) > ReplicaSet shop/web-1'],
      {},
    ],
    [
      'objects that own each other',
      [made('Shop shop/a', {}, {}, 'Shop shop/b'), made('Shop shop/b', {}, {}, 'Shop shop/a')],
      'Shop shop/a',
      ['owners: Shop shop/b'],
      {},
    ],
    [
      'a mirror pod, up to its Node',
      [pod('Pod shop/etcd', {}, {}, 'Node n1'), made('Node n1')],
      'Pod shop/etcd',
      ['owners: Node n1'],
      {},
    ],
  ])('%s', (_, objects, id, expected, setting) => check(objects, id, expected, { ...setting, only: ['owners'] }));
});

describe('owns and pods', () => {
  test.each<[string, readonly KubeObject[], string, readonly string[], Setting]>([
    [
      'a Deployment, through its ReplicaSets',
      [...chain, pod('Pod shop/other')],
      'Deployment shop/web',
      ['pods: Pod shop/web-1-a', 'owns: ReplicaSet shop/web-1'],
      {},
    ],
    [
      'a CronJob, through its Jobs',
      [made('CronJob shop/c'), made('Job shop/c-1', {}, {}, 'CronJob shop/c'), pod('Pod shop/c-1-x', {}, {}, 'Job shop/c-1')],
      'CronJob shop/c',
      ['pods: Pod shop/c-1-x', 'owns: Job shop/c-1'],
      {},
    ],
    [
      'lists that were not read are named',
      chain.slice(0, 1),
      'Deployment shop/web',
      ['pods: none; not read: pods in shop denied', 'owns: none'],
      { unread: { 'pods shop': 'denied' } },
    ],
    [
      'what an operator made for a custom resource',
      [made('Shop shop/a'), made('Service shop/a', {}, {}, 'Shop shop/a'), made('Shop shop/b', {}, {}, 'Shop shop/a')],
      'Shop shop/a',
      ['owns: Service shop/a, Shop shop/b'],
      {},
    ],
    ['a custom resource without children', [made('Shop shop/a')], 'Shop shop/a', ['owns: none'], {}],
  ])('%s', (_, objects, id, expected, setting) => check(objects, id, expected, { ...setting, only: ['owns', 'pods'] }));
});

const uses = {
  volumes: [
    { name: 'config', configMap: { name: 'settings' } },
    { name: 'keys', secret: { secretName: 'keys' } },
    { name: 'data', persistentVolumeClaim: { claimName: 'data' } },
    { name: 'all', projected: { sources: [{ secret: { name: 'keys' } }, { configMap: { name: 'ca' } }] } },
    { name: 'ceph', cephfs: { secretRef: { name: 'ceph-login' } } },
    { name: 'evil', configMap: 'not an object' },
  ],
  containers: [
    {
      name: 'api',
      env: [
        { name: 'A', valueFrom: { secretKeyRef: { name: 'keys', key: 'a' } } },
        { name: 'B', value: 'plain' },
      ],
      envFrom: [{ configMapRef: { name: 'settings' } }],
    },
  ],
  initContainers: [{ name: 'first', envFrom: [{ secretRef: { name: 'init' } }] }],
  imagePullSecrets: [{ name: 'registry' }],
  serviceAccountName: 'runner',
};

describe('mounts, runs as', () => {
  test.each<[string, readonly KubeObject[], string, readonly string[], Setting]>([
    [
      'every way to name a ConfigMap, a Secret, a claim; what is not there is told',
      [
        deployment('Deployment shop/web', uses),
        made('ConfigMap shop/settings'),
        made('Secret shop/keys'),
        made('ServiceAccount shop/runner'),
      ],
      'Deployment shop/web',
      [
        'runsAs: ServiceAccount shop/runner',
        'mounts: ConfigMap shop/ca absent (projected volume all), ConfigMap shop/settings (volume config, envFrom of container api), PersistentVolumeClaim shop/data absent (volume data), Secret shop/ceph-login absent (volume ceph, login of cephfs), Secret shop/init absent (envFrom of init container first), Secret shop/keys (volume keys, projected volume all, env of container api), Secret shop/registry absent (image pull)',
      ],
      {},
    ],
    [
      'nobody can tell whether a Secret is there',
      [pod('Pod shop/a', { imagePullSecrets: [{ name: 'registry' }] })],
      'Pod shop/a',
      ['runsAs: ServiceAccount shop/default absent', 'mounts: Secret shop/registry unread (image pull)'],
      { unread: { 'secrets shop': 'denied' } },
    ],
    [
      'claims that a StatefulSet makes',
      [
        made('StatefulSet shop/db', {
          spec: { volumeClaimTemplates: [{ metadata: { name: 'data' } }], template: { spec: { containers: [] } } },
        }),
        made('PersistentVolumeClaim shop/data-db-0'),
        made('PersistentVolumeClaim shop/data-db-0-old'),
        made('PersistentVolumeClaim shop/data-dbx-0'),
      ],
      'StatefulSet shop/db',
      ['runsAs: ServiceAccount shop/default absent', 'mounts: PersistentVolumeClaim shop/data-db-0 (claim template data)'],
      {},
    ],
    [
      'a malformed pod mounts nothing',
      [made('Pod shop/a', { spec: { containers: 'x', volumes: [null, 7, { name: [] }], serviceAccountName: 7 } })],
      'Pod shop/a',
      ['runsAs: ServiceAccount shop/default absent', 'mounts: none'],
      {},
    ],
  ])('%s', (_, objects, id, expected, setting) => check(objects, id, expected, { ...setting, only: ['mounts', 'runsAs'] }));
});

const user = deployment('Deployment shop/web', uses);

describe('mounted by, used by, bound by', () => {
  test.each<[string, readonly KubeObject[], string, readonly string[], Setting]>([
    [
      'the workload, not its pods too',
      [
        user,
        made('ReplicaSet shop/web-1', { spec: { template: { spec: uses } } }, {}, 'Deployment shop/web'),
        pod('Pod shop/web-1-a', uses, {}, 'ReplicaSet shop/web-1'),
        made('ConfigMap shop/settings'),
      ],
      'ConfigMap shop/settings',
      ['mountedBy: Deployment shop/web (volume config, envFrom of container api)'],
      {},
    ],
    [
      'a pod whose workload does not name it any more',
      [
        deployment('Deployment shop/web'),
        made('ReplicaSet shop/web-1', { spec: { template: { spec: uses } } }, {}, 'Deployment shop/web'),
        made('ConfigMap shop/settings'),
      ],
      'ConfigMap shop/settings',
      ['mountedBy: ReplicaSet shop/web-1 (volume config, envFrom of container api)'],
      {},
    ],
    [
      'of another namespace never',
      [deployment('Deployment infra/web', uses), made('ConfigMap shop/settings')],
      'ConfigMap shop/settings',
      ['mountedBy: none'],
      {},
    ],
    [
      'a Secret: certificates, accounts, the account of a token',
      [
        made('Secret shop/keys', {}, { annotations: { 'kubernetes.io/service-account.name': 'runner' } }),
        made('Ingress shop/i', { spec: { tls: [{ secretName: 'keys' }] } }),
        made('ServiceAccount shop/runner', { imagePullSecrets: [{ name: 'keys' }] }),
        made('Gateway infra/g', {
          spec: { listeners: [{ tls: { certificateRefs: [{ name: 'keys', namespace: 'shop' }] } }] },
        }),
      ],
      'Secret shop/keys',
      [
        'mountedBy: Gateway infra/g (certificate), Ingress shop/i (certificate), ServiceAccount shop/runner (image pull of its pods, token of this account)',
      ],
      {},
    ],
    [
      'what was not read could mount it',
      [made('PersistentVolumeClaim shop/data', { spec: { volumeName: 'pv-1' } })],
      'PersistentVolumeClaim shop/data',
      ['claims: PersistentVolume pv-1 absent', 'mountedBy: none; not read: statefulsets.apps denied'],
      { unread: { 'statefulsets.apps': 'denied' } },
    ],
    [
      'an account',
      [
        made('ServiceAccount shop/runner', { secrets: [{ name: 'keys' }] }),
        user,
        pod('Pod shop/plain'),
        made('RoleBinding infra/other', {
          roleRef: { kind: 'Role', name: 'reader' },
          subjects: [{ kind: 'ServiceAccount', name: 'runner', namespace: 'shop' }],
        }),
        made('RoleBinding infra/not-it', {
          roleRef: { kind: 'Role', name: 'reader' },
          subjects: [{ kind: 'ServiceAccount', name: 'runner' }],
        }),
        made('ClusterRoleBinding all', {
          roleRef: { kind: 'ClusterRole', name: 'system:basic' },
          subjects: [{ kind: 'Group', name: 'system:serviceaccounts:shop' }],
        }),
      ],
      'ServiceAccount shop/runner',
      [
        'boundBy: ClusterRoleBinding all (by group system:serviceaccounts:shop, grants system:basic), RoleBinding infra/other (by name, grants reader)',
        'usedBy: Deployment shop/web',
        'mounts: Secret shop/keys absent (listed in secrets)',
      ],
      {},
    ],
    [
      'the account that pods without one run as',
      [made('ServiceAccount shop/default'), pod('Pod shop/plain'), user],
      'ServiceAccount shop/default',
      ['boundBy: none', 'usedBy: Pod shop/plain', 'mounts: none'],
      {},
    ],
  ])('%s', (_, objects, id, expected, setting) => check(objects, id, expected, setting));
});

const labelled = [
  pod('Pod shop/a', {}, { app: 'web', tier: 'front' }),
  pod('Pod shop/b', {}, { app: 'web' }),
  pod('Pod infra/c', {}, { app: 'web', tier: 'front' }),
];

describe('selects, selected by', () => {
  test.each<[string, readonly KubeObject[], string, readonly string[], Setting]>([
    [
      'a Service by equality',
      [...labelled, made('Service shop/s', { spec: { selector: { app: 'web', tier: 'front' } } })],
      'Service shop/s',
      ['selects: Pod shop/a'],
      {},
    ],
    [
      'a Service without a selector',
      [...labelled, made('Service shop/s', { spec: {} })],
      'Service shop/s',
      ['selects: none'],
      {},
    ],
    [
      'an empty podSelector takes every pod of its namespace',
      [...labelled, made('NetworkPolicy shop/n', { spec: { podSelector: {} } })],
      'NetworkPolicy shop/n',
      ['selects: Pod shop/a, Pod shop/b'],
      {},
    ],
    [
      'a budget by expressions',
      [
        ...labelled,
        made('PodDisruptionBudget shop/p', {
          spec: { selector: { matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] } },
        }),
      ],
      'PodDisruptionBudget shop/p',
      ['selects: Pod shop/b'],
      {},
    ],
    [
      'pods that were not read',
      [made('Service shop/s', { spec: { selector: { app: 'web' } } })],
      'Service shop/s',
      ['selects: none; not read: pods partial'],
      { unread: { pods: 'partial' } },
    ],
    [
      'a pod is selected by all three',
      [
        ...labelled,
        made('Service shop/s', { spec: { selector: { app: 'web' } } }),
        made('Service shop/none', { spec: {} }),
        made('NetworkPolicy shop/n', { spec: { podSelector: { matchLabels: { tier: 'front' } } } }),
        made('NetworkPolicy infra/n', { spec: { podSelector: {} } }),
        made('PodDisruptionBudget shop/p', { spec: { selector: { matchLabels: { app: 'web' } } } }),
      ],
      'Pod shop/a',
      ['selectedBy: NetworkPolicy shop/n, PodDisruptionBudget shop/p, Service shop/s'],
      {},
    ],
    [
      'a Deployment by the labels of its template',
      [deployment('Deployment shop/web', {}, { app: 'web' }), made('Service shop/s', { spec: { selector: { app: 'web' } } })],
      'Deployment shop/web',
      ['selectedBy: Service shop/s; not read: networkpolicies.networking.k8s.io denied'],
      { unread: { 'networkpolicies.networking.k8s.io': 'denied' } },
    ],
  ])('%s', (_, objects, id, expected, setting) => check(objects, id, expected, { ...setting, only: ['selects', 'selectedBy'] }));
});

const ingress = made('Ingress shop/i', {
  spec: {
    defaultBackend: { service: { name: 'fallback' } },
    rules: [
      { host: 'shop.example.org', http: { paths: [{ path: '/cart', backend: { service: { name: 'cart' } } }] } },
      { http: { paths: [{ backend: { serviceName: 'old' } }, { backend: null }] } },
    ],
    tls: [{ secretName: 'cert' }],
  },
});

const route = made('HTTPRoute infra/r', {
  spec: {
    hostnames: ['shop.example.org', 7],
    parentRefs: [{ name: 'g' }],
    rules: [
      {
        backendRefs: [
          { name: 'cart', namespace: 'shop' },
          { name: 'x', kind: 'Shop', group: 'example.com' },
        ],
      },
    ],
  },
});

describe('routes', () => {
  test.each<[string, readonly KubeObject[], string, readonly string[], Setting]>([
    [
      'an Ingress to Services',
      [ingress, made('Service shop/cart')],
      'Ingress shop/i',
      [
        'routesTo: Service shop/cart (shop.example.org/cart), Service shop/fallback absent (default), Service shop/old absent (any host)',
        'mounts: Secret shop/cert absent (certificate)',
      ],
      {},
    ],
    [
      'a Service from Ingresses and routes of any namespace; from webhooks and API services',
      [
        ingress,
        route,
        made('Service shop/cart'),
        made('ValidatingWebhookConfiguration v', {
          webhooks: [{ name: 'w', clientConfig: { service: { namespace: 'shop', name: 'cart' } } }, { name: 'url' }],
        }),
        made('APIService v1.example.com', { spec: { service: { namespace: 'infra', name: 'cart' } } }),
      ],
      'Service shop/cart',
      [
        'selects: none',
        'routedFrom: HTTPRoute infra/r (shop.example.org), Ingress shop/i (shop.example.org/cart)',
        'calledBy: ValidatingWebhookConfiguration v (webhook w)',
        'owns: none',
      ],
      {},
    ],
    [
      'a route to its backends, from its gateways',
      [route, made('Gateway infra/g'), made('Service shop/cart')],
      'HTTPRoute infra/r',
      ['routedFrom: Gateway infra/g', 'routesTo: Service shop/cart, Shop infra/x absent'],
      {},
    ],
    [
      'a gateway to its routes',
      [route, made('Gateway infra/g')],
      'Gateway infra/g',
      ['routesTo: HTTPRoute infra/r (shop.example.org)', 'mounts: none'],
      {},
    ],
    [
      'a webhook to its Service',
      [
        made('ValidatingWebhookConfiguration v', {
          webhooks: [{ name: 'w', clientConfig: { service: { namespace: 'shop', name: 'cart' } } }],
        }),
      ],
      'ValidatingWebhookConfiguration v',
      ['calls: Service shop/cart unread (webhook w)'],
      { unread: { services: 'failed' } },
    ],
  ])('%s', (_, objects, id, expected, setting) => check(objects, id, expected, setting));
});

describe('bindings, scaling, volumes, nodes', () => {
  const binding = made('RoleBinding shop/b', {
    roleRef: { kind: 'ClusterRole', name: 'system:Reader' },
    subjects: [
      { kind: 'User', name: 'anna' },
      { kind: 'User', name: 'system:serviceaccount:infra:bot' },
      { kind: 'ServiceAccount', name: 'runner' },
      { kind: 'Group', name: 'devs' },
      'nonsense',
    ],
  });
  test.each<[string, readonly KubeObject[], string, readonly string[], Setting]>([
    [
      'a binding to its role and subjects',
      [binding, made('ClusterRole system:Reader'), made('ServiceAccount infra/bot')],
      'RoleBinding shop/b',
      [
        'grants: ClusterRole system:Reader',
        'grantedTo: Group devs outside, ServiceAccount infra/bot (as user system:serviceaccount:infra:bot), ServiceAccount shop/runner absent, User anna outside',
      ],
      {},
    ],
    [
      'a ClusterRole by bindings of every namespace',
      [binding, made('ClusterRole system:Reader')],
      'ClusterRole system:Reader',
      ['boundBy: RoleBinding shop/b'],
      {},
    ],
    [
      'a Role of the same name is another',
      [binding, made('Role shop/system:Reader')],
      'Role shop/system:Reader',
      ['boundBy: none; not read: rolebindings.rbac.authorization.k8s.io in shop denied'],
      { unread: { 'rolebindings.rbac.authorization.k8s.io shop': 'denied' } },
    ],
    [
      'an autoscaler to its target',
      [
        made('HorizontalPodAutoscaler shop/h', {
          spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } },
        }),
      ],
      'HorizontalPodAutoscaler shop/h',
      ['scales: Deployment shop/web absent'],
      {},
    ],
    [
      'a volume to its claim',
      [
        made('PersistentVolume pv-1', { spec: { claimRef: { namespace: 'shop', name: 'data' } }, status: { phase: 'Bound' } }),
        made('PersistentVolumeClaim shop/data'),
      ],
      'PersistentVolume pv-1',
      ['claimedBy: PersistentVolumeClaim shop/data (Bound)'],
      {},
    ],
    [
      'a Node to its pods of every namespace',
      [
        made('Node n1'),
        pod('Pod shop/a', { nodeName: 'n1' }),
        pod('Pod infra/b', { nodeName: 'n1' }),
        pod('Pod shop/c', { nodeName: 'n2' }),
      ],
      'Node n1',
      ['runs: Pod infra/b, Pod shop/a'],
      {},
    ],
    ['a kind that nothing is told of', [made('Namespace shop')], 'Namespace shop', [], {}],
  ])('%s', (_, objects, id, expected, setting) => check(objects, id, expected, setting));

  test('a pod to its node', () =>
    check([pod('Pod shop/a', { nodeName: 'n1' }), made('Node n1')], 'Pod shop/a', ['runsOn: Node n1'], { only: ['runsOn'] }));

  test('a Deployment to its autoscaler', () =>
    check(
      [
        deployment('Deployment shop/web'),
        made('HorizontalPodAutoscaler shop/h', {
          spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } },
        }),
        made('HorizontalPodAutoscaler infra/h', {
          spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } },
        }),
      ],
      'Deployment shop/web',
      ['scaledBy: HorizontalPodAutoscaler shop/h'],
      { only: ['scaledBy'] },
    ));

  test('long lists are cut and counted', () => {
    const pods = Array.from({ length: 250 }, (_, at) => pod(`Pod shop/p${at}`, { nodeName: 'n1' }));
    const objects = [made('Node n1'), ...pods];
    const { groups } = relationsOf(objects[0] as KubeObject, 'nodes', createRelationReader(stored(objects, {})));
    expect(groups.map(({ items, total }) => [items.length, total])).toEqual([[200, 250]]);
  });
});
