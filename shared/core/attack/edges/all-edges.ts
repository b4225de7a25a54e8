import type { AttackEdge } from '../edge.ts';
import { rbacEdges } from './rbac-edges.ts';

/** Every kind of edge, in the order of the research's rows. */
export const allEdges: readonly AttackEdge[] = [...rbacEdges];
