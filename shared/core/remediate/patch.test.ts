import { expect, test } from 'vitest';
import { redactedText } from '#contract/fact';
import type { Finding } from '#contract/finding';
import { Patch } from '#contract/patch';
import type { KubeObject, ObjectRef } from '#contract/kube';
import { refOf } from '#contract/kube';
import type { AnyRule, Edit, View } from '#contract/rule';
import { defineRule, edit, podTemplates, remediation } from '#kube/define-rule';
import { jsonOf } from './apply-edits.ts';
import { applyJsonPatch } from './apply-json-patch.ts';
import { arrangePatches } from './arrange-patches.ts';
import { patchDiff } from './diff.ts';
import { mergePatches } from './merge-patches.ts';
import { makePatch } from './patch.ts';

const deployment = (containers: readonly object[], extra: object = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'api', namespace: 'shop', uid: 'u1' },
  spec: { template: { spec: { containers, ...extra } } },
});

const ruleThat = (id: string, edits: (object: KubeObject) => readonly Edit[], mayBreak?: string): AnyRule =>
  defineRule({
    id,
    pack: 'test',
    severity: 'high',
    since: '1.0',
    what: 'w',
    why: 'y',
    fix: 'Fix it.',
    appliesTo: podTemplates(),
    evaluate: () => [],
    remediate: ({ object }) => remediation('restart', mayBreak, ...edits(object)),
  });

const findingOn = (object: KubeObject, rule: string, more: Partial<Finding> = {}): Finding => ({
  id: `f-${rule}`,
  ruleId: rule,
  status: 'fail',
  severity: 'high',
  resource: refOf(object),
  ownerIncomplete: false,
  at: { resource: refOf(object), path: '/spec' },
  path: '/spec',
  occurrences: [],
  message: 'm',
  why: 'y',
  fix: 'Fix it.',
  frameworks: [],
  fixable: true,
  needs: [],
  ...more,
});

const view: View = {
  list: () => [],
  get: () => undefined,
  facts: () => [],
  pods: () => [],
  waysToAdmin: () => [],
  config: { registries: [] },
  serverVersion: undefined,
};
const sourceOf = (...objects: readonly KubeObject[]) => ({
  view,
  objectAt: (ref: ObjectRef) => objects.find(object => object.kind === ref.kind && object.metadata.name === ref.name),
});

const container = '/spec/template/spec/containers/0';
const privileged = deployment([{ name: 'web', securityContext: { privileged: true } }]);
const unprivileged = ruleThat('privileged', object => [edit.remove(object, `${container}/securityContext/privileged`)]);

const check = (object: KubeObject, rule: AnyRule, expected: Partial<Patch> | string, more: Partial<Finding> = {}): void => {
  const patch = makePatch(findingOn(object, rule.id, more), rule, sourceOf(object));
  if (typeof expected === 'string')
    expect(patch.ok ? patch.value : `${patch.error.code}: ${patch.error.what} ${patch.error.why}`).toBe(expected);
  else {
    expect(patch.ok ? patch.value : patch.error).toMatchObject(expected);
    expect(Patch.safeParse(patch.ok ? patch.value : undefined).error).toBeUndefined();
  }
};

test('a change', () =>
  check(privileged, unprivileged, {
    title: 'Remove privileged from container web',
    dialect: 'json-patch',
    risk: 'restart',
    redacted: null,
  }));

test('the diff shows the change alone', () => {
  const patch = makePatch(findingOn(privileged, 'privileged'), unprivileged, sourceOf(privileged));
  expect(
    patch.ok &&
      patchDiff(patch.value)
        .split('\n')
        .filter(line => /^[-+]/.test(line)),
  ).toEqual([
    '--- a/deployment/shop/api.yaml',
    '+++ b/deployment/shop/api.yaml',
    '-        securityContext:',
    '-          privileged: true',
    '+        securityContext: {}',
  ]);
});

test('a new object', () => {
  const policy: KubeObject = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'deny', namespace: 'shop' },
    spec: { podSelector: {} },
  };
  const namespace: KubeObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
  const rule = ruleThat('deny', () => [edit.create(policy)]);
  check(namespace, rule, {
    dialect: 'create',
    operations: [],
    before: '',
    target: { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', namespace: 'shop', name: 'deny' },
    title: 'Create NetworkPolicy deny in namespace shop',
  });
});

test('a redacted value is not touched: steps remain', () => {
  const object = deployment([{ name: 'web', env: [{ name: 'TOKEN', value: redactedText('0123456789abcdef0123456789abcdef') }] }]);
  check(
    object,
    ruleThat('env', given => [edit.remove(given, `${container}/env/0`)]),
    { operations: [], rollback: [], redacted: expect.stringContaining('redacted') as unknown as string },
  );
});

const mirror: KubeObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'etcd', namespace: 'kube-system', annotations: { 'kubernetes.io/config.mirror': 'x' } },
  spec: {},
};
const pod: KubeObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'bare', namespace: 'shop' },
  spec: { hostNetwork: true },
};

test.each<[string, KubeObject, AnyRule, string, Partial<Finding>]>([
  [
    'an operator owns it',
    privileged,
    unprivileged,
    'not-patchable: Deployment api is not patched. It is made by Kafka k, whose operator would undo the change.',
    { resource: { apiVersion: 'kafka.io/v1', kind: 'Kafka', namespace: 'shop', name: 'k' } },
  ],
  [
    'its owner is unread',
    privileged,
    unprivileged,
    'not-patchable: There is no patch for privileged on Deployment api. What owns it could not be read, and the owner would undo the change.',
    { ownerIncomplete: true },
  ],
  [
    'it is unknown',
    privileged,
    unprivileged,
    'not-patchable: There is no patch for privileged on Deployment api. Nothing is known to be wrong: what would tell was not read.',
    { status: 'unknown' },
  ],
  [
    'a static pod',
    mirror,
    ruleThat('x', o => [edit.set(o, '/spec/hostNetwork', false)]),
    'not-patchable: There is no patch for x on Pod etcd. It mirrors a static Pod: its file lies on the node.',
    {},
  ],
  [
    'a pod that runs',
    pod,
    ruleThat('x', o => [edit.set(o, '/spec/hostNetwork', false)]),
    'not-patchable: Pod bare cannot be changed at /spec/hostNetwork where it runs. The API server lets nobody change this field of a Pod that exists.',
    {},
  ],
  [
    'nothing to change',
    deployment([{ name: 'web' }]),
    unprivileged,
    'not-patchable: Deployment api needs no change. It is already as the fix would make it.',
    {},
  ],
])('no patch: %s', (_name, object, rule, expected, more) => check(object, rule, expected, more));

const all = (object: KubeObject, ...rules: readonly AnyRule[]): Patch[] =>
  rules.map(rule => {
    const made = makePatch(findingOn(object, rule.id), rule, sourceOf(object));
    if (!made.ok) throw new Error(made.error.what);
    return made.value;
  });

const bare = deployment([{ name: 'web', command: ['a', 'b', 'c'] }]);
const sets = (id: string, path: string, value: string | boolean): AnyRule =>
  ruleThat(id, object => [edit.set(object, `${container}/securityContext/${path}`, value)], `${id} breaks.`);
const nonRoot = sets('non-root', 'runAsNonRoot', true);
const readOnly = sets('read-only', 'readOnlyRootFilesystem', true);
const writable = sets('writable', 'readOnlyRootFilesystem', false);

test('patches that add one parent become one patch', () => {
  const merged = mergePatches(all(bare, nonRoot, readOnly), bare);
  expect(merged.ok && merged.value.patch).toMatchObject({
    ruleId: 'non-root+read-only',
    findingIds: ['f-non-root', 'f-read-only'],
    mayBreak: 'non-root breaks. read-only breaks.',
  });
  expect(merged.ok && merged.value.patch.after).toContain('readOnlyRootFilesystem: true\n          runAsNonRoot: true');
});

test('patches that contradict each other are told, the first counts', () => {
  const merged = mergePatches(all(bare, readOnly, writable), bare);
  expect(merged.ok && merged.value.conflicts.map(({ patch }) => patch.ruleId)).toEqual(['writable']);
  expect(merged.ok && merged.value.patch.findingIds).toEqual(['f-read-only']);
});

/** The rules of each patch, after checking that all apply in either order to the object as captured. */
const checkArranged = (object: KubeObject, rules: readonly AnyRule[], expected: readonly string[]): void => {
  const { patches, conflicts } = arrangePatches(all(object, ...rules), () => object);
  expect(conflicts).toEqual([]);
  expect(patches.map(({ ruleId }) => ruleId)).toEqual(expected);
  for (const order of [patches, patches.toReversed()]) {
    const after = applyJsonPatch(
      jsonOf(object),
      order.flatMap(({ operations }) => operations),
    );
    expect(
      after.ok &&
        applyJsonPatch(
          after.value,
          order.flatMap(({ rollback }) => rollback),
        ),
    ).toEqual({ ok: true, value: object });
  }
};

const removes = (id: string, index: number): AnyRule =>
  ruleThat(id, object => [edit.remove(object, `${container}/command/${index}`)]);

test('patches that both add a parent become one', () => {
  checkArranged(bare, [nonRoot, readOnly], ['non-root+read-only']);
});

test('patches beside each other stay apart', () => {
  checkArranged(
    deployment([{ name: 'web', command: ['a'], securityContext: {} }]),
    [nonRoot, readOnly, removes('r', 0)],
    ['non-root', 'read-only', 'r'],
  );
});

test('removals of one list by two rules become one patch, since indexes would move', () => {
  checkArranged(bare, [removes('r0', 0), removes('r1', 1), nonRoot], ['r0+r1', 'non-root']);
  const { patches } = arrangePatches(all(bare, removes('r0', 0), removes('r1', 1)), () => bare);
  expect(patches[0]?.after).toContain('- command:\n        - c\n');
});

test('what two rules ask for alike is one change', () => {
  const again = ruleThat('again', object => [edit.set(object, `${container}/securityContext/runAsNonRoot`, true)]);
  const { patches } = arrangePatches(all(bare, nonRoot, again), () => bare);
  expect(patches.map(({ findingIds }) => findingIds)).toEqual([['f-non-root', 'f-again']]);
});

test('a contradiction is told', () => {
  const { patches, conflicts } = arrangePatches(all(bare, readOnly, writable, nonRoot), () => bare);
  expect(patches.map(({ ruleId }) => ruleId)).toEqual(['read-only+non-root']);
  expect(conflicts.map(({ patch }) => patch.ruleId)).toEqual(['writable']);
});
