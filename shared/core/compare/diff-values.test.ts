import { describe, expect, test } from 'vitest';
import type { LeftOut } from '#contract/compare';
import type { JsonObject, JsonValue } from '#contract/json';
import { isJsonArray, isJsonObject } from '#contract/json';
import { Random } from '#test/kubeconfig/random';
import { diffObjectsByMeaning } from './diff-values.ts';

interface Told {
  /** Paths of what counts. */
  readonly counts: readonly string[];
  /** What does not, by reason. */
  readonly leftOut?: Readonly<Partial<Record<LeftOut, readonly string[]>>>;
}

const tell = (before: JsonObject, after: JsonObject, isBuiltin = true): Told => {
  const differences = diffObjectsByMeaning(before, after, { isBuiltin, deep: true });
  const leftOut: Partial<Record<LeftOut, string[]>> = {};
  for (const { leftOut: reason, path } of differences)
    if (reason !== null) leftOut[reason] = [...(leftOut[reason] ?? []), path].sort();
  const counts = differences
    .filter(({ leftOut: reason }) => reason === null)
    .map(({ path, change }) => (change === 'changed' ? path : `${path} ${change}`));
  return { counts, ...(Object.keys(leftOut).length === 0 ? {} : { leftOut }) };
};

const check = (before: JsonObject, after: JsonObject, expected: Told): void => {
  expect(tell(before, after)).toStrictEqual(expected);
};

const pod = (spec: JsonObject): JsonObject => ({ spec: { template: { spec } } });
const container = (over: JsonObject): JsonObject => ({ name: 'api', image: 'api:1', ...over });

const cases: readonly (readonly [string, JsonObject, JsonObject, Told])[] = [
  ['a field by its path', { spec: { replicas: 2 } }, { spec: { replicas: 3 } }, { counts: ['spec.replicas'] }],
  [
    'a container by its name, wherever it stands',
    pod({ containers: [container({}), { name: 'log', image: 'log:1' }] }),
    pod({ containers: [{ name: 'log', image: 'log:2' }, container({})] }),
    {
      counts: ['spec.template.spec.containers[name=log].image'],
      leftOut: { notation: ['spec.template.spec.containers'] },
    },
  ],
  [
    'a container that came, and one that went',
    pod({ containers: [container({})] }),
    pod({ containers: [{ name: 'new', image: 'new:1' }] }),
    {
      counts: ['spec.template.spec.containers[name=api] removed', 'spec.template.spec.containers[name=new] added'],
    },
  ],
  [
    'init containers run in their order',
    pod({ initContainers: [{ name: 'a' }, { name: 'b' }] }),
    pod({ initContainers: [{ name: 'b' }, { name: 'a' }] }),
    { counts: ['spec.template.spec.initContainers reordered'] },
  ],
  [
    'arguments have an order',
    pod({ containers: [container({ args: ['--a', '--b'] })] }),
    pod({ containers: [container({ args: ['--b', '--a'] })] }),
    { counts: ['spec.template.spec.containers[name=api].args'] },
  ],
  [
    'ports by number and protocol, TCP understood',
    pod({ containers: [container({ ports: [{ containerPort: 80 }, { containerPort: 53, protocol: 'UDP' }] })] }),
    pod({
      containers: [
        container({
          ports: [
            { containerPort: 53, protocol: 'UDP' },
            { containerPort: 80, protocol: 'TCP' },
          ],
        }),
      ],
    }),
    {
      counts: [],
      leftOut: {
        defaulted: ['spec.template.spec.containers[name=api].ports[containerPort=80].protocol'],
        notation: ['spec.template.spec.containers[name=api].ports'],
      },
    },
  ],
  [
    'quantities written otherwise',
    pod({ containers: [container({ resources: { limits: { cpu: '1000m', memory: '1Gi' } } })] }),
    pod({ containers: [container({ resources: { limits: { cpu: 1, memory: '1024Mi' } } })] }),
    {
      counts: [],
      leftOut: {
        notation: [
          'spec.template.spec.containers[name=api].resources.limits.cpu',
          'spec.template.spec.containers[name=api].resources.limits.memory',
        ],
      },
    },
  ],
  [
    'quantities that differ',
    pod({ containers: [container({ resources: { limits: { cpu: '1' } } })] }),
    pod({ containers: [container({ resources: { limits: { cpu: '1001m' } } })] }),
    { counts: ['spec.template.spec.containers[name=api].resources.limits.cpu'] },
  ],
  [
    'rights: verbs are a set, and so are rules',
    {
      rules: [
        { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] },
        { nonResourceURLs: ['/x'], verbs: ['get'] },
      ],
    },
    {
      rules: [
        { nonResourceURLs: ['/x'], verbs: ['get'] },
        { apiGroups: [''], resources: ['pods'], verbs: ['list', 'get'] },
      ],
    },
    { counts: [], leftOut: { notation: ['rules'] } },
  ],
  [
    'one more verb is one change of one rule',
    {
      rules: [
        { apiGroups: [''], resources: ['pods'], verbs: ['get'] },
        { apiGroups: ['apps'], resources: ['*'], verbs: ['get'] },
      ],
    },
    {
      rules: [
        { apiGroups: [''], resources: ['pods'], verbs: ['get'] },
        { apiGroups: ['apps'], resources: ['*'], verbs: ['get', 'delete'] },
      ],
    },
    { counts: ['rules[1].verbs'] },
  ],
  [
    'subjects by kind, namespace and name',
    { subjects: [{ kind: 'User', name: 'a', apiGroup: 'rbac.authorization.k8s.io' }] },
    {
      subjects: [
        { kind: 'User', name: 'a' },
        { kind: 'ServiceAccount', namespace: 'ci', name: 'a' },
      ],
    },
    {
      counts: ['subjects[kind=ServiceAccount,namespace=ci,name=a] added'],
      leftOut: { defaulted: ['subjects[kind=User,name=a].apiGroup'] },
    },
  ],
  [
    'what the API server fills in',
    pod({ containers: [container({ image: 'api@sha256:ab' })] }),
    pod({
      containers: [
        container({
          image: 'api@sha256:ab',
          imagePullPolicy: 'IfNotPresent',
          terminationMessagePath: '/dev/termination-log',
          terminationMessagePolicy: 'File',
          resources: {},
        }),
      ],
      dnsPolicy: 'ClusterFirst',
      restartPolicy: 'Always',
      schedulerName: 'default-scheduler',
      securityContext: {},
      terminationGracePeriodSeconds: 30,
    }),
    {
      counts: [],
      leftOut: {
        defaulted: [
          'spec.template.spec.containers[name=api].imagePullPolicy',
          'spec.template.spec.containers[name=api].resources',
          'spec.template.spec.containers[name=api].terminationMessagePath',
          'spec.template.spec.containers[name=api].terminationMessagePolicy',
          'spec.template.spec.dnsPolicy',
          'spec.template.spec.restartPolicy',
          'spec.template.spec.schedulerName',
          'spec.template.spec.securityContext',
          'spec.template.spec.terminationGracePeriodSeconds',
        ],
      },
    },
  ],
  [
    'a default of a latest tag is another',
    pod({ containers: [container({ image: 'api:latest' })] }),
    pod({ containers: [container({ image: 'api:latest', imagePullPolicy: 'IfNotPresent' })] }),
    { counts: ['spec.template.spec.containers[name=api].imagePullPolicy added'] },
  ],
  [
    'privileged is no default, and not privileged is',
    pod({ containers: [container({}), { name: 'b', securityContext: { privileged: false } }] }),
    pod({ containers: [container({ securityContext: { privileged: true } }), { name: 'b' }] }),
    {
      counts: ['spec.template.spec.containers[name=api].securityContext.privileged added'],
      leftOut: { defaulted: ['spec.template.spec.containers[name=b].securityContext.privileged'] },
    },
  ],
  [
    'an empty selector selects all, and none selects nothing',
    { spec: { ingress: [{ from: [{ podSelector: {} }] }] } },
    { spec: { ingress: [{ from: [{ namespaceSelector: {} }] }] } },
    { counts: ['spec.ingress[0].from[0].podSelector removed', 'spec.ingress[0].from[0].namespaceSelector added'] },
  ],
  [
    'a policy without rules of a direction',
    { spec: { ingress: [] } },
    { spec: {} },
    { counts: [], leftOut: { defaulted: ['spec.ingress'] } },
  ],
  [
    'policy types as the rules say them',
    { spec: { podSelector: {}, egress: [{}] } },
    { spec: { podSelector: {}, egress: [{}], policyTypes: ['Ingress', 'Egress'] } },
    { counts: [], leftOut: { defaulted: ['spec.policyTypes'] } },
  ],
  [
    'a cluster address that was given, and a headless service',
    { spec: { ports: [{ port: 80 }] } },
    { spec: { ports: [{ port: 80, targetPort: 80 }], clusterIP: '10.0.0.1', type: 'ClusterIP' } },
    { counts: [], leftOut: { defaulted: ['spec.clusterIP', 'spec.ports[port=80].targetPort', 'spec.type'] } },
  ],
  ['headless', { spec: {} }, { spec: { clusterIP: 'None' } }, { counts: ['spec.clusterIP added'] }],
  [
    'what the server keeps',
    { metadata: { uid: 'a', resourceVersion: '1', generation: 1, creationTimestamp: 't', labels: { a: 'b' } }, status: { a: 1 } },
    { metadata: { uid: 'b', resourceVersion: '2', generation: 2, creationTimestamp: 'u', labels: { a: 'c' } }, status: { a: 2 } },
    {
      counts: ['metadata.labels.a'],
      leftOut: {
        bookkeeping: ['metadata.creationTimestamp', 'metadata.generation', 'metadata.resourceVersion', 'metadata.uid'],
        status: ['status.a'],
      },
    },
  ],
  [
    'annotations of controllers and of people',
    { metadata: { annotations: { 'deployment.kubernetes.io/revision': '1', 'example.com/owner': 'a' } } },
    { metadata: { annotations: { 'deployment.kubernetes.io/revision': '2', 'example.com/owner': 'b' } } },
    {
      counts: ['metadata.annotations[example.com/owner]'],
      leftOut: { controller: ['metadata.annotations[deployment.kubernetes.io/revision]'] },
    },
  ],
  [
    'a restart that somebody asked for',
    pod({}),
    { spec: { template: { spec: {}, metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': 'now' } } } } },
    { counts: ['spec.template.metadata.annotations[kubectl.kubernetes.io/restartedAt] added'] },
  ],
  [
    'values that were taken out: equal, different, not comparable',
    {
      data: {
        a: '«redacted 00000000000000000000000000000001»',
        b: '«redacted 00000000000000000000000000000001»',
        c: '«redacted»',
      },
    },
    {
      data: {
        a: '«redacted 00000000000000000000000000000001»',
        b: '«redacted 00000000000000000000000000000002»',
        c: '«redacted»',
      },
    },
    { counts: ['data.b'], leftOut: { 'not-comparable': ['data.c'] } },
  ],
  [
    'a value taken out of a text',
    { data: { url: 'postgres://app:«redacted 00000000000000000000000000000001»@db' } },
    { data: { url: 'postgres://app:«redacted 00000000000000000000000000000001»@db2' } },
    { counts: ['data.url'] },
  ],
  [
    'the labels and the selector that a Job gets',
    { metadata: {}, spec: {} },
    {
      metadata: { labels: { 'job-name': 'a' } },
      spec: { selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': 'u' } } },
    },
    {
      counts: [],
      leftOut: {
        bookkeeping: ['metadata.labels.job-name', 'spec.selector.matchLabels[batch.kubernetes.io/controller-uid]'],
      },
    },
  ],
  ['null is not there', { spec: { a: null } }, { spec: {} }, { counts: [] }],
  ['another type', { spec: { port: 80 } }, { spec: { port: '80' } }, { counts: ['spec.port'] }],
];

test.each(cases)('%s', (_, before, after, expected) => {
  check(before, after, expected);
});

test('custom resources keep their order and their silences', () => {
  const before = { spec: { http: [{ match: 'a' }, { match: 'b' }], suspend: false } };
  const after = { spec: { http: [{ match: 'b' }, { match: 'a' }] } };
  expect(tell(before, after, false)).toStrictEqual({
    counts: ['spec.http[0].match', 'spec.http[1].match', 'spec.suspend removed'],
  });
});

test('a hostile object is compared too', () => {
  let deep: JsonValue = 1;
  for (let level = 0; level < 500; level += 1) deep = { a: deep };
  const many = Array.from({ length: 5000 }, (_, index) => ({ verbs: [`v${index}`] }));
  expect(tell({ spec: { deep } }, { spec: { deep: { a: deep } } }).counts).toHaveLength(1);
  expect(tell({ rules: many }, { rules: [...many, { verbs: ['new'] }].reverse() }).counts).toStrictEqual(['rules[0] added']);
  expect(tell(JSON.parse('{"spec":{"__proto__":{"a":1}}}') as JsonObject, { spec: {} }).counts).toStrictEqual(
    ['spec.__proto__ added'].map(text => text.replace('added', 'removed')),
  );
});

/** A Deployment, a Role and a policy with what people write. */
const samples: readonly JsonObject[] = [
  {
    metadata: { name: 'api', labels: { app: 'api', tier: 'web' }, annotations: { 'example.com/owner': 'shop' } },
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: 'api' } },
      template: {
        metadata: { labels: { app: 'api' } },
        spec: {
          containers: [
            {
              name: 'api',
              image: 'api:1',
              args: ['--port', '80'],
              env: [
                { name: 'A', value: '1' },
                { name: 'B', value: '2' },
                { name: 'C', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
              ],
              ports: [{ containerPort: 80 }, { containerPort: 9090 }],
              resources: { limits: { cpu: '500m', memory: '128Mi' }, requests: { cpu: '0.1', memory: '64Mi' } },
              volumeMounts: [
                { name: 'tmp', mountPath: '/tmp' },
                { name: 'data', mountPath: '/data', readOnly: true },
              ],
              securityContext: { capabilities: { drop: ['ALL', 'NET_RAW'] }, runAsNonRoot: true },
            },
            { name: 'log', image: 'log:1' },
          ],
          volumes: [
            { name: 'tmp', emptyDir: {} },
            { name: 'data', persistentVolumeClaim: { claimName: 'data' } },
          ],
          tolerations: [
            { key: 'a', operator: 'Exists' },
            { key: 'b', operator: 'Exists' },
          ],
          imagePullSecrets: [{ name: 'one' }, { name: 'two' }],
        },
      },
    },
  },
  {
    rules: [
      { apiGroups: ['', 'apps'], resources: ['pods', 'deployments'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: ['batch'], resources: ['jobs'], resourceNames: ['x', 'y'], verbs: ['delete', 'get'] },
      { nonResourceURLs: ['/healthz', '/metrics'], verbs: ['get'] },
    ],
  },
  {
    spec: {
      podSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['a', 'b', 'c'] }] },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [
        {
          from: [
            { podSelector: { matchLabels: { a: 'b' } } },
            { ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16', '10.2.0.0/16'] } },
          ],
        },
        { ports: [{ port: 80 }, { port: 443, protocol: 'TCP' }] },
      ],
      egress: [{ to: [{ namespaceSelector: {} }], ports: [{ port: 53, protocol: 'UDP' }] }],
    },
  },
];

/** Lists of which the order says something. */
const sequences = new Set(['args', 'command', 'initContainers']);

const requantified = (text: string, random: Random): JsonValue => {
  const milli = /^(\d+)m$/.exec(text)?.[1];
  if (milli !== undefined) return random.pick([text, `0.${milli.padStart(3, '0')}`, `${milli}000u`]);
  const mebi = /^(\d+)Mi$/.exec(text)?.[1];
  if (mebi !== undefined) return random.pick([text, String(Number(mebi) * 1024 * 1024), `${Number(mebi) * 1024}Ki`]);
  return random.pick([text, `${Number(text) * 1000}m`]);
};

/** The same written otherwise: map-like lists and keys in another order, quantities in another unit. */
const rewritten = (value: JsonValue, random: Random, names: readonly string[] = []): JsonValue => {
  if (isJsonArray(value)) {
    const items = value.map(item => rewritten(item, random, names));
    return sequences.has(names.at(-1) ?? '') ? items : random.shuffle(items);
  }
  if (isJsonObject(value))
    return Object.fromEntries(
      random.shuffle(Object.entries(value)).map(([key, child]) => [key, rewritten(child ?? null, random, [...names, key])]),
    );
  const isAmount = names.at(-2) === 'limits' || names.at(-2) === 'requests';
  return isAmount && typeof value === 'string' ? requantified(value, random) : value;
};

interface Leaf {
  readonly path: readonly (string | number)[];
}

/** Names of fields by which elements are told apart: to change one is to replace the element. */
const keys = new Set(['name', 'containerPort', 'port', 'mountPath', 'protocol']);

const leaves = (value: JsonValue, path: readonly (string | number)[] = []): readonly Leaf[] => {
  if (isJsonArray(value)) return value.flatMap((item, index) => leaves(item, [...path, index]));
  if (isJsonObject(value)) return Object.entries(value).flatMap(([key, child]) => leaves(child ?? null, [...path, key]));
  return keys.has(String(path.at(-1))) ? [] : [{ path }];
};

const edited = (value: JsonValue, [step, ...rest]: readonly (string | number)[], to: JsonValue): JsonValue => {
  if (step === undefined) return to;
  if (isJsonArray(value)) return value.map((item, index) => (index === step ? edited(item, rest, to) : item));
  if (!isJsonObject(value)) return value;
  return { ...value, [step]: edited(value[step] ?? null, rest, to) };
};

const otherValue = (value: JsonValue): JsonValue =>
  typeof value === 'number' ? value + 1 : typeof value === 'boolean' ? !value : `${String(value)}-other`;

const valueAtPath = (value: JsonValue, path: readonly (string | number)[]): JsonValue =>
  path.reduce<JsonValue>(
    (at, step) => (isJsonArray(at) ? (at[Number(step)] ?? null) : isJsonObject(at) ? (at[step] ?? null) : null),
    value,
  );

describe('a thousand random rewritings', () => {
  test.each(samples.map((sample, index) => [index, sample] as const))('of sample %i say the same', (_, sample) => {
    for (let seed = 1; seed <= 340; seed += 1) {
      const after = rewritten(sample, new Random(seed)) as JsonObject;
      expect({ seed, counts: tell(sample, after).counts }).toStrictEqual({ seed, counts: [] });
    }
  });

  test.each(samples.map((sample, index) => [index, sample] as const))(
    'of sample %i with one real edit give exactly one change',
    (_, sample) => {
      const all = leaves(sample);
      for (let seed = 1; seed <= 340; seed += 1) {
        const random = new Random(seed);
        const { path } = random.pick(all);
        const changed = edited(sample, path, otherValue(valueAtPath(sample, path)));
        const after = rewritten(changed, random) as JsonObject;
        expect({ seed, path, count: tell(sample, after).counts.length }).toStrictEqual({ seed, path, count: 1 });
      }
    },
  );
});
