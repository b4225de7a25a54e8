import { expect, test } from 'vitest';
import { changesOf, type ChangeFlags } from './changes.ts';

const check = (flags: ChangeFlags, expected: unknown): void => {
  const read = changesOf(flags);
  expect(read.ok ? read.value : read.error.code).toEqual(expected);
};

test.each<readonly [string, ChangeFlags, unknown]>([
  [
    'a binding of the cluster',
    { remove: ['clusterrolebinding/x'] },
    [{ remove: 'binding', binding: { kind: 'ClusterRoleBinding', namespace: null, name: 'x' } }],
  ],
  [
    'a binding in a namespace',
    { remove: ['RoleBinding/shop/dev'] },
    [{ remove: 'binding', binding: { kind: 'RoleBinding', namespace: 'shop', name: 'dev' } }],
  ],
  [
    'a rule counts from 1',
    { remove: ['role/shop/dev#2'] },
    [{ remove: 'rule', role: { kind: 'Role', namespace: 'shop', name: 'dev' }, rule: 1 }],
  ],
  [
    'names hold colons',
    { remove: ['clusterrole/system:node'] },
    [{ remove: 'role', role: { kind: 'ClusterRole', namespace: null, name: 'system:node' } }],
  ],
  [
    'an object by its key',
    { remove: ['apps/deployments/shop/api'] },
    [{ remove: 'object', object: 'apps/deployments/shop/api' }],
  ],
  [
    'a subject',
    { removeSubject: ['rolebinding/shop/dev=group:a=b'] },
    [{ remove: 'subject', binding: { kind: 'RoleBinding', namespace: 'shop', name: 'dev' }, subject: 'group:a=b' }],
  ],
  [
    'a field',
    { removeField: ['apps/deployments/shop/api#/spec/template/spec/hostPID'] },
    [{ remove: 'field', object: 'apps/deployments/shop/api', path: '/spec/template/spec/hostPID' }],
  ],
  ['a level', { raise: ['shop=baseline'] }, [{ raise: 'pod-security', namespace: 'shop', level: 'baseline' }]],
  ['no level', { raise: ['shop=privileged'] }, 'usage'],
  ['a role binding without namespace', { remove: ['rolebinding/dev'] }, 'usage'],
  ['a rule of a binding', { remove: ['rolebinding/shop/dev#1'] }, 'usage'],
  ['rule 0', { remove: ['role/shop/dev#0'] }, 'usage'],
])('%s', (_, flags, expected) => check(flags, expected));
