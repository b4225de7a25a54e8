import { textAt } from '#kube/json-fields';
import { keptByList } from '../kept-by-list.ts';
import type { Workload, World } from '../world.ts';
import { specialWorkloads } from './special.ts';

/** Docker ships its runc: before 18.09.2 one with CVE-2019-5736. Other runtimes take the node's, whose version no object tells. */
export const hasOldRunc = (version: string): boolean => {
  const match = /^docker:\/\/(\d+)\.(\d+)\.(\d+)/.exec(version);
  if (match === null) return false;
  const [major = 0, minor = 0, patch = 0] = match.slice(1).map(Number);
  return major < 18 || (major === 18 && (minor < 9 || (minor === 9 && patch < 2)));
};

const onOldRuntimes: (world: World) => readonly Workload[] = keptByList(
  world => world.workloads,
  world =>
    world
      .list('nodes')
      .filter(node => hasOldRunc(textAt(node, 'status', 'nodeInfo', 'containerRuntimeVersion') ?? ''))
      .flatMap(({ metadata }) => world.workloadsOn(metadata.name)),
);

/**
 * Workloads on several nodes from which a way may lead to a node. Whoever has one of these nodes has the pods there, and by no
 * means the others: a step from the node to the workload as a whole would lead to every other node, which is not so.
 */
export const bridgingWorkloads: (world: World) => ReadonlySet<string> = keptByList(
  world => world.workloads,
  world =>
    new Set([...specialWorkloads(world), ...onOldRuntimes(world)].filter(({ nodes }) => nodes.length > 1).map(({ id }) => id)),
);
