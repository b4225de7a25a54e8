import { expect, test } from 'vitest';
import type { Access } from '#contract/rbac';
import { hasConstrainedModes, impersonate, type WantedUser } from './impersonation.ts';
import { isResourceAccess } from './rule-matching.ts';

const wanted = (user: string, more: Partial<Omit<WantedUser, 'user'>> = {}): WantedUser => ({
  user,
  groups: [],
  uid: '',
  extra: new Map(),
  ...more,
});

/** `verb group resource/sub namespace name`, `-` for nothing. */
const textOf = (access: Access): string => {
  if (!isResourceAccess(access)) return `${access.verb} ${access.path}`;
  const { verb, group, resource, subresource, namespace, name } = access;
  const part = (text: string): string => (text === '' ? '-' : text);
  return `${verb} ${part(group)} ${resource}${subresource === '' ? '' : `/${subresource}`} ${part(namespace)} ${part(name)}`;
};

const podOf = (verb: string): Access => ({ verb, group: '', resource: 'pods', subresource: '', namespace: 'bar', name: 'foo' });
const authn = 'authentication.k8s.io';
const get = podOf('get');
const onGet = (mode: string): string => `impersonate-on:${mode}:get - pods bar foo`;

interface Case {
  /** Requests that the authorizer allows the impersonator; all others it does not. */
  readonly may: readonly string[];
  readonly node?: string;
  readonly wants: WantedUser;
  readonly request?: Access;
  readonly gate?: boolean;
  /** `verb: user group,group`, or undefined where it is refused. */
  readonly served: string | undefined;
}

const check = ({ may, node, wants, request = get, gate = true, served }: Case): void => {
  const found = impersonate({ allows: access => may.includes(textOf(access)), node }, wants, request, gate);
  expect(found === undefined ? undefined : `${found.verb}: ${found.user} ${found.groups.join(',')}`).toBe(served);
};

const userInfo = [onGet('user-info'), `impersonate:user-info ${authn} users - anyone`];
const arbitrary = [onGet('arbitrary-node'), `impersonate:arbitrary-node ${authn} nodes - node1`];
const associated = [onGet('associated-node'), `impersonate:associated-node ${authn} nodes - *`];
const account = [onGet('serviceaccount'), `impersonate:serviceaccount ${authn} serviceaccounts default default`];
const groups = (...names: readonly string[]): readonly string[] =>
  names.map(name => `impersonate:user-info ${authn} groups - ${name}`);
const scopes = (...values: readonly string[]): readonly string[] =>
  values.map(value => `impersonate:user-info ${authn} userextras/pandas.io/scopes - ${value}`);
const sa = 'system:serviceaccount:default:default';
const node1 = 'system:node:node1';
const extra = (key: string, ...values: readonly string[]): Partial<WantedUser> => ({ extra: new Map([[key, values]]) });

// The behaviours that Kubernetes' own tests of constrained impersonation name.
test.each<[string, Case]>([
  ['the request alone is allowed', { may: [onGet('user-info')], wants: wanted('anyone'), served: undefined }],
  ['a user', { may: userInfo, wants: wanted('anyone'), served: 'impersonate:user-info: anyone system:authenticated' }],
  ['for another verb', { may: userInfo, wants: wanted('anyone'), request: podOf('create'), served: undefined }],
  [
    'an account',
    {
      may: account,
      wants: wanted(sa),
      served: `impersonate:serviceaccount: ${sa} system:serviceaccounts,system:serviceaccounts:default,system:authenticated`,
    },
  ],
  ['a node, by the rights on accounts', { may: [onGet('arbitrary-node'), ...account], wants: wanted(node1), served: undefined }],
  ['a node, for another verb', { may: arbitrary, wants: wanted(node1), request: podOf('create'), served: undefined }],
  [
    'any node',
    { may: arbitrary, wants: wanted(node1), served: `impersonate:arbitrary-node: ${node1} system:nodes,system:authenticated` },
  ],
  [
    'the pod’s own node',
    {
      may: associated,
      node: 'node1',
      wants: wanted(node1),
      served: `impersonate:associated-node: ${node1} system:nodes,system:authenticated`,
    },
  ],
  ['another node than the pod’s', { may: associated, node: 'node2', wants: wanted(node1), served: undefined }],
  ['no pod at all', { may: associated, wants: wanted(node1), served: undefined }],
  [
    'extras that are not allowed',
    {
      may: [...userInfo, ...groups('g')],
      wants: wanted('anyone', { groups: ['g'], ...extra('pandas.io/scopes', 'a', 'b') }),
      served: undefined,
    },
  ],
  [
    'extras one by one',
    {
      may: [...userInfo, ...scopes('a', 'b', 'c', 'd', 'e')],
      wants: wanted('anyone', extra('pandas.io/scopes', 'a', 'b', 'c', 'd', 'e')),
      served: 'impersonate:user-info: anyone system:authenticated',
    },
  ],
  [
    'many extras at once',
    {
      may: [...userInfo, `impersonate:user-info ${authn} userextras/* - *`],
      wants: wanted('anyone', extra('pandas.io/scopes', 'a', 'b', 'c', 'd')),
      served: 'impersonate:user-info: anyone system:authenticated',
    },
  ],
  [
    'few extras are asked one by one',
    {
      may: [...userInfo, `impersonate:user-info ${authn} userextras/* - *`],
      wants: wanted('anyone', extra('pandas.io/scopes', 'a', 'b', 'c')),
      served: undefined,
    },
  ],
  [
    'plain impersonation comes last',
    {
      may: [onGet('user-info'), 'impersonate - users - anyone'],
      wants: wanted('anyone'),
      served: 'impersonate: anyone system:authenticated',
    },
  ],
  [
    'system:masters never',
    {
      may: [...userInfo, ...groups('system:masters')],
      wants: wanted('anyone', { groups: ['system:masters'] }),
      served: undefined,
    },
  ],
  [
    'many groups at once',
    {
      may: [...userInfo, ...groups('*')],
      wants: wanted('anyone', { groups: ['a', 'b', 'c', 'd'] }),
      served: 'impersonate:user-info: anyone a,b,c,d,system:authenticated',
    },
  ],
  [
    'three groups are asked one by one',
    { may: [...userInfo, ...groups('*')], wants: wanted('anyone', { groups: ['a', 'b', 'c'] }), served: undefined },
  ],
  [
    'many groups one by one',
    {
      may: [...userInfo, ...groups('a', 'b', 'c', 'd')],
      wants: wanted('anyone', { groups: ['a', 'b', 'c', 'd'] }),
      served: 'impersonate:user-info: anyone a,b,c,d,system:authenticated',
    },
  ],
  [
    'a UID',
    {
      may: [...userInfo, `impersonate:user-info ${authn} uids - 1`],
      wants: wanted('anyone', { uid: '1' }),
      served: 'impersonate:user-info: anyone system:authenticated',
    },
  ],
  ['a UID that is not allowed', { may: userInfo, wants: wanted('anyone', { uid: '1' }), served: undefined }],
  [
    'a URL',
    {
      may: ['impersonate-on:user-info:get /healthz', userInfo[1] ?? ''],
      wants: wanted('anyone'),
      request: { verb: 'get', path: '/healthz' },
      served: 'impersonate:user-info: anyone system:authenticated',
    },
  ],
])('constrained: %s', (_, given) => check(given));

const asUser = 'impersonate - users - anyone';

test.each<[string, Case]>([
  ['with the gate off, only plain', { may: userInfo, wants: wanted('anyone'), gate: false, served: undefined }],
  ['a user', { may: [asUser], wants: wanted('anyone'), gate: false, served: 'impersonate: anyone system:authenticated' }],
  ['groups need a user', { may: [asUser, 'impersonate - groups - g'], wants: wanted('', { groups: ['g'] }), served: undefined }],
  [
    'each group by itself',
    { may: [asUser, 'impersonate - groups - a'], wants: wanted('anyone', { groups: ['a', 'b'] }), served: undefined },
  ],
  [
    'system:masters',
    {
      may: [asUser, 'impersonate - groups - system:masters'],
      wants: wanted('anyone', { groups: ['system:masters'] }),
      served: 'impersonate: anyone system:masters,system:authenticated',
    },
  ],
  [
    'an account by its name',
    {
      may: ['impersonate - serviceaccounts default default'],
      wants: wanted(sa),
      served: `impersonate: ${sa} system:serviceaccounts,system:serviceaccounts:default,system:authenticated`,
    },
  ],
  ['an account is no user', { may: [`impersonate - users - ${sa}`], wants: wanted(sa), served: undefined }],
  [
    'a name no account can have is a user',
    {
      may: ['impersonate - users - system:serviceaccount:a'],
      wants: wanted('system:serviceaccount:a'),
      served: 'impersonate: system:serviceaccount:a system:authenticated',
    },
  ],
  [
    'a node is a user',
    { may: [`impersonate - users - ${node1}`], wants: wanted(node1), served: `impersonate: ${node1} system:authenticated` },
  ],
  [
    'groups take the place of an account’s own',
    {
      may: ['impersonate - serviceaccounts default default', 'impersonate - groups - g'],
      wants: wanted(sa, { groups: ['g'] }),
      served: `impersonate: ${sa} g,system:authenticated`,
    },
  ],
  [
    'anonymous',
    {
      may: ['impersonate - users - system:anonymous'],
      wants: wanted('system:anonymous'),
      served: 'impersonate: system:anonymous system:unauthenticated',
    },
  ],
  [
    'system:unauthenticated keeps its members out of the other',
    {
      may: [asUser, 'impersonate - groups - system:unauthenticated'],
      wants: wanted('anyone', { groups: ['system:unauthenticated'] }),
      served: 'impersonate: anyone system:unauthenticated',
    },
  ],
  [
    'an extra',
    {
      may: [asUser, `impersonate ${authn} userextras/reason - x`],
      wants: wanted('anyone', extra('reason', 'x')),
      served: 'impersonate: anyone system:authenticated',
    },
  ],
])('plain: %s', (_, given) => check(given));

test.each<[number | null, boolean | undefined, boolean | null]>([
  [34, undefined, false],
  [34, true, false],
  [35, undefined, false],
  [35, true, true],
  [36, undefined, true],
  [37, false, false],
  [null, undefined, null],
  [null, true, true],
])('version %j with the gate %j: %j', (minor, gate, expected) => expect(hasConstrainedModes(minor, gate)).toBe(expected));
