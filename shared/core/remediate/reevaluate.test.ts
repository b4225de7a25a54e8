import { expect, test } from 'vitest';
import type { Evaluation } from '#contract/evaluation';
import type { Finding } from '#contract/finding';
import type { KubeObject } from '#contract/kube';
import { refOf } from '#contract/kube';
import type { JsonPatchOp, Patch } from '#contract/patch';
import type { Snapshot } from '#contract/snapshot';
import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import { firstChecks } from './patch-checks.ts';
import { patchedSnapshot, reevaluatePatch, verdictOf } from './reevaluate.ts';

const owned = (by: KubeObject, kind: string, apiVersion: string, name: string, spec: object): KubeObject => ({
  apiVersion,
  kind,
  metadata: {
    name,
    namespace: 'shop',
    uid: name,
    ownerReferences: [
      { apiVersion: by.apiVersion, kind: by.kind, name: by.metadata.name, uid: String(by.metadata.uid), controller: true },
    ],
  },
  spec,
});

const web = { name: 'web', privileged: true };
const deployment: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'api', namespace: 'shop', uid: 'd' },
  spec: { template: { spec: { containers: [web] } } },
};
const replicaSet = owned(deployment, 'ReplicaSet', 'apps/v1', 'rs', { template: { spec: { containers: [web] } } });
// Admission has put a container before ours.
const pod = owned(replicaSet, 'Pod', 'v1', 'pod', { containers: [{ name: 'proxy' }, web] });
const other: KubeObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'other', namespace: 'shop', uid: 'o' },
  spec: { containers: [web] },
};

const snapshot = {
  meta: { factKinds: {} },
  types: [],
  objects: new Map([
    ['deployments.apps', [deployment]],
    ['replicasets.apps', [replicaSet]],
    ['pods', [pod, other]],
  ]),
  facts: [],
  redactions: [],
  coverage: { namespaces: null, entries: [] },
} as unknown as Snapshot;

const patch = (operations: JsonPatchOp[], more: Partial<Patch> = {}): Patch => ({
  id: 'p',
  ruleId: 'r',
  findingIds: ['api'],
  target: refOf(deployment),
  dialect: 'json-patch',
  operations,
  rollback: [],
  title: 't',
  risk: 'restart',
  mayBreak: null,
  redacted: null,
  before: '',
  after: '',
  checks: firstChecks(),
  ...more,
});

const remove = patch([{ op: 'remove', path: '/spec/template/spec/containers/0/privileged' }]);

/** Every object that still says privileged has a finding under its name. */
const evaluate = async (given: Snapshot): Promise<Evaluation> => {
  const findings = [...given.objects.values()]
    .flat()
    .filter(object => JSON.stringify(object).includes('"privileged":true'))
    .map(({ metadata }) => ({ id: metadata.name, status: 'fail', ruleId: 'r', message: `${metadata.name}.` }) as Finding);
  return { findings, defects: [] } as unknown as Evaluation;
};

const check = async (given: Patch, expected: string, before?: readonly Finding[]): Promise<void> => {
  const { result, note } = await reevaluatePatch(
    given,
    createSnapshotIndex(snapshot),
    evaluate,
    before ?? (await evaluate(snapshot)).findings,
  );
  expect(`${result}: ${note}`).toBe(expected);
};

test('the finding and those of its replicas go', () =>
  check(remove, 'passed: This finding is gone, no new one; 2 more go with it.'));

test('a finding that stays is told', () =>
  check(patch([{ op: 'add', path: '/spec/replicas', value: 2 }]), 'failed: The finding is still there: api.'));

test('a new finding is told', () =>
  check(remove, 'failed: It makes 1 new: r: other.', [{ id: 'api', status: 'fail' } as Finding]));

const finding = (id: string, status: Finding['status'], ruleId: string): Finding =>
  ({ id, status, ruleId, message: `${id}.` }) as Finding;

test.each<readonly [string, readonly Finding[], readonly Finding[], string]>([
  [
    'what the finding hid is no new one',
    [finding('f1', 'fail', 'r')],
    [finding('u', 'unknown', 'r')],
    'passed: This finding is gone, no new one; whether there are more like it is unknown, since not all was read.',
  ],
  [
    'what another rule does not know is one',
    [finding('f1', 'fail', 'r')],
    [finding('u', 'unknown', 'other')],
    'failed: It makes 1 new: other: u.',
  ],
  [
    'what was unknown and is now so is one',
    [finding('f1', 'fail', 'r'), finding('u', 'unknown', 'r')],
    [finding('u', 'fail', 'r')],
    'failed: It makes 1 new: r: u.',
  ],
])('%s', (_, before, after, expected) => {
  const { result, note } = verdictOf({ ...remove, findingIds: ['f1'] }, before, after);
  expect(`${result}: ${note}`).toBe(expected);
});

test('a patch that does not apply is told', () =>
  check(patch([{ op: 'test', path: '/spec/x', value: 1 }]), 'failed: The patch does not apply to the object in this snapshot.'));

test('replicas change as their controller would make them, by container name', () => {
  const after = patchedSnapshot([remove], createSnapshotIndex(snapshot));
  const pods = after?.objects.get('pods') ?? [];
  expect(
    pods.map(({ metadata, spec }) => [metadata.name, (spec as { readonly containers: readonly object[] }).containers]),
  ).toEqual([
    ['other', [web]],
    ['pod', [{ name: 'proxy' }, { name: 'web' }]],
  ]);
  expect(after?.objects.get('replicasets.apps')?.length).toBe(1);
});

test('a new object joins', () => {
  const create = patch([], {
    dialect: 'create',
    after: 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: deny\n  namespace: shop\nspec: {}\n',
  });
  expect(
    patchedSnapshot([create], createSnapshotIndex(snapshot))
      ?.objects.get('networkpolicies.networking.k8s.io')
      ?.map(({ metadata }) => metadata.name),
  ).toEqual(['deny']);
});
