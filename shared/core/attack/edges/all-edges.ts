import type { AttackEdge } from '../edge.ts';
import { platformEdges } from './platform-edges.ts';
import { podEdges } from './pod-edges.ts';
import { rbacEdges } from './rbac-edges.ts';

/** Every kind of edge, in the order of the research's rows. */
export const allEdges: readonly AttackEdge[] = [...rbacEdges, ...platformEdges, ...podEdges];
