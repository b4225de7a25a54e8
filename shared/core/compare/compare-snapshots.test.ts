import { describe, expect, test } from 'vitest';
import type { CompareSummary } from '#contract/compare';
import { defaultConfig } from '#contract/config';
import type { Fact } from '#contract/fact';
import type { KubeObject } from '#contract/kube';
import type { AnyRule } from '#contract/rule';
import type { Snapshot } from '#contract/snapshot';
import { evaluate } from '#core/evaluate/evaluator';
import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import { containersOf } from '#kube/containers';
import { defineRule, finding, namespaces, podTemplates } from '#kube/define-rule';
import { at } from '#kube/pointer';
import { type SnapshotParts, snapshotOf } from '#test/rules/snapshot-of';
import { compareSnapshots, type Comparison, isSame } from './compare-snapshots.ts';

const text = { pack: 'test', severity: 'high', since: '0.1', what: 'What.', why: 'Why.', fix: 'Fix.' } as const;

const privileged = defineRule({
  ...text,
  id: 'privileged',
  appliesTo: podTemplates(),
  evaluate: pod =>
    containersOf(pod)
      .filter(({ value }) => (value['securityContext'] as { privileged?: boolean } | undefined)?.privileged === true)
      .map(({ name, path }) => finding(at(path, 'securityContext', 'privileged'), `${name} is privileged.`, { container: name })),
});

const policyMissing = defineRule({
  ...text,
  id: 'policy-missing',
  appliesTo: namespaces(),
  needs: ['networkpolicies.networking.k8s.io'],
  evaluate: ({ name }, view) =>
    view.list('networkpolicies.networking.k8s.io', name).length > 0 ? [] : [finding('', `${name} has none.`)],
});

const rules: readonly AnyRule[] = [privileged, policyMissing];
const needs = new Map(rules.map(rule => [rule.id, new Set([...rule.appliesTo.resources, ...rule.needs])]));

const ports = { pause: async () => {}, clock: { now: () => 0, elapsed: () => 0, iso: () => '', parse: () => null } };
const signal = new AbortController().signal;

type Parts = SnapshotParts & { readonly meta?: Partial<Snapshot['meta']>; readonly whole?: readonly Fact[] };

const sideOf = async ({ meta, whole, ...parts }: Parts, id: string) => {
  const made = snapshotOf(parts);
  const snapshot: Snapshot = { ...made, facts: whole ?? made.facts, meta: { ...made.meta, clusterId: 'c', ...meta } };
  const index = createSnapshotIndex(snapshot);
  const isFiles = snapshot.meta.origin === 'manifests';
  const options = { config: defaultConfig, frameworks: {}, ...(isFiles ? { manifests: true } : {}) };
  const evaluation = await evaluate(index, rules, options, ports, signal);
  return { id, title: id, snapshot, index, evaluation, storedRules: null };
};

const compare = async (before: Parts, after: Parts): Promise<Comparison> =>
  compareSnapshots(
    {
      before: await sideOf(before, 'before'),
      after: await sideOf(after, 'after'),
      rulesVersion: 't',
      reevaluated: false,
      storedBefore: null,
      needsOf: id => needs.get(id) ?? new Set(),
    },
    ports,
    signal,
  );

const controller = (kind: string, name: string, apiVersion = 'apps/v1') => [
  { apiVersion, kind, name, uid: `uid-${name}`, controller: true },
];

interface Over {
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly owners?: ReturnType<typeof controller>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly generateName?: string;
}

const object = (
  apiVersion: string,
  kind: string,
  name: string,
  namespace: string | undefined,
  fields: Readonly<Record<string, unknown>> = {},
  { owners, ...meta }: Over = {},
): KubeObject => ({
  apiVersion,
  kind,
  metadata: {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    uid: `uid-${name}`,
    resourceVersion: '1',
    ...meta,
    ...(owners === undefined ? {} : { ownerReferences: owners }),
  },
  ...fields,
});

const containers = (isPrivileged: boolean, image = 'api:1') => [
  { name: 'api', image, ...(isPrivileged ? { securityContext: { privileged: true } } : {}) },
];

const deployment = (isPrivileged: boolean, image = 'api:1', over: Over = {}): KubeObject =>
  object(
    'apps/v1',
    'Deployment',
    'api',
    'shop',
    { spec: { template: { spec: { containers: containers(isPrivileged, image) } } } },
    over,
  );

const replicaSet = (name: string, replicas: number): KubeObject =>
  object('apps/v1', 'ReplicaSet', name, 'shop', { spec: { replicas } }, { owners: controller('Deployment', 'api') });

const pod = (name: string, set: string, image = 'api:1'): KubeObject =>
  object(
    'v1',
    'Pod',
    name,
    'shop',
    { spec: { containers: containers(false, image) } },
    { owners: controller('ReplicaSet', set) },
  );

const namespace = (name: string, labels: Readonly<Record<string, string>> = {}): KubeObject =>
  object('v1', 'Namespace', name, undefined, {}, { labels });

const policy = (name = 'deny'): KubeObject =>
  object('networking.k8s.io/v1', 'NetworkPolicy', name, 'shop', { spec: { podSelector: {} } });

const role = (name: string, verbs: readonly string[]): KubeObject =>
  object('rbac.authorization.k8s.io/v1', 'Role', name, 'shop', { rules: [{ apiGroups: [''], resources: ['pods'], verbs }] });

interface Told {
  /** `change Kind/name` of what counts. */
  readonly objects: readonly string[];
  readonly leftOut?: Readonly<Record<string, number>>;
  readonly findings?: readonly string[];
  readonly gaps?: readonly string[];
}

const tell = ({ changes, summary, findings }: Comparison): Required<Told> => ({
  objects: changes.map(
    ({ row }) => `${row.access ?? row.change} ${row.kind}/${row.name}${row.replaced === null ? '' : ` (${row.replaced})`}`,
  ),
  leftOut: Object.fromEntries(summary.leftOut.map(({ reason, objects }) => [reason, objects])),
  findings: findings.map(
    ({ change, ruleId, name, cause }) => `${change} ${ruleId} ${name}${cause === null ? '' : ` < ${cause.key}`}`,
  ),
  gaps: summary.notComparable.entries.map(
    ({ resource, namespace: where, side, objects }) => `${objects} ${resource}@${where ?? '*'} ${side}`,
  ),
});

const check = async (before: Parts, after: Parts, expected: Told): Promise<Comparison> => {
  const comparison = await compare(before, after);
  expect(tell(comparison)).toStrictEqual({ leftOut: {}, findings: [], gaps: [], ...expected });
  return comparison;
};

const shop = namespace('shop');
const ciPolicy = object('networking.k8s.io/v1', 'NetworkPolicy', 'deny', 'ci', { spec: { podSelector: {} } });

describe('objects', () => {
  const cases: readonly (readonly [string, Parts, Parts, Told])[] = [
    ['the same twice', { objects: [shop, policy()] }, { objects: [shop, policy()] }, { objects: [] }],
    [
      'came, went, changed',
      { objects: [shop, policy(), policy('old')] },
      { objects: [shop, policy(), policy('new'), deployment(false)] },
      { objects: ['added Deployment/api', 'added NetworkPolicy/new', 'removed NetworkPolicy/old'] },
    ],
    [
      'pods replaced by a delivery are told on their Deployment',
      { objects: [shop, policy(), deployment(false), replicaSet('api-1', 2), pod('api-1-a', 'api-1'), pod('api-1-b', 'api-1')] },
      {
        objects: [
          shop,
          policy(),
          deployment(false, 'api:2'),
          replicaSet('api-1', 0),
          replicaSet('api-2', 2),
          pod('api-2-a', 'api-2', 'api:2'),
          pod('api-2-b', 'api-2', 'api:2'),
        ],
      },
      { objects: ['changed Deployment/api (2 Pods replaced, 1 ReplicaSet new)'], leftOut: { replicas: 4 } },
    ],
    [
      'pods replaced under an unchanged owner do not count',
      { objects: [shop, policy(), deployment(false), replicaSet('api-1', 1), pod('api-1-a', 'api-1')] },
      { objects: [shop, policy(), deployment(false), replicaSet('api-1', 1), pod('api-1-z', 'api-1')] },
      { objects: [], leftOut: { replicas: 1 } },
    ],
    [
      'a pod that its unchanged owner would not make is told on the owner',
      { objects: [shop, policy(), deployment(false), replicaSet('api-1', 1), pod('api-1-a', 'api-1')] },
      { objects: [shop, policy(), deployment(false), replicaSet('api-1', 1), pod('api-1-z', 'api-1', 'miner:1')] },
      { objects: ['changed Deployment/api (1 Pod replaced)'], leftOut: { replicas: 1 } },
    ],
    [
      'a pod whose owner is only claimed counts for itself',
      { objects: [shop, policy()] },
      { objects: [shop, policy(), pod('stowaway', 'nowhere')] },
      { objects: ['added Pod/stowaway'] },
    ],
    [
      'so does one that claims another life of its owner',
      { objects: [shop, policy(), deployment(false), replicaSet('api-1', 1)] },
      {
        objects: [
          shop,
          policy(),
          deployment(false),
          replicaSet('api-1', 1),
          object(
            'v1',
            'Pod',
            'stowaway',
            'shop',
            { spec: { containers: containers(false) } },
            {
              owners: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'api-1', uid: 'another', controller: true }],
            },
          ),
        ],
      },
      { objects: ['added Pod/stowaway'] },
    ],
    [
      'a pod without an owner counts',
      { objects: [shop, policy()] },
      { objects: [shop, policy(), object('v1', 'Pod', 'debug', 'shop', { spec: {} })] },
      { objects: ['added Pod/debug'] },
    ],
    [
      'a label that somebody put on a pod counts',
      { objects: [shop, policy(), deployment(false), replicaSet('api-1', 1), pod('api-1-a', 'api-1')] },
      {
        objects: [
          shop,
          policy(),
          deployment(false),
          replicaSet('api-1', 1),
          { ...pod('api-1-a', 'api-1'), metadata: { ...pod('api-1-a', 'api-1').metadata, labels: { quarantine: 'yes' } } },
        ],
      },
      { objects: ['changed Pod/api-1-a'] },
    ],
    [
      'leases, events and what controllers make of a Service',
      {
        objects: [
          shop,
          policy(),
          object('coordination.k8s.io/v1', 'Lease', 'node', 'shop', { spec: { renewTime: '1' } }),
          object('v1', 'Event', 'e1', 'shop'),
          object(
            'discovery.k8s.io/v1',
            'EndpointSlice',
            'api-x',
            'shop',
            { endpoints: [] },
            { owners: controller('Service', 'api', 'v1') },
          ),
        ],
      },
      {
        objects: [
          shop,
          policy(),
          object('coordination.k8s.io/v1', 'Lease', 'node', 'shop', { spec: { renewTime: '2' } }),
          object('v1', 'Event', 'e2', 'shop'),
          object(
            'discovery.k8s.io/v1',
            'EndpointSlice',
            'api-x',
            'shop',
            { endpoints: [{ addresses: ['10.0.0.1'] }] },
            { owners: controller('Service', 'api', 'v1') },
          ),
        ],
      },
      { objects: [], leftOut: { renewed: 3, derived: 1 } },
    ],
    [
      'what a namespace is born with comes with it',
      { objects: [shop, policy()] },
      {
        objects: [
          shop,
          policy(),
          namespace('new'),
          object('v1', 'ServiceAccount', 'default', 'new'),
          object('v1', 'ServiceAccount', 'robot', 'new'),
          object('v1', 'ConfigMap', 'kube-root-ca.crt', 'new'),
        ],
      },
      {
        objects: ['added Namespace/new', 'added ServiceAccount/robot'],
        leftOut: { derived: 2 },
        findings: ['new policy-missing new < /namespaces/_cluster/new'],
      },
    ],
    [
      'replicas under an autoscaler',
      {
        objects: [
          shop,
          policy(),
          object('apps/v1', 'Deployment', 'web', 'shop', { spec: { replicas: 2 } }),
          object('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', 'shop', {
            spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' } },
          }),
        ],
      },
      {
        objects: [
          shop,
          policy(),
          object('apps/v1', 'Deployment', 'web', 'shop', { spec: { replicas: 7 } }),
          object('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', 'shop', {
            spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' } },
          }),
        ],
      },
      { objects: [], leftOut: { autoscaled: 1 } },
    ],
    [
      'access: bindings and roles stand first',
      {
        objects: [
          shop,
          policy(),
          object('rbac.authorization.k8s.io/v1', 'Role', 'reader', 'shop', { rules: [{ verbs: ['get'] }] }),
        ],
      },
      {
        objects: [
          shop,
          policy(),
          policy('more'),
          object('rbac.authorization.k8s.io/v1', 'Role', 'reader', 'shop', {
            rules: [{ verbs: ['get'] }, { verbs: ['*'], resources: ['*'] }],
          }),
          object('rbac.authorization.k8s.io/v1', 'RoleBinding', 'dev', 'shop', {
            roleRef: { kind: 'ClusterRole', name: 'admin' },
            subjects: [{ kind: 'User', name: 'ann' }],
          }),
        ],
      },
      { objects: ['gained Role/reader', 'gained RoleBinding/dev', 'added NetworkPolicy/more'] },
    ],
    [
      'one verb less is a right lost, and one verb for another is neither',
      { objects: [shop, policy(), role('a', ['get', 'list']), role('b', ['get'])] },
      { objects: [shop, policy(), role('a', ['get']), role('b', ['list'])] },
      { objects: ['lost Role/a', 'changed Role/b'] },
    ],
    [
      'what one side could not read is not comparable',
      { objects: [shop, policy(), ciPolicy, object('v1', 'ConfigMap', 'a', 'shop'), object('v1', 'ConfigMap', 'b', 'ci')] },
      { objects: [shop, policy(), ciPolicy], unread: ['configmaps@shop'] },
      { objects: ['removed ConfigMap/b'], gaps: ['1 configmaps@shop after'] },
    ],
  ];

  test.each(cases)('%s', async (_, before, after, expected) => {
    await check(before, after, expected);
  });

  test('deleted and created again: told where something else differs too', async () => {
    const { changes, summary } = await compare(
      { objects: [shop, policy()] },
      { objects: [shop, { ...policy(), metadata: { ...policy().metadata, uid: 'other' }, spec: { podSelector: { a: 1 } } }] },
    );
    expect(changes.map(({ row }) => row.recreated)).toStrictEqual([true]);
    expect(isSame(summary)).toBe(false);
  });

  test('in what such a pod differs is told', async () => {
    const base = [shop, policy(), deployment(false), replicaSet('api-1', 1)];
    const { changes } = await compare(
      { objects: [...base, pod('api-1-a', 'api-1')] },
      { objects: [...base, pod('api-1-z', 'api-1', 'miner:1')] },
    );
    expect(changes.map(({ row }) => [row.title, row.fields.map(({ path }) => path)])).toStrictEqual([
      ['Pod api-1-z is not as Deployment shop/api makes its pods, and it is unchanged', ['pod: spec.containers[name=api].image']],
    ]);
  });

  test('who is the field manager that wrote since, and its time', async () => {
    const fact = (manager: string, detail: string): Fact => ({
      object: 'networking.k8s.io/networkpolicies/shop/deny',
      path: '',
      kind: 'managers',
      class: manager,
      fingerprint: null,
      detail,
    });
    const old = fact('helm', 'Update 2026-01-01T00:00:00Z');
    const { changes } = await compare(
      { objects: [shop, policy()], whole: [old] },
      {
        objects: [shop, { ...policy(), spec: { podSelector: { matchLabels: { a: 'b' } } } }],
        whole: [old, fact('kubectl-edit', 'Update 2026-02-01T00:00:00Z')],
      },
    );
    expect(changes.map(({ row }) => row.who)).toStrictEqual([[{ manager: 'kubectl-edit', at: '2026-02-01T00:00:00Z' }]]);
  });
});

describe('values that were taken out', () => {
  const config = (fingerprint: string, resourceVersion = '1'): KubeObject =>
    object('v1', 'ConfigMap', 'a', 'shop', { data: { key: `«redacted ${fingerprint.repeat(32)}»` } }, { resourceVersion });
  const cases: readonly (readonly [string, Parts, Parts, Told])[] = [
    [
      'of one key and alike',
      { objects: [config('1')] },
      { objects: [config('1', '2')] },
      { objects: [], leftOut: { bookkeeping: 1 } },
    ],
    [
      'of one key and different',
      { objects: [config('1')] },
      { objects: [config('2', '2')] },
      { objects: ['changed ConfigMap/a'] },
    ],
    [
      'of two keys are never called changed',
      { objects: [config('1')] },
      { objects: [config('2', '2')], meta: { fingerprintKeyId: 'other' } },
      { objects: [], leftOut: { 'not-comparable': 1 } },
    ],
    [
      'of two keys, of an object that nobody wrote since',
      { objects: [config('1')] },
      { objects: [config('2')], meta: { fingerprintKeyId: 'other' } },
      { objects: [] },
    ],
  ];
  test.each(cases)('%s', async (_, before, after, expected) => {
    await check(before, after, expected);
  });

  test('keys of a Secret come and go', async () => {
    const secret = (resourceVersion: string): KubeObject =>
      object('v1', 'Secret', 'db', 'shop', { type: 'Opaque' }, { resourceVersion });
    const keys = (...names: readonly string[]): readonly Fact[] =>
      names.map(name => ({
        object: '/secrets/shop/db',
        path: `/data/${name}`,
        kind: 'secret-key',
        class: name,
        fingerprint: null,
      }));
    const { changes } = await compare(
      { objects: [secret('1')], whole: keys('user') },
      { objects: [secret('2')], whole: keys('user', 'password') },
    );
    expect(changes.flatMap(({ row }) => row.fields.map(({ path, change }) => `${path} ${change}`))).toStrictEqual([
      'data.password added',
    ]);
  });
});

describe('findings', () => {
  const cases: readonly (readonly [string, Parts, Parts, Told])[] = [
    [
      'new, by a field of the very object',
      { objects: [shop, policy(), deployment(false)] },
      { objects: [shop, policy(), deployment(true)] },
      { objects: ['changed Deployment/api'], findings: ['new privileged api < apps/deployments/shop/api'] },
    ],
    [
      'new, since a policy vanished',
      { objects: [shop, policy()] },
      { objects: [shop] },
      {
        objects: ['removed NetworkPolicy/deny'],
        findings: ['new policy-missing shop < networking.k8s.io/networkpolicies/shop/deny'],
      },
    ],
    [
      'fixed, and by what',
      { objects: [shop] },
      { objects: [shop, policy()] },
      {
        objects: ['added NetworkPolicy/deny'],
        findings: ['fixed policy-missing shop < networking.k8s.io/networkpolicies/shop/deny'],
      },
    ],
    [
      'fixed with its object',
      { objects: [shop, policy(), deployment(true)] },
      { objects: [shop, policy()] },
      { objects: ['removed Deployment/api'], findings: ['fixed privileged api < apps/deployments/shop/api'] },
    ],
    [
      'no longer known where the later one could not read what the rule needs',
      { objects: [shop] },
      { objects: [shop], unread: ['networkpolicies.networking.k8s.io@shop'] },
      { objects: [], findings: ['no-longer-known policy-missing shop'] },
    ],
    [
      'no longer known where the object itself could not be read',
      { objects: [shop, policy(), deployment(true)] },
      { objects: [shop, policy()], unread: ['deployments.apps'] },
      { objects: [], findings: ['no-longer-known privileged api'], gaps: ['1 deployments.apps@* after'] },
    ],
    [
      'newly known where the earlier one could not tell',
      { objects: [shop], unread: ['networkpolicies.networking.k8s.io@shop'] },
      { objects: [shop] },
      { objects: [], findings: ['newly-known policy-missing shop'] },
    ],
    [
      'certain all the same where the very field was seen to change',
      { objects: [shop, policy(), deployment(false)], unread: ['pods'] },
      { objects: [shop, policy(), deployment(true)] },
      { objects: ['changed Deployment/api'], findings: ['new privileged api < apps/deployments/shop/api'] },
    ],
    [
      'between files nothing is unknown for want of a cluster',
      { objects: [deployment(true)], meta: { origin: 'manifests' } },
      { objects: [deployment(false)], meta: { origin: 'manifests' } },
      { objects: ['changed Deployment/api'], findings: ['fixed privileged api < apps/deployments/shop/api'] },
    ],
  ];
  test.each(cases)('%s', async (_, before, after, expected) => {
    await check(before, after, expected);
  });

  test('what the later one lost is told, and why', async () => {
    const { summary, findings } = await compare(
      { objects: [shop] },
      { objects: [shop], unread: ['networkpolicies.networking.k8s.io@shop'] },
    );
    const lost: CompareSummary['lost'] = [{ resource: 'networkpolicies.networking.k8s.io', namespaces: ['shop'] }];
    expect(summary.lost).toStrictEqual(lost);
    expect(findings.map(({ why }) => why)).toStrictEqual([
      'The later snapshot did not read all networkpolicies.networking.k8s.io in shop.',
    ]);
    expect(isSame(summary)).toBe(false);
  });

  test('a finding of another severity has changed', async () => {
    const input = { before: await sideOf({ objects: [shop] }, 'b'), after: await sideOf({ objects: [shop] }, 'a') };
    const milder = input.after.evaluation.findings.map(each => ({ ...each, severity: 'low' as const }));
    const { findings } = await compareSnapshots(
      {
        ...input,
        after: { ...input.after, evaluation: { ...input.after.evaluation, findings: milder } },
        rulesVersion: 't',
        reevaluated: true,
        storedBefore: [],
        needsOf: () => new Set(),
      },
      ports,
      signal,
    );
    expect(findings.map(({ change, severity, severityBefore }) => [change, severityBefore, severity])).toStrictEqual([
      ['changed', 'high', 'low'],
    ]);
  });

  test('what today’s rules find in the earlier one too is counted, not called new', async () => {
    const input = { before: await sideOf({ objects: [shop] }, 'b'), after: await sideOf({ objects: [shop] }, 'a') };
    const { summary } = await compareSnapshots(
      { ...input, rulesVersion: 't', reevaluated: true, storedBefore: [], needsOf: () => new Set() },
      ports,
      signal,
    );
    expect(summary.findings.new).toBe(0);
    expect(summary.rules).toStrictEqual({ version: 't', reevaluated: true, knownByRules: 1 });
  });
});

test('a comparison ends when it is cancelled', async () => {
  const many = Array.from({ length: 200 }, (_, index) => policy(`p${index}`));
  const controllerOfTest = new AbortController();
  controllerOfTest.abort();
  const input = { before: await sideOf({ objects: many }, 'b'), after: await sideOf({ objects: many }, 'a') };
  await expect(
    compareSnapshots(
      { ...input, rulesVersion: 't', reevaluated: false, storedBefore: null, needsOf: () => new Set() },
      ports,
      controllerOfTest.signal,
    ),
  ).rejects.toThrow('cancelled');
});
