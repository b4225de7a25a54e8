import type { AttackEdge } from '../edge.ts';

/** Every kind of edge, in the order of the research's rows. */
export const allEdges: readonly AttackEdge[] = [];
