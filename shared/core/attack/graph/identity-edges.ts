import type { GrantTable } from './grant-table.ts';
import { beyond, type Held, type HeldEdges } from './held-edges.ts';
import { groupNodeId, impliedGroups, type NodeParts } from './node-ids.ts';
import type { Plan } from './predicates.ts';
import type { RightsClasses } from './rights-classes.ts';

/** What one identity opens beyond what the groups that it is in by itself open anyway. */
export interface IdentityEdges {
  readonly cluster: readonly Held[];
  readonly byNamespace: ReadonlyMap<string, readonly Held[]>;
  /** Class of all its rights in the cluster, those of its groups included. */
  readonly clusterClass: number;
}

export interface IdentityEdgesOf {
  of(id: string, parts: NodeParts): IdentityEdges;
  /** Whether it opens an edge to a target of this name in a place, by itself or by its groups. */
  opens(id: string, parts: NodeParts, plan: Plan, target: { readonly place: string; readonly name: string }): boolean;
}

const noHeld: readonly Held[] = [];
const noPlaces: IdentityEdges['byNamespace'] = new Map();
const nothing: IdentityEdges = { cluster: noHeld, byNamespace: noPlaces, clusterClass: 0 };

const namesHave = ({ names }: Held, name: string): boolean => names === null || names.includes(name);

interface Effective {
  readonly cluster: number;
  readonly fixed: readonly number[];
  in(namespace: string): number;
}

export interface IdentityEdgesParts {
  readonly table: GrantTable;
  readonly classes: RightsClasses;
  readonly held: HeldEdges;
  readonly fixed: readonly string[];
}

/**
 * Rights of an identity are its own and those of its groups together, so that a clause by the one and a clause by the other
 * open an edge. What a group opens alone stands with the group, to which its members lead.
 */
export const createIdentityEdges = ({ table, classes, held, fixed }: IdentityEdgesParts): IdentityEdgesOf => {
  const bySet = new Map<string, IdentityEdges>();
  const effectiveOf = (ids: readonly string[]): Effective => {
    const own = ids.map(id => table.own(id));
    const cluster = own.reduce((sum, rights) => classes.both(sum, rights.cluster), 0);
    const inNamespace = (namespace: string): number =>
      own.reduce((sum, rights) => classes.both(sum, rights.byNamespace.get(namespace) ?? 0), cluster);
    return { cluster, fixed: fixed.map(inNamespace), in: inNamespace };
  };
  const boundGroups = (parts: NodeParts): readonly string[] =>
    impliedGroups(parts)
      .map(groupNodeId)
      .filter(group => table.own(group).bound);

  const compute = (ids: readonly string[], groups: readonly string[]): IdentityEdges => {
    const all = effectiveOf(ids);
    const ofGroups = groups.map(group => effectiveOf(withGroups(group)));
    const wide = held.inCluster(all);
    const cluster = beyond(
      wide,
      ofGroups.map(group => held.inCluster(group)),
    );
    const byNamespace = new Map<string, readonly Held[]>();
    for (const namespace of new Set(ids.flatMap(id => [...table.own(id).byNamespace.keys()]))) {
      const there = held.inNamespace({ ...all, target: all.in(namespace) });
      if (there.length === 0) continue;
      const others = ofGroups.map(group => held.inNamespace({ ...group, target: group.in(namespace) }));
      const left = beyond(there, [wide, ...others]);
      if (left.length > 0) byNamespace.set(namespace, left);
    }
    return { cluster, byNamespace, clusterClass: all.cluster };
  };
  const withGroups = (group: string): readonly string[] => [
    group,
    ...boundGroups({ kind: 'group', namespace: null, name: group.slice('group:'.length) }).filter(other => other !== group),
  ];
  return {
    of: (id, parts) => {
      const groups = boundGroups(parts);
      if (table.own(id).bound) return compute([id, ...groups], groups);
      if (groups.length === 0) return nothing;
      const key = groups.join('\n');
      const found = bySet.get(key) ?? compute(groups, groups);
      bySet.set(key, found);
      return found;
    },
    opens: (id, parts, plan, { place, name }) => {
      const all = effectiveOf([id, ...boundGroups(parts)]);
      const wide = held.inCluster(all).find(one => one.plan === plan);
      if (wide !== undefined && namesHave(wide, name)) return true;
      if (!plan.local) return false;
      const there = held.inNamespace({ ...all, target: all.in(place) }).find(one => one.plan === plan);
      return there !== undefined && namesHave(there, name);
    },
  };
};
