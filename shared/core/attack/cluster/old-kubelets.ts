import { textAt } from '#kube/json-fields';
import type { Target } from '../edge.ts';
import { because, seen } from '../reached.ts';
import { remembered } from '../remembered.ts';
import { nodeId, type World } from '../world.ts';

/** In which patch of a minor version something was fixed; a minor that is not named here has the fix from its first. */
export type FixedIn = Readonly<Record<number, number>>;

/** Nodes whose kubelet is older than a fix. Minors before the first that is named never got it. */
export const kubeletsBefore = (fixed: FixedIn): ((world: World) => readonly Target[]) => {
  const first = Math.min(...Object.keys(fixed).map(Number));
  const isOpen = (version: string): boolean => {
    const match = /^v1\.(\d{1,3})\.(\d{1,3})/.exec(version);
    if (match === null) return false;
    const minor = Number(match[1]);
    return minor < first || Number(match[2]) < (fixed[minor] ?? 0);
  };
  return remembered(world =>
    world.list('nodes').flatMap(node => {
      const version = textAt(node, 'status', 'nodeInfo', 'kubeletVersion');
      if (version === undefined || !isOpen(version)) return [];
      const what = `The kubelet of ${node.metadata.name} is ${version}.`;
      return [
        { id: nodeId(node.metadata.name), name: '', ...because(seen(world, node, '/status/nodeInfo/kubeletVersion', what)) },
      ];
    }),
  );
};
