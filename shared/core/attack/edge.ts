import type { AttackEvidence, AttackNodeKind, Blocked } from '#contract/attack';
import type { Need } from '#contract/coverage';
import type { Severity } from '#contract/finding';
import type { ResourceName } from '#contract/kube';
import type { World } from './world.ts';

/** What an edge is, for reading: every field is a sentence or a list of them, facts and no payload. */
export interface EdgeWords {
  /** `TOKEN_REQUEST` */
  readonly id: string;
  /** Row of the research, `R10`; extra ones `X1`… */
  readonly row: string;
  readonly title: string;
  readonly severity: Severity;
  /** 0 for what is given (a group one is in), 1 for one request, more for what takes luck, time or tools. */
  readonly cost: number;
  readonly gives: string;
  readonly abuse: string;
  readonly detect: string;
  readonly remove: string;
  readonly mitigations: readonly string[];
  readonly references: readonly string[];
  /** Minor versions of Kubernetes 1.x in which it works; absent: all. */
  readonly since?: number;
  readonly until?: number;
  /** Lists that its targets are read from, beyond roles and bindings: where one was not read, "no such edge" is unknown. */
  readonly reads?: readonly ResourceName[];
}

/**
 * One right: any of the verbs on any of the resources (`pods`, `pods/exec`) of the group, by one rule. `where`: in the target's
 * namespace (a cluster-wide grant counts too), cluster-wide, or in a named namespace. `name`: the target's own name, none (a
 * request that carries no name, so that a rule with resourceNames does not allow it), some name (at least one), or a fixed one.
 *
 * A `?` stands for "some" where a name of Kubernetes may stand (it is no character of any of them): a verb `impersonate-on:?`
 * is met by any entry of a rule that begins so, `userextras/?` by any subresource of `userextras`, a group or resource `?` by
 * any group or resource. `*` in a rule meets all of them.
 */
export interface Right {
  readonly verbs: readonly string[];
  readonly group: string;
  readonly resources: readonly string[];
  readonly where: 'target' | 'cluster' | { readonly namespace: string };
  readonly name: 'target' | 'none' | 'some' | { readonly is: string };
}

/** All of these rights at once, each by any of its alternatives: a Horn clause over the bindings of one identity. */
export type Rights = readonly (readonly Right[])[];

/** Whether a target may be reached by this edge: by what evidence, what stands in the way, and what was not read to tell. */
export interface Reached {
  readonly evidence: readonly AttackEvidence[];
  readonly blockedBy: readonly Blocked[];
  readonly uncertain: readonly Need[];
}

/**
 * What may be taken. `name` is what rules with resourceNames are compared with; '' where no rule can name it, so that only
 * rules without resourceNames open it. One id may come several times, by several names: any of them opens it.
 */
export interface Target extends Reached {
  readonly id: string;
  readonly name: string;
  /**
   * Ids of users, groups and service accounts to whom alone it is open, beyond the edge's rights: to an identity that is one of
   * them, or in one. Absent: to whoever holds the rights.
   */
  readonly holders?: readonly string[];
}

/**
 * From an identity that holds rights to each target of one kind. The engine finds who holds them and for which names; `targets`
 * says which objects are there to be taken. For namespaced targets it is asked once a namespace, for others once.
 */
export interface RightsEdge extends EdgeWords {
  readonly kind: 'rights';
  readonly to: AttackNodeKind;
  readonly rights: Rights;
  readonly scope: 'namespace' | 'cluster';
  /** Ids of the targets in this namespace ('' for cluster-scoped ones) with what is known of each; lazily made. */
  targets(world: World, namespace: string): Iterable<Target>;
}

/** From any node to any other, where objects say so. */
export interface FoundEdge extends EdgeWords {
  readonly kind: 'found';
  readonly from: AttackNodeKind;
  readonly to: AttackNodeKind;
  find(world: World): Iterable<{ readonly from: string; readonly to: string } & Reached>;
}

export type AttackEdge = RightsEdge | FoundEdge;
