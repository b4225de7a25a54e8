import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultConfig } from '#contract/config';
import type { Evaluation } from '#contract/evaluation';
import type { JsonValue } from '#contract/json';
import { isJsonArray, isJsonObject } from '#contract/json';
import type { KubeObject } from '#contract/kube';
import { evaluate } from '#core/evaluate/evaluator';
import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import { rules } from '#rules/catalogue';
import { frameworks } from '#rules/frameworks.generated';
import { readCases, ruleFiles } from './case-file.ts';
import { snapshotOf } from './snapshot-of.ts';

/** Whatever a cluster says, rules say something or nothing; they never fail, and never say it at any length. */

const objects: readonly KubeObject[] = ruleFiles().flatMap(({ cases }) => {
  const file = readCases(cases);
  return [...file.failing, ...file.passing].flatMap(input => input.objects);
});

const run = async (given: readonly KubeObject[]): Promise<Evaluation> =>
  evaluate(
    createSnapshotIndex(snapshotOf({ objects: given })),
    rules,
    { config: { ...defaultConfig, registries: ['example.com'] }, frameworks },
    { pause: async () => {} },
    new AbortController().signal,
  );

const check = async (given: readonly KubeObject[]): Promise<Evaluation> => {
  const evaluation = await run(given);
  expect(evaluation.defects).toEqual([]);
  for (const finding of evaluation.findings)
    expect(finding.message.length + (finding.at?.container?.length ?? 0)).toBeLessThan(4000);
  return evaluation;
};

/** The value with what stands at the nth place below spec, rules, webhooks … replaced. */
const replaceAt = (value: JsonValue, place: { left: number }, by: JsonValue): JsonValue => {
  if (place.left-- === 0) return by;
  if (isJsonArray(value)) return value.map(item => replaceAt(item, place, by));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaceAt(item ?? null, place, by)]));
};

const mutate = (object: KubeObject, place: number, by: JsonValue): KubeObject => {
  const { apiVersion, kind, metadata, ...rest } = object;
  const changed = replaceAt(
    { ...(rest as Record<string, JsonValue>), labels: (metadata.labels ?? {}) as JsonValue },
    { left: place + 1 },
    by,
  );
  const { labels, ...fields } = isJsonObject(changed) ? changed : {};
  return { apiVersion, kind, metadata: { ...metadata, ...(labels === undefined ? {} : { labels: labels as never }) }, ...fields };
};

const nasty = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<JsonValue>,
  fc.constantFrom<JsonValue>(
    '__proto__',
    'constructor',
    { constructor: 1, toString: null },
    JSON.parse('{"__proto__": {"privileged": true}}') as JsonValue,
    '<script>alert(1)</script>',
    '\u202Egnp.exe',
    '=cmd()',
    '\u001B[2J',
  ),
);

test('a field of any type anywhere fails no rule', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom(...objects), fc.nat(40), nasty), { minLength: 1, maxLength: 12 }),
      async seeds => {
        await check(
          seeds.map(([object, place, by], index) =>
            mutate({ ...object, metadata: { ...object.metadata, name: `x${index}` } }, place, by),
          ),
        );
      },
    ),
    { numRuns: 400 },
  );
});

test('5 MB values and 10,000 labels are bounded', async () => {
  const labels = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`l${index}`, 'x']));
  const huge = 'a'.repeat(5_000_000);
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'shop', labels },
    spec: {
      containers: [{ name: huge, image: huge, securityContext: { privileged: true, capabilities: { add: [huge] } } }],
      hostPID: true,
    },
  };
  const binding = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'b' },
    roleRef: { kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ kind: 'User', name: huge }],
  };
  const { findings } = await check([pod, binding] as unknown as readonly KubeObject[]);
  expect(findings.some(finding => finding.ruleId === 'privileged-container')).toBe(true);
});

test('a prototype is neither read nor changed', async () => {
  const container = JSON.parse('{"name": "a", "__proto__": {"securityContext": {"privileged": true}}}') as JsonValue;
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'shop' }, spec: { containers: [container] } };
  const { findings } = await check([pod] as unknown as readonly KubeObject[]);
  expect(findings.filter(finding => finding.ruleId === 'privileged-container')).toEqual([]);
  expect(({} as Record<string, unknown>)['securityContext']).toBeUndefined();
});
