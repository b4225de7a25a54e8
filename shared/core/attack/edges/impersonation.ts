import type { Right } from '../edge.ts';
import { ofPolicy, type Ruled } from '../remembered.ts';
import { boundIdentities } from './bound-identities.ts';

/** Users and groups stand in no namespace: a RoleBinding gives nothing of them. */
export const impersonates = (resource: 'users' | 'groups', name: Right['name']): Right => ({
  verbs: ['impersonate'],
  group: '',
  resources: [resource],
  where: 'cluster',
  name,
});

export const impersonatesAccount = (where: Right['where'], name: Right['name']): Right => ({
  verbs: ['impersonate'],
  group: '',
  resources: ['serviceaccounts'],
  where,
  name,
});

/** Groups that a binding names, and the one that needs none; without those that everybody is in. */
export const groupsOfUse: (world: Ruled) => readonly string[] = ofPolicy(world => {
  const names = boundIdentities(world).flatMap(id => (id.startsWith('group:') ? [id.slice('group:'.length)] : []));
  return [...new Set(['system:masters', ...names])].filter(name => !everybody.has(name)).sort();
});

const everybody: ReadonlySet<string> = new Set(['system:authenticated', 'system:unauthenticated']);

/** Users that a binding names; service accounts are asked for as such. */
export const usersOfUse: (world: Ruled) => readonly string[] = ofPolicy(world =>
  boundIdentities(world).flatMap(id =>
    id.startsWith('user:') && id !== 'user:system:anonymous' ? [id.slice('user:'.length)] : [],
  ),
);

export const impersonationDetect =
  'Audit events that carry impersonatedUser; user.username is who asked, impersonatedUser.username and impersonatedUser.groups are who it acted as.';

export const impersonationReferences: readonly string[] = [
  'https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation',
  'https://kubernetes.io/docs/concepts/security/rbac-good-practices/#impersonate-verb',
];
