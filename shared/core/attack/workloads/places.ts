import { numberAt } from '#kube/json-fields';
import type { Workload } from '../world.ts';
import { allNodesId, nodeId } from '../world.ts';

const anyNode: readonly string[] = [allNodesId];
const nowhere: readonly string[] = [];

/**
 * The nodes that fall with a workload: those its pods run on. A template without a pod yet may come to any node; one that is
 * scaled to zero comes to none.
 */
export const placesOf = ({ nodes, object }: Workload): readonly string[] => {
  if (nodes.length > 0) return nodes.map(nodeId);
  return numberAt(object, 'spec', 'replicas') === 0 ? nowhere : anyNode;
};
