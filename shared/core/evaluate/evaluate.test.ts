import { describe, expect, test } from 'vitest';
import { defaultConfig } from '#contract/config';
import type { Evaluation } from '#contract/evaluation';
import type { Finding } from '#contract/finding';
import type { KubeObject } from '#contract/kube';
import type { AnyRule } from '#contract/rule';
import { containersOf } from '#kube/containers';
import { defineRule, finding, namespaces, podTemplates } from '#kube/define-rule';
import { at } from '#kube/pointer';
import type { SnapshotParts } from '#test/rules/snapshot-of';
import { snapshotOf } from '#test/rules/snapshot-of';
import { evaluate } from './evaluator.ts';
import type { EvaluateOptions } from './options.ts';
import { createSnapshotIndex } from './snapshot-index.ts';

const text = { pack: 'test', severity: 'high', since: '0.1', what: 'What.', why: 'Why.', fix: 'Fix.' } as const;

const privileged = defineRule({
  ...text,
  id: 'privileged',
  appliesTo: podTemplates(),
  evaluate: pod =>
    containersOf(pod)
      .filter(container => (container.value['securityContext'] as { privileged?: boolean } | undefined)?.privileged === true)
      .map(container =>
        finding(at(container.path, 'securityContext', 'privileged'), `${container.name} is privileged.`, {
          container: container.name,
        }),
      ),
});

const policyMissing = defineRule({
  ...text,
  id: 'policy-missing',
  appliesTo: namespaces(),
  needs: ['networkpolicies.networking.k8s.io'],
  evaluate: ({ name }, view) =>
    view.list('networkpolicies.networking.k8s.io', name).length > 0 ? [] : [finding('', `${name} has none.`)],
});

const run = async (
  rules: readonly AnyRule[],
  parts: SnapshotParts,
  options: Partial<EvaluateOptions> = {},
): Promise<Evaluation> => {
  const all = { config: defaultConfig, frameworks: {}, ...options };
  return evaluate(createSnapshotIndex(snapshotOf(parts)), rules, all, { pause: async () => {} }, new AbortController().signal);
};

const controller = (kind: string, name: string, uid: string, apiVersion = 'apps/v1') => [
  { apiVersion, kind, name, uid, controller: true },
];

const bad = { name: 'api', securityContext: { privileged: true } };

const workload = (
  kind: string,
  name: string,
  containers: readonly unknown[],
  owners?: readonly unknown[],
  apiVersion = 'apps/v1',
): KubeObject =>
  ({
    apiVersion: kind === 'Pod' ? 'v1' : apiVersion,
    kind,
    metadata: { name, namespace: 'shop', uid: `${kind}-${name}`, ...(owners === undefined ? {} : { ownerReferences: owners }) },
    spec: kind === 'Pod' ? { containers } : { template: { spec: { containers } } },
  }) as unknown as KubeObject;

const replica = (name: string, containers: readonly unknown[] = [bad]): KubeObject =>
  workload('Pod', name, containers, controller('ReplicaSet', 'api-1', 'ReplicaSet-api-1'));

const deployment = workload('Deployment', 'api', [bad]);
const replicaSet = workload('ReplicaSet', 'api-1', [bad], controller('Deployment', 'api', 'Deployment-api'));

/** `Kind name | at | occurrences`. */
const line = (found: Finding): string => {
  const resource = found.resource === null ? '*' : `${found.resource.kind} ${found.resource.name}`;
  const place = found.at === null ? '' : `${found.at.resource.kind} ${found.at.resource.name}`;
  return `${found.status} ${resource} | ${place} | ${found.occurrences.length}${found.ownerIncomplete ? ' | incomplete' : ''}`;
};

const check = async (
  rules: readonly AnyRule[],
  parts: SnapshotParts,
  expected: readonly string[],
  options?: Partial<EvaluateOptions>,
): Promise<Evaluation> => {
  const evaluation = await run(rules, parts, options);
  expect(evaluation.findings.map(line)).toEqual(expected);
  return evaluation;
};

describe('one finding a container on the root owner', () => {
  test('replicas are occurrences', async () => {
    const evaluation = await check([privileged], { objects: [replica('api-1-a'), replicaSet, deployment, replica('api-1-b')] }, [
      'fail Deployment api | Deployment api | 2',
    ]);
    expect(evaluation.tallies).toEqual([{ ruleId: 'privileged', passed: 0, failed: 1, unknown: 0 }]);
  });

  test('a sidecar that exists on the pods alone stands there', async () => {
    const sidecar = { name: 'mesh', securityContext: { privileged: true } };
    await check(
      [privileged],
      {
        objects: [
          workload('Deployment', 'api', [{ name: 'api' }]),
          replicaSet,
          replica('api-1-a', [{ name: 'api' }, sidecar]),
          replica('api-1-b', [{ name: 'api' }, sidecar]),
        ],
      },
      ['fail Deployment api | Pod api-1-a | 2'],
    );
  });

  test('a pod without an owner is its own', async () => {
    await check([privileged], { objects: [workload('Pod', 'alone', [bad])] }, ['fail Pod alone | Pod alone | 0']);
  });

  test('what an operator owns is told at the child and is the operator’s', async () => {
    const operator = {
      apiVersion: 'example.com/v1',
      kind: 'Prometheus',
      metadata: { name: 'main', namespace: 'shop', uid: 'p' },
    };
    const set = workload('StatefulSet', 'prometheus-main', [bad], controller('Prometheus', 'main', 'p', 'example.com/v1'));
    const pod = workload(
      'Pod',
      'prometheus-main-0',
      [bad],
      controller('StatefulSet', 'prometheus-main', 'StatefulSet-prometheus-main'),
    );
    const evaluation = await check([privileged], { objects: [operator as KubeObject, set, pod] }, [
      'fail Prometheus main | StatefulSet prometheus-main | 1',
    ]);
    expect(evaluation.findings[0]?.fixable).toBe(false);
  });

  test('an owner that may not be read leaves the chain incomplete', async () => {
    const parts = { objects: [deployment, replicaSet, replica('api-1-a')], unread: ['deployments.apps'] };
    await check([privileged], parts, ['fail ReplicaSet api-1 | ReplicaSet api-1 | 1 | incomplete', 'unknown * |  | 0']);
  });

  test('objects that own each other stand for themselves', async () => {
    const one = workload('ReplicaSet', 'one', [bad], controller('ReplicaSet', 'two', 'ReplicaSet-two'));
    const two = workload('ReplicaSet', 'two', [bad], controller('ReplicaSet', 'one', 'ReplicaSet-one'));
    await check([privileged], { objects: [one, two] }, [
      'fail ReplicaSet one | ReplicaSet one | 0',
      'fail ReplicaSet two | ReplicaSet two | 0',
    ]);
  });

  test('a workload that claims another as its owner does not hide behind it', async () => {
    const hidden = workload('DaemonSet', 'hidden', [bad], controller('Deployment', 'clean', 'Deployment-clean'));
    await check([privileged], { objects: [workload('Deployment', 'clean', [{ name: 'api' }]), hidden] }, [
      'fail Deployment clean | DaemonSet hidden | 0',
    ]);
  });

  test('a deleted owner’s name taken by another object is another object', async () => {
    const orphan = workload('ReplicaSet', 'api-1', [bad], controller('Deployment', 'api', 'older'));
    await check([privileged], { objects: [deployment, orphan] }, [
      'fail Deployment api | Deployment api | 0',
      'fail ReplicaSet api-1 | ReplicaSet api-1 | 0',
    ]);
  });
});

describe('fingerprints', () => {
  const idOf = async (objects: readonly KubeObject[]): Promise<readonly string[]> =>
    (await run([privileged], { objects })).findings.map(found => found.id);

  test('are the same whatever the order of containers, with and without pods', async () => {
    const [alone] = await idOf([deployment]);
    expect(await idOf([workload('Deployment', 'api', [{ name: 'first' }, bad])])).toEqual([alone]);
    expect(await idOf([deployment, replicaSet, replica('api-1-a')])).toEqual([alone]);
    // The template was mended, the pods are still the old ones: the same finding, at the pod.
    expect(await idOf([workload('Deployment', 'api', [{ name: 'api' }]), replicaSet, replica('api-1-a')])).toEqual([alone]);
    expect(alone).toMatch(/^[0-9a-f]{32}$/);
  });

  test('differ by container, namespace and rule', async () => {
    const both = await idOf([workload('Deployment', 'api', [bad, { ...bad, name: 'other' }])]);
    expect(new Set(both).size).toBe(2);
  });

  test('two elements of one content are told apart', async () => {
    const ids = await idOf([workload('Deployment', 'api', [bad, bad])]);
    expect(new Set(ids).size).toBe(2);
  });
});

describe('unknown', () => {
  const shop = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
  const bank = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'bank' } };

  test('what rests on an unread list is neither failed nor passed', async () => {
    const evaluation = await check([policyMissing], { objects: [shop, bank], unread: ['networkpolicies.networking.k8s.io'] }, [
      'unknown * |  | 0',
    ]);
    expect(evaluation.tallies).toEqual([{ ruleId: 'policy-missing', passed: 0, failed: 0, unknown: 1 }]);
    expect(evaluation.findings[0]?.needs).toEqual([{ group: 'networking.k8s.io', resource: 'networkpolicies', verb: 'list' }]);
  });

  test('the smallest scope that is unread', async () => {
    await check([policyMissing], { objects: [shop, bank], unread: ['networkpolicies.networking.k8s.io@bank'] }, [
      'fail Namespace shop | Namespace shop | 0',
      'unknown Namespace bank | Namespace bank | 0',
    ]);
  });

  test('a snapshot of an older version lacks a fact kind', async () => {
    const rule = defineRule({ ...text, id: 'facts', appliesTo: podTemplates(), facts: ['credential'], evaluate: () => [] });
    const snapshot = snapshotOf({ objects: [deployment] });
    const older = { ...snapshot, meta: { ...snapshot.meta, factKinds: {} } };
    const evaluation = await evaluate(
      createSnapshotIndex(older),
      [rule],
      { config: defaultConfig, frameworks: {} },
      { pause: async () => {} },
      new AbortController().signal,
    );
    expect(evaluation.findings.map(line)).toEqual(['unknown * |  | 0']);
    expect(evaluation.findings[0]?.message).toContain('captured by an older version');
    expect(evaluation.tallies[0]?.passed).toBe(0);
  });

  test('a rule that throws is a defect, and the others go on', async () => {
    const broken = defineRule({
      ...text,
      id: 'broken',
      appliesTo: podTemplates(),
      evaluate: () => {
        throw new Error('boom');
      },
    });
    const evaluation = await check([broken, privileged], { objects: [deployment] }, [
      'unknown * |  | 0',
      'fail Deployment api | Deployment api | 0',
    ]);
    expect(evaluation.defects).toEqual([{ ruleId: 'broken', message: 'boom' }]);
  });

  test('a remediation that throws is a defect too', async () => {
    const broken = {
      ...privileged,
      remediate: () => {
        throw new Error('boom');
      },
    };
    const evaluation = await check([broken], { objects: [deployment] }, ['unknown * |  | 0']);
    expect(evaluation.tallies).toEqual([{ ruleId: 'privileged', passed: 0, failed: 0, unknown: 1 }]);
  });

  test('a rule that reads what it does not declare is a defect', async () => {
    const sneaky = defineRule({
      ...text,
      id: 'sneaky',
      appliesTo: namespaces(),
      evaluate: (_namespace, view) => view.list('secrets').map(() => finding('', 'x')),
    });
    expect((await run([sneaky], { objects: [shop] })).defects).toHaveLength(1);
  });

  test('files: what only a complete list can say is one line a rule', async () => {
    await check(
      [policyMissing, privileged],
      { objects: [shop, bank, deployment] },
      ['unknown * |  | 0', 'fail Deployment api | Deployment api | 0'],
      { manifests: true },
    );
  });
});

describe('filters', () => {
  const other = { ...deployment, metadata: { ...deployment.metadata, namespace: 'bank', labels: { tier: 'back' } } };
  test.each<[string, Partial<EvaluateOptions>, readonly string[]]>([
    ['by namespace', { only: { namespaces: ['bank'] } }, ['bank']],
    ['without a namespace', { only: { excludeNamespaces: ['bank'] } }, ['shop']],
    ['by the configuration', { config: { ...defaultConfig, exclude: { namespaces: ['shop'], resources: [] } } }, ['bank']],
    ['by label', { only: { selector: 'tier in (back,front)' } }, ['bank']],
    ['by kind', { only: { kinds: ['statefulset'] } }, []],
    ['by severity', { only: { severity: 'critical' } }, []],
    [
      're-graded',
      { only: { severity: 'critical' }, config: { ...defaultConfig, rules: { privileged: { severity: 'critical' } } } },
      ['bank', 'shop'],
    ],
    ['switched off', { config: { ...defaultConfig, rules: { privileged: { enabled: false } } } }, []],
  ])('%s', async (_name, options, expected) => {
    const { findings } = await run([privileged], { objects: [deployment, other] }, options);
    expect(findings.map(found => found.resource?.namespace).toSorted()).toEqual(expected);
  });
});

test.each<[Partial<EvaluateOptions>, number]>([
  [{}, 1],
  [{ only: { severity: 'high' } }, 1],
  // What a milder rule passed answers another question than the one asked.
  [{ only: { severity: 'critical' } }, 0],
])('passes under %j: %i', async (options, expected) => {
  const { tallies } = await run([{ ...privileged, evaluate: () => [] }], { objects: [deployment] }, options);
  expect(tallies.map(tally => tally.passed)).toEqual([expected]);
});

describe('a pod that its template was copied into', () => {
  const inPod = (spec: object): KubeObject => {
    const pod = replica('api-1-a');
    return { ...pod, spec: { ...(pod['spec'] as object), ...spec } };
  };
  const token = { name: 'kube-api-access-x7z2p', projected: {} };
  test.each<[string, object, number]>([
    ['as it is', {}, 1],
    [
      'with what admission and scheduling add',
      { serviceAccountName: 'default', serviceAccount: 'default', nodeName: 'n1', volumes: [token] },
      1,
    ],
    ['under another service account', { serviceAccountName: 'deployer' }, 2],
    ['with a container of its own', { containers: [bad, { ...bad, name: 'sidecar' }] }, 2],
    ['changed in place', { containers: [{ ...bad, image: 'other' }] }, 2],
    ['with more of the node', { hostPID: true }, 2],
  ])('%s', async (_name, spec, expected) => {
    let asked = 0;
    const counting = {
      ...privileged,
      evaluate: (...call: Parameters<typeof privileged.evaluate>) => ((asked += 1), privileged.evaluate(...call)),
    };
    const { findings } = await run([counting], { objects: [deployment, replicaSet, inPod(spec)] });
    expect(asked).toBe(expected);
    expect(findings[0]?.occurrences).toHaveLength(1);
  });
});

test('cancelling ends it', async () => {
  const abort = new AbortController();
  abort.abort();
  const cancelled = evaluate(
    createSnapshotIndex(snapshotOf({ objects: [deployment] })),
    [privileged],
    { config: defaultConfig, frameworks: {} },
    { pause: async () => {} },
    abort.signal,
  );
  await expect(cancelled).rejects.toThrow('cancelled');
});

describe('coverage share', () => {
  const shop = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
  const bank = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'bank' } };
  test.each<[readonly string[], Evaluation['coverage']]>([
    [[], { percent: 100, cells: 3, full: 3 }],
    [['networkpolicies.networking.k8s.io@bank'], { percent: 66.6, cells: 3, full: 2 }],
    [['networkpolicies.networking.k8s.io'], { percent: 33.3, cells: 3, full: 1 }],
  ])('without %j', async (unread, expected) => {
    expect((await run([policyMissing], { objects: [shop, bank], unread })).coverage).toEqual(expected);
  });
});
