import { ofPolicy, type Ruled } from '../remembered.ts';
import { allClusterRoles, rbac, strongestRoles } from './bound-identities.ts';
import { namesInRules } from './rule-names.ts';

/**
 * Names of the ClusterRoles that are worth binding: those that give everything, and those that some rule lets be bound by name.
 * Where none gives everything, all of them are.
 */
export const bindableClusterRoles: (world: Ruled) => readonly string[] = ofPolicy(world => {
  const strongest = strongestRoles(world);
  const named = new Set(namesInRules(world, { verbs: ['bind'], group: rbac, resources: ['clusterroles'] }));
  return (
    strongest.length === 0
      ? allClusterRoles(world)
      : allClusterRoles(world).filter(role => named.has(role.ref.name) || strongest.includes(role))
  ).map(({ ref }) => ref.name);
});
