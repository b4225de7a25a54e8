import { expect, test } from 'vitest';
import type { PolicyRule } from './rbac/policy-rule.ts';
import type { Access } from './rbac-rules.ts';
import { allows, allowsSome } from './rbac-rules.ts';

const rule = (part: Partial<PolicyRule>): PolicyRule => ({
  verbs: ['get'],
  apiGroups: [''],
  resources: ['pods'],
  resourceNames: [],
  nonResourceURLs: [],
  path: '',
  ...part,
});

/** As the RBAC authorizer: all names, some names, or none. */
const check = (given: PolicyRule, access: Access, expected: 'all' | 'some' | 'none'): void =>
  expect(allows(given, access) ? 'all' : allowsSome(given, access) ? 'some' : 'none').toBe(expected);

const getPods: Access = { verb: 'get', group: '', resource: 'pods' };
const logs: Access = { ...getPods, subresource: 'log' };

test.each<[string, PolicyRule, Access, 'all' | 'some' | 'none']>([
  ['exact', rule({}), getPods, 'all'],
  ['another verb', rule({ verbs: ['list'] }), getPods, 'none'],
  ['another group', rule({ apiGroups: ['apps'] }), getPods, 'none'],
  ['wildcards', rule({ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }), getPods, 'all'],
  ['by name', rule({ resourceNames: ['web'] }), getPods, 'some'],
  ['a resource is not its subresource', rule({}), logs, 'none'],
  ['a subresource', rule({ resources: ['pods/log'] }), logs, 'all'],
  ['a subresource of any resource', rule({ resources: ['*/log'] }), logs, 'all'],
  ['the wildcard covers subresources', rule({ resources: ['*'] }), logs, 'all'],
  ['a subresource wildcard covers no resource', rule({ resources: ['*/log'] }), getPods, 'none'],
  ['resource/* is no wildcard', rule({ resources: ['pods/*'] }), logs, 'none'],
])('%s', (_name, given, access, expected) => check(given, access, expected));
