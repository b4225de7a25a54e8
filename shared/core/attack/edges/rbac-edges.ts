import type { AttackEdge } from '../edge.ts';

/** R1 to R26: what rights over objects of the API come to. */
export const rbacEdges: readonly AttackEdge[] = [];
