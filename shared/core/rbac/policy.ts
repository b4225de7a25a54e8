import type { Need } from '#contract/coverage';
import type { KubeObject } from '#contract/kube';
import type { RbacRef } from '#contract/rbac';
import type { PolicyRule } from '#kube/rbac/policy-rule';

/** A role with its rules as served; `object` for lines and labels. */
export interface Role {
  readonly ref: RbacRef;
  readonly rules: readonly PolicyRule[];
  readonly baseline: boolean;
  readonly object: KubeObject;
}

export type SubjectKind = 'User' | 'Group' | 'ServiceAccount';

/**
 * A subject as it matches a requester: service accounts by user name (`system:serviceaccount:ns:name`), so that two spellings
 * are one. Subjects that match nobody (unknown kind, account without namespace) have no entry.
 */
export interface BoundSubject {
  readonly kind: 'user' | 'group';
  readonly name: string;
  /** Index in `subjects` of the binding. */
  readonly index: number;
}

export interface Binding {
  readonly ref: RbacRef;
  readonly roleRef: RbacRef;
  /** Index into `roles`; -1 where the role is missing or was not read. */
  readonly role: number;
  readonly subjects: readonly BoundSubject[];
  readonly baseline: boolean;
  readonly object: KubeObject;
}

/** All that RBAC decides by, and what of it was not read. */
export interface Policy {
  readonly roles: readonly Role[];
  readonly bindings: readonly Binding[];
  /** Permissions that would complete the list; empty where it is. `namespace`: the request's, '' for a cluster-wide one. */
  missing(namespace: string): readonly Need[];
  /** The same for questions about every namespace at once. */
  missingAnywhere(): readonly Need[];
  /** Whether a role that bindings name and the snapshot lacks may exist. */
  mayExist(role: RbacRef): boolean;
}

/** Who asks: exactly as given; nothing is added. */
export interface Requester {
  readonly user: string;
  readonly groups: readonly string[];
}

/** Indexes into the policy; `rule` into the role's rules, `subject` into the binding's `subjects`. */
export interface GrantIndex {
  readonly binding: number;
  readonly rule: number;
  readonly subject: number;
}

export type Decision =
  | { readonly allowed: true; readonly grants: readonly GrantIndex[]; readonly authorizer: string | null }
  | { readonly allowed: false }
  | { readonly allowed: null; readonly needs: readonly Need[] };
