import type { WholeWorld } from '../create-world.ts';
import type { AddArc, ArcRow } from './arcs.ts';
import { isIdentity, memberships, type AttackGraph } from './build-graph.ts';
import { createFoldTable } from './fold-table.ts';
import type { GrantTable } from './grant-table.ts';
import type { IdentityEdgesOf } from './identity-edges.ts';
import type { NodeSpace } from './node-space.ts';
import type { ConditionalTargets } from './conditional-targets.ts';
import { createWeaver } from './weaver.ts';

export interface OverParts {
  readonly world: WholeWorld;
  readonly table: GrantTable;
  readonly identities: IdentityEdgesOf;
  readonly roleNumbers: ReadonlyMap<string, number>;
  readonly space: NodeSpace;
  readonly conditional: ConditionalTargets;
}

/** Whether a group of the graph as it was read leads anywhere by anything but its own bindings. */
const leadsOn = ({ arcs }: AttackGraph, node: number): boolean =>
  node < arcs.outStart.length - 1 && (arcs.outStart[node] as number) < (arcs.outStart[node + 1] as number);

/** Arcs by rights out of these nodes, and all arcs of identities that are met for the first time. */
export const weaveOver = (graph: AttackGraph, parts: OverParts, nodes: readonly number[]): readonly ArcRow[] => {
  const { world, table, identities, roleNumbers, space, conditional } = parts;
  const { plans, classes, held } = graph;
  const rows: ArcRow[] = [];
  const add: AddArc = (from, to, edge, flags, cost, ref) => void rows.push({ from, to, edge, flags, cost, ref });
  const folds = createFoldTable(graph.edges.length, graph.folds);
  const weaver = createWeaver({ world, plans, classes, held, table, identities, space, conditional, folds, add }, roleNumbers);
  const first = graph.space.count();
  for (const node of nodes)
    if (node < first) {
      weaver.weave(node);
      weaver.weaveConditional(node);
    }
  for (let node = first; node < space.count(); node++) {
    if (!isIdentity(space, node)) continue;
    weaver.weave(node);
    weaver.weaveConditional(node);
    for (const group of memberships(node, { space, table, hasOut: known => leadsOn(graph, known) }))
      rows.push({ from: node, to: group, edge: graph.member, flags: 0, cost: 0, ref: -1 });
  }
  return rows;
};
