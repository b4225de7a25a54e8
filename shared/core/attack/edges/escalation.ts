import type { Right } from '../edge.ts';
import { rbac } from './bound-identities.ts';

type RoleResource = 'roles' | 'clusterroles';
type BindingResource = 'rolebindings' | 'clusterrolebindings';

/** The verb that lifts the check of rules which are written into a role. */
export const escalates = (resource: RoleResource, where: Right['where'], name: Right['name']): Right => ({
  verbs: ['escalate'],
  group: rbac,
  resources: [resource],
  where,
  name,
});

export const rewritesRole = (resource: RoleResource, where: Right['where'], name: Right['name']): Right => ({
  verbs: ['update', 'patch'],
  group: rbac,
  resources: [resource],
  where,
  name,
});

/** A POST carries no name: a rule with resourceNames does not allow it. */
export const createsRole = (resource: RoleResource, where: Right['where']): Right => ({
  verbs: ['create'],
  group: rbac,
  resources: [resource],
  where,
  name: 'none',
});

/** The verb that lifts the check of the role which a binding refers to. */
export const binds = (resource: RoleResource, where: Right['where'], name: Right['name']): Right => ({
  verbs: ['bind'],
  group: rbac,
  resources: [resource],
  where,
  name,
});

export const createsBinding = (resource: BindingResource, where: Right['where']): Right => ({
  verbs: ['create'],
  group: rbac,
  resources: [resource],
  where,
  name: 'none',
});

export const rewritesBinding = (resource: BindingResource, where: Right['where'], name: Right['name']): Right => ({
  verbs: ['update', 'patch'],
  group: rbac,
  resources: [resource],
  where,
  name,
});

export const escalationReferences: readonly string[] = [
  'https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping',
  'https://kubernetes.io/docs/concepts/security/rbac-good-practices/#escalate-verb',
];

export const bindReferences: readonly string[] = [
  'https://kubernetes.io/docs/reference/access-authn-authz/rbac/#restrictions-on-role-binding-creation-or-update',
  'https://kubernetes.io/docs/concepts/security/rbac-good-practices/#bind-verb',
];
