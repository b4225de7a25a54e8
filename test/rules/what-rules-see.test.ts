import { expect, test } from 'vitest';
import { defaultConfig } from '#contract/config';
import type { Evaluation } from '#contract/evaluation';
import type { JsonObject } from '#contract/json';
import type { KubeObject } from '#contract/kube';
import type { AnyRule } from '#contract/rule';
import { pipelineForRules } from '#core/engine/what-rules-see';
import { evaluate } from '#core/evaluate/evaluator';
import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import type { Fingerprints } from '#core/ports';
import { createPipeline, type Pipeline, type Processed } from '#core/redact/pipeline';
import { rules } from '#rules/catalogue';
import { frameworks } from '#rules/frameworks.generated';
import { readCases, ruleFiles } from './case-file.ts';
import { snapshotOf, typeOf } from './snapshot-of.ts';

const fingerprints: Fingerprints = { keyId: 'k', of: value => (value.length < 8 ? null : '0'.repeat(32)) };

/** What a cluster adds to each object, and what only a whole capture keeps. */
const asServed = (object: KubeObject): JsonObject => {
  const raw = structuredClone(object) as unknown as JsonObject;
  return {
    ...raw,
    metadata: {
      ...(raw['metadata'] as JsonObject),
      managedFields: [{ manager: 'kubectl', operation: 'Update', fieldsType: 'FieldsV1', fieldsV1: { 'f:spec': {} } }],
    },
    status: {
      ...(raw['status'] as JsonObject | undefined),
      replicas: 1,
      conditions: [{ type: 'Ready', status: 'True', message: 'password=hunter2hunter2' }],
    },
  };
};

const owner = (kind: string, name: string) => [{ apiVersion: 'apps/v1', kind, name, uid: name, controller: true }];
const spec = { containers: [{ name: 'c', image: 'nginx', env: [{ name: 'DB_PASSWORD', value: 'hunter2hunter2' }] }] };

/** Pods below a retired ReplicaSet, below one in use and below a custom resource; a Service that no rule looks at. */
const chains = [
  ['apps/v1', 'Deployment', 'api', [], { replicas: 1, template: { spec } }],
  ['apps/v1', 'ReplicaSet', 'api-1', owner('Deployment', 'api'), { replicas: 0, template: { spec } }],
  ['apps/v1', 'ReplicaSet', 'api-2', owner('Deployment', 'api'), { replicas: 1, template: { spec } }],
  ['apps/v1', 'ReplicaSet', 'gone-1', owner('Deployment', 'gone'), { replicas: 0, template: { spec } }],
  ['apps/v1', 'ReplicaSet', 'lone', [], { replicas: 0, template: { spec } }],
  ['v1', 'Pod', 'p1', owner('ReplicaSet', 'api-1'), { ...spec, hostNetwork: true }],
  ['v1', 'Pod', 'p2', owner('ReplicaSet', 'api-2'), spec],
  ['v1', 'Pod', 'p3', owner('ReplicaSet', 'gone-1'), { ...spec, hostPID: true }],
  ['v1', 'Pod', 'p4', [{ apiVersion: 'v1', kind: 'Service', name: 'web', uid: 'web', controller: true }], spec],
  ['v1', 'Service', 'web', [], { ports: [{ port: 80 }] }],
].map(
  ([apiVersion, kind, name, ownerReferences, content]) =>
    ({
      apiVersion,
      kind,
      metadata: { name, namespace: 'shop', uid: name, ownerReferences },
      spec: content,
    }) as unknown as KubeObject,
);

const evaluated = (objects: readonly KubeObject[], chosen: readonly AnyRule[], pipeline: Pipeline): Promise<Evaluation> => {
  const served = objects.map(object => [asServed(object), typeOf(object)] as const);
  const pods = served.filter(([, type]) => type.resource === 'pods');
  if (pods[0] !== undefined)
    pipeline.page?.(
      pods.map(([pod]) => pod),
      pods[0][1],
    );
  const processed = served.map(([object, type]) => pipeline.object(object, type));
  const snapshot = {
    ...snapshotOf({ objects: processed.map(({ object }) => object) }),
    facts: processed.flatMap(({ facts }) => facts),
  };
  return evaluate(
    createSnapshotIndex(snapshot),
    chosen,
    { config: defaultConfig, frameworks },
    { pause: async () => {} },
    new AbortController().signal,
  );
};

const check = async (objects: readonly KubeObject[], chosen: readonly AnyRule[]): Promise<number> => {
  const whole = await evaluated(objects, chosen, createPipeline(fingerprints));
  expect(await evaluated(objects, chosen, pipelineForRules(fingerprints, chosen))).toEqual(whole);
  return whole.findings.length;
};

test.each(ruleFiles().map(file => [file.id, file.cases] as const))(
  'what a scan keeps is enough for the cases of %s',
  async (id, cases) => {
    const file = readCases(cases);
    const alone = rules.filter(rule => rule.id === id);
    for (const { objects } of [...file.failing, ...file.passing, ...file.unknown]) {
      await check([...objects, ...chains], rules);
      await check([...objects, ...chains], alone);
    }
  },
);

test('and for each rule over chains of owners', async () => {
  expect(await check(chains, rules)).toBeGreaterThan(10);
  for (const rule of rules) await check(chains, [rule]);
});

test('replicas on one page come out as each would alone', () => {
  const password = (value: string) => ({ containers: [{ name: 'c', env: [{ name: 'DB_PASSWORD', value }] }] });
  let deep: JsonObject = {};
  for (let depth = 0; depth < 20_000; depth += 1) deep = { a: deep };
  const pods = (
    [
      ['a', 'rs', { ...password('hunter2hunter2'), nodeName: 'n1' }],
      ['a', 'rs', { ...password('hunter2hunter2'), nodeName: 'n2' }],
      ['b', 'rs', { ...password('hunter2hunter2'), nodeName: 'AKIAIOSFODNN7EXAMPLE' }],
      ['c', 'rs', { ...password('other2other2'), nodeName: 'AKIAIOSFODNN7EXAMPLF' }],
      ['c2', 'rs', { ...password('other2other2'), nodeName: 'n1' }],
      ['d', 'other', { ...password('other2other2'), nodeName: 'n1' }],
      ['e', 'other', { ...password('other2other2'), nodeName: 'n1', hostPID: true }],
      ['f', 'other', password('other2other2')],
      ['g', 'other', { nodeName: 'n', deep }],
      ['h', 'other', { nodeName: 'n', deep }],
    ] as const
  ).map(
    ([name, by, content]) =>
      ({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: {
          name,
          namespace: 'shop',
          uid: name,
          annotations: { note: `token=${name}hunter2hunter2` },
          ownerReferences: owner('ReplicaSet', by),
        },
        spec: content,
      }) as unknown as KubeObject,
  );
  const type = typeOf(pods[0] as KubeObject);
  const copy = (pod: KubeObject): JsonObject =>
    ({ ...pod, metadata: structuredClone(pod.metadata), spec: { ...(pod['spec'] as JsonObject) } }) as unknown as JsonObject;
  const fresh = (): readonly JsonObject[] =>
    pods.map(pod => (['g', 'h'].includes(pod.metadata.name) ? copy(pod) : (structuredClone(pod) as unknown as JsonObject)));
  const paired = pipelineForRules(fingerprints, rules);
  const items = fresh();
  paired.page?.(items, type);
  const inOrder = ({ facts, ...rest }: Processed): Processed => ({
    ...rest,
    facts: facts.toSorted((left, right) => (`${left.path} ${left.class}` < `${right.path} ${right.class}` ? -1 : 1)),
  });
  const together = items.map(item => inOrder(paired.object(item, type)));
  const lone = pipelineForRules(fingerprints, rules);
  expect(together).toEqual(fresh().map(item => inOrder(lone.object(item, type))));
  expect(JSON.stringify(together)).not.toMatch(/hunter2|other2|AKIA/);
  expect(together[1]?.object['spec']).toMatchObject({ nodeName: 'n2' });
  expect(together[1]?.facts.length).toBeGreaterThan(0);
});

test('the graph sees what a node says of itself', () => {
  const node = {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'n' },
    status: {
      nodeInfo: { kubeletVersion: 'v1.30.0' },
      addresses: [{ type: 'InternalIP', address: '10.0.0.1' }],
      images: [{ names: ['a'] }],
    },
  } as unknown as KubeObject;
  const { object } = pipelineForRules(fingerprints, rules).object(asServed(node), typeOf(node));
  expect(object['status']).toMatchObject({
    nodeInfo: { kubeletVersion: 'v1.30.0' },
    addresses: [{ type: 'InternalIP', address: '10.0.0.1' }],
  });
  expect(JSON.stringify(object)).not.toContain('images');
});

test('what no rule sees is not there', () => {
  const pipeline = pipelineForRules(
    fingerprints,
    rules.filter(rule => rule.asksWays !== true),
  );
  const kept = chains.map(object => pipeline.object(asServed(object), typeOf(object)));
  const text = JSON.stringify(kept.map(({ object }) => object));
  for (const gone of ['conditions', 'managedFields', '"ports"']) expect(text).not.toContain(gone);
  expect(kept.flatMap(({ redactions }) => redactions)).toEqual([]);
  expect(new Set(kept.flatMap(({ facts }) => facts.map(fact => fact.kind)))).toEqual(new Set(['credential']));
});
