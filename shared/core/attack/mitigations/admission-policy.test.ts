import { describe, expect, test } from 'vitest';
import type { KubeObject } from '#contract/kube';
import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import { policyOf } from '#core/rbac/policy-of';
import { named, namespace } from '#test/attack/small-world';
import { snapshotOf } from '#test/rules/snapshot-of';
import { createWorld } from '../create-world.ts';
import { admissionOf, type Write } from './admission-policy.ts';

const v1 = 'admissionregistration.k8s.io/v1';
const rule = { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] };
const pods: Write = { operation: 'CREATE', group: '', resource: 'pods', namespace: 'shop' };

interface Setting {
  readonly rule?: object;
  readonly match?: object;
  readonly policy?: object;
  readonly binding?: object;
  readonly actions?: readonly string[];
  readonly expression?: string;
}

const objects = ({
  rule: more = {},
  match = {},
  policy = {},
  binding = {},
  actions = ['Deny'],
  expression = 'false',
}: Setting) => [
  namespace('shop', { team: 'shop' }),
  named('ValidatingAdmissionPolicy', v1, 'guard', {
    spec: { matchConstraints: { resourceRules: [{ ...rule, ...more }], ...match }, validations: [{ expression }], ...policy },
  }),
  named('ValidatingAdmissionPolicyBinding', v1, 'guard', {
    spec: { policyName: 'guard', validationActions: actions, ...binding },
  }),
];

/** stops: denied for sure. tells: it may be. nothing: it does not look. */
const check = (all: readonly KubeObject[], expected: 'stops' | 'tells' | 'nothing', write: Write = pods): void => {
  const index = createSnapshotIndex(snapshotOf({ objects: all }));
  const { blockedBy, evidence } = admissionOf(createWorld(index, policyOf(index)), write);
  expect(blockedBy.length > 0 ? 'stops' : evidence.length > 0 ? 'tells' : 'nothing').toBe(expected);
};

const selector = (team: string): object => ({ namespaceSelector: { matchLabels: { team } } });

describe('policies', () => {
  test.each<readonly [string, Setting, Parameters<typeof check>[1]]>([
    ['every pod', {}, 'stops'],
    ['Deny beside Audit', { actions: ['Audit', 'Deny'] }, 'stops'],
    ['Audit alone', { actions: ['Audit'] }, 'nothing'],
    ['Warn alone', { actions: ['Warn'] }, 'nothing'],
    ['another operation', { rule: { operations: ['UPDATE'] } }, 'nothing'],
    ['any operation', { rule: { operations: ['*'] } }, 'stops'],
    ['another group', { rule: { apiGroups: ['apps'] } }, 'nothing'],
    ['all resources', { rule: { resources: ['*'] } }, 'stops'],
    ['subresources too', { rule: { resources: ['*/*'] } }, 'stops'],
    ['a subresource only', { rule: { resources: ['pods/exec'] } }, 'nothing'],
    ['another version', { rule: { apiVersions: ['v2'] } }, 'tells'],
    ['some names', { rule: { resourceNames: ['x'] } }, 'tells'],
    ['of no namespace', { rule: { scope: 'Cluster' } }, 'nothing'],
    ['in namespaces', { rule: { scope: 'Namespaced' } }, 'stops'],
    ['this namespace', { match: selector('shop') }, 'stops'],
    ['another namespace', { match: selector('other') }, 'nothing'],
    ['another namespace, as the binding says', { binding: { matchResources: selector('other') } }, 'nothing'],
    ['this one, as the binding says', { binding: { matchResources: selector('shop') } }, 'stops'],
    ['labels of the object', { match: { objectSelector: { matchLabels: { a: 'b' } } } }, 'tells'],
    ['an exception', { match: { excludeResourceRules: [rule] } }, 'nothing'],
    ['an exception by name', { match: { excludeResourceRules: [{ ...rule, resourceNames: ['x'] }] } }, 'tells'],
    [
      'other resources in the binding',
      { binding: { matchResources: { resourceRules: [{ ...rule, resources: ['secrets'] }] } } },
      'nothing',
    ],
    ['conditions', { policy: { matchConditions: [{ name: 'x', expression: 'true' }] } }, 'tells'],
    ['parameters', { policy: { paramKind: { apiVersion: 'v1', kind: 'ConfigMap' } } }, 'tells'],
    ['an expression that is not understood', { expression: 'object.spec.replicas < 5' }, 'tells'],
    ['white space', { expression: '  false\n' }, 'stops'],
    ['a policy that is not there', { binding: { policyName: 'gone' } }, 'nothing'],
  ])('%s', (_, setting, expected) => check(objects(setting), expected));

  test('a namespace object stands in no namespace, and its labels are the writer’s', () => {
    const write: Write = { operation: 'UPDATE', group: '', resource: 'namespaces', namespace: 'shop' };
    const on = { operations: ['UPDATE'], resources: ['namespaces'] };
    check(objects({ rule: on }), 'stops', write);
    check(objects({ rule: { ...on, scope: 'Cluster' } }), 'stops', write);
    check(objects({ rule: { ...on, scope: 'Namespaced' } }), 'nothing', write);
    check(objects({ rule: on, match: selector('shop') }), 'tells', write);
  });

  test('an expression that the edge knows to be false', () => {
    const write: Write = { ...pods, resource: 'secrets', refusals: ["object.type!='x'"] };
    check(objects({ rule: { resources: ['secrets'] }, expression: 'object.type != "x"' }), 'stops', write);
    check(objects({ rule: { resources: ['secrets'] }, expression: 'object.type != "y"' }), 'tells', write);
  });
});

describe('webhooks', () => {
  const webhook = (more: object) => [
    namespace('shop', { team: 'shop' }),
    named('ValidatingWebhookConfiguration', v1, 'engine', { webhooks: [{ name: 'a', rules: [rule], ...more }] }),
  ];
  test('what they forbid stands elsewhere', () => check(webhook({}), 'tells'));
  test('they do not look at this namespace', () => check(webhook(selector('other')), 'nothing'));
  test('they look at other objects', () => check(webhook({ rules: [{ ...rule, resources: ['secrets'] }] }), 'nothing'));
});
