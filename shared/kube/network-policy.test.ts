import { expect, test } from 'vitest';
import type { JsonObject } from '#contract/json';
import type { KubeObject } from '#contract/kube';
import type { Direction } from './network-policy.ts';
import { isDefaultDeny, isIsolatedByDefault, isolating, policyTypes } from './network-policy.ts';

const policy = (spec: JsonObject): KubeObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'p', namespace: 'shop' },
  spec,
});

const check = (
  specs: readonly JsonObject[],
  direction: Direction,
  expected: { deny?: boolean; byDefault?: boolean; web?: boolean },
): void => {
  const policies = specs.map(policy);
  const got = {
    deny: policies.some(one => isDefaultDeny(one, direction)),
    byDefault: isIsolatedByDefault(policies, direction),
    web: isolating(policies, direction)(new Map([['app', 'web']])),
  };
  expect(got).toMatchObject(expected);
};

test.each<[string, readonly JsonObject[], Direction, { deny?: boolean; byDefault?: boolean; web?: boolean }]>([
  ['none', [], 'Ingress', { deny: false, byDefault: false, web: false }],
  ['deny', [{ podSelector: {} }], 'Ingress', { deny: true, byDefault: true, web: true }],
  ['deny of the other direction', [{ podSelector: {} }], 'Egress', { deny: false, byDefault: false, web: false }],
  [
    'egress by its rules',
    [{ podSelector: {}, egress: [{ ports: [{ port: 53 }] }] }],
    'Egress',
    { deny: false, byDefault: true, web: true },
  ],
  ['policyTypes without rules', [{ podSelector: {}, policyTypes: ['Egress'] }], 'Egress', { deny: true, byDefault: true }],
  [
    'policyTypes without ingress',
    [{ podSelector: {}, policyTypes: ['Egress'] }],
    'Ingress',
    { deny: false, byDefault: false, web: false },
  ],
  ['one pod', [{ podSelector: { matchLabels: { app: 'web' } } }], 'Ingress', { deny: false, byDefault: false, web: true }],
  [
    'by expression',
    [{ podSelector: { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['db'] }] } }],
    'Ingress',
    { byDefault: false, web: true },
  ],
  [
    'an allow-all beside a deny undoes it',
    [{ podSelector: {} }, { podSelector: {}, ingress: [{}] }],
    'Ingress',
    { deny: true, byDefault: false },
  ],
  [
    'an allow for some peers keeps it',
    [{ podSelector: {} }, { podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }] }],
    'Ingress',
    { byDefault: true },
  ],
  ['an empty peer list means everybody', [{ podSelector: {}, ingress: [{ from: [] }] }], 'Ingress', { byDefault: false }],
])('%s', (_name, specs, direction, expected) => check(specs, direction, expected));

test.each<[JsonObject, readonly Direction[]]>([
  [{ podSelector: {} }, ['Ingress']],
  [{ podSelector: {}, egress: [{}] }, ['Ingress', 'Egress']],
  [{ podSelector: {}, egress: [] }, ['Ingress']],
  [{ podSelector: {}, policyTypes: ['Egress'] }, ['Egress']],
])('types of %j', (spec, expected) => expect(policyTypes(policy(spec))).toEqual(expected));
