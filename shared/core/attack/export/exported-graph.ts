import type { AttackNode, AttackPath, ViewGraph } from '#contract/attack';

/** What a file of the graph holds: the answer to one question about one snapshot. */
export interface ExportedGraph {
  readonly snapshot: {
    readonly id: string;
    readonly name: string;
    /** Of the cluster, so that files of several clusters do not run into each other; null where it is not known. */
    readonly clusterId: string | null;
    readonly capturedUntil: string;
  };
  /** The question as its call has it, so that it can be asked again. */
  readonly question: unknown;
  readonly nodes: readonly AttackNode[];
  readonly edges: ViewGraph['edges'];
  readonly paths: readonly AttackPath[];
  readonly omitted: ViewGraph['omitted'];
}

export type ExportedEdge = ViewGraph['edges'][number];

export const isBlocked = (edge: ExportedEdge): boolean => edge.blockedBy.length > 0;
