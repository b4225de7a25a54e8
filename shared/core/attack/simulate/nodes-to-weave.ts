import type { Role } from '#core/rbac/policy';
import { isIdentity, type AttackGraph } from '../graph/build-graph.ts';
import type { ConditionalTargets } from '../graph/conditional-targets.ts';
import type { GrantTable } from '../graph/grant-table.ts';
import type { IdentityEdgesOf } from '../graph/identity-edges.ts';
import { attackKinds, groupNodeId, impliedGroups } from '../graph/node-ids.ts';
import { partsOf } from '../graph/node-space.ts';
import { roleIndexOf } from '../graph/weaver.ts';

export interface WeaveQuestion {
  readonly graph: AttackGraph;
  readonly table: GrantTable;
  readonly identities: IdentityEdgesOf;
  readonly touched: ReadonlySet<string>;
  readonly holders: ReadonlySet<string>;
  readonly conditional: ConditionalTargets;
  readonly roles: ReadonlyMap<number, Role | null>;
}

const roleKind = attackKinds.indexOf('role');

/** Identities whose arcs may differ: whose own rights are touched, members of such a group, and the roles that changed. */
export const nodesToWeave = ({
  graph,
  table,
  identities,
  touched,
  holders,
  conditional,
  roles,
}: WeaveQuestion): readonly number[] => {
  const { space } = graph;
  const ids = new Set([...touched, ...holders]);
  const nodes = new Set([...ids].flatMap(id => space.find(id) ?? []));
  // Nobody is in another group by what it is: the members of those are in no snapshot.
  const groups = new Set([...ids].filter(id => id.startsWith('group:system:')));
  const count = groups.size > 0 || roles.size > 0 ? space.count() : 0;
  for (let node = 0; node < count; node++) {
    if (!isIdentity(space, node) || nodes.has(node)) continue;
    const parts = partsOf(space, node);
    if (space.kind(node) === roleKind) {
      if (roles.has(roleIndexOf(graph.roleNumbers, parts))) nodes.add(node);
    } else if (groups.size > 0) {
      const own = impliedGroups(parts).map(groupNodeId);
      if (!own.some(group => groups.has(group))) continue;
      const id = space.id(node);
      // Without rights of its own it is what its groups are together: often nothing beyond each of them.
      const isEmpty = (of: IdentityEdgesOf): boolean => {
        const { cluster, byNamespace } = of.of(id, parts);
        return cluster.length === 0 && byNamespace.size === 0;
      };
      const bound = table.own(id).bound || graph.table.own(id).bound;
      const isHolder = [id, ...own].some(one => conditional.of(one).length > 0 || graph.conditional.of(one).length > 0);
      if (bound || isHolder || !isEmpty(identities) || !isEmpty(graph.identities)) nodes.add(node);
    }
  }
  return [...nodes];
};
