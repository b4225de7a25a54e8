import { listAt } from '#kube/json-fields';
import type { Binding } from '#core/rbac/policy';
import { roleOf, subjectIds } from './bound-identities.ts';
import type { Ruled } from '../remembered.ts';

/** Who holds, by these bindings, a ClusterRole that a controller fills from others. */
export const holdersOfAggregated = (world: Ruled, bindings: readonly Binding[]): readonly string[] =>
  subjectIds(
    bindings.filter(binding => listAt(roleOf(world, binding)?.object, 'aggregationRule', 'clusterRoleSelectors').length > 0),
  );
