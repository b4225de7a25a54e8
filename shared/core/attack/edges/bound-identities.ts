import type { PolicyRule } from '#kube/rbac/policy-rule';
import { allowsEverything } from '#kube/rbac-rules';
import type { Binding, BoundSubject, Role } from '#core/rbac/policy';
import { groupNodeId, userNodeId } from '../graph/node-ids.ts';
import { ofPolicy, type Ruled } from '../remembered.ts';

export const rbac = 'rbac.authorization.k8s.io';
export const clusterRoles = `clusterroles.${rbac}`;

/** `sa:ci/builder`, `user:jane`, `group:ops` */
export const subjectId = ({ kind, name }: BoundSubject): string => (kind === 'user' ? userNodeId(name) : groupNodeId(name));

export const roleOf = (world: Ruled, binding: Binding): Role | undefined => world.policy.roles[binding.role];

export const givesEverything = (role: Role | undefined): boolean => role?.rules.some(allowsEverything) === true;

export const subjectIds = (bindings: readonly Binding[]): readonly string[] => [
  ...new Set(bindings.flatMap(({ subjects }) => subjects.map(subjectId))),
];

const byScope: (world: Ruled) => ReadonlyMap<string, readonly Binding[]> = ofPolicy(({ policy }) =>
  Map.groupBy(policy.bindings, ({ ref }) => ref.namespace ?? ''),
);

/** Bindings of a namespace, in the policy's order; '' for those of the cluster. */
export const bindingsIn = (world: Ruled, namespace: string): readonly Binding[] => byScope(world).get(namespace) ?? [];

/** Who holds a role by these bindings, by the role's kind and name. */
export const holdersByRole = (bindings: readonly Binding[]): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, readonly string[]>();
  for (const [key, own] of Map.groupBy(bindings, ({ roleRef }) => `${roleRef.kind}/${roleRef.name}`))
    found.set(key, subjectIds(own));
  return found;
};

/** ClusterRoles in the policy's order. */
export const allClusterRoles: (world: Ruled) => readonly Role[] = ofPolicy(({ policy }) =>
  policy.roles.filter(({ ref }) => ref.kind === 'ClusterRole'),
);

/** ClusterRoles that give every right: more is not to be had by any other. */
export const strongestRoles: (world: Ruled) => readonly Role[] = ofPolicy(world =>
  allClusterRoles(world).filter(givesEverything),
);

/** Whom a rule of these bindings serves: who holds, by one of them, a role with such a rule. */
export const holdersOf = (world: Ruled, bindings: readonly Binding[], test: (rule: PolicyRule) => boolean): readonly string[] =>
  subjectIds(bindings.filter(binding => roleOf(world, binding)?.rules.some(test) === true));

/** Every identity that some binding names, sorted. */
export const boundIdentities: (world: Ruled) => readonly string[] = ofPolicy(({ policy }) =>
  [...subjectIds(policy.bindings)].sort(),
);

/** Identities that hold every right by a binding of the cluster, sorted. */
export const strongestIdentities: (world: Ruled) => readonly string[] = ofPolicy(world =>
  [...new Set(holdersOf(world, bindingsIn(world, ''), allowsEverything))].sort(),
);
