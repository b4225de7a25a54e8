import { at } from '#kube/pointer';
import { seen } from '../reached.ts';
import type { Workload, World } from '../world.ts';
import { addedAt, containerName, containersIn, isPrivileged } from './containers-of.ts';
import type { Way } from './escape.ts';
import { byUser, byUserNamespace } from './mitigations.ts';

/** Containers that add a capability (or ALL) and are not privileged: those have every way already, by an edge of their own. */
export const waysByCapability = (world: World, workload: Workload, capability: string): readonly Way[] =>
  containersIn(workload).flatMap((container): Way[] => {
    const index = addedAt(container, capability);
    if (index < 0 || isPrivileged(container)) return [];
    const path = at(container.path, 'securityContext', 'capabilities', 'add', index);
    const what = `The ${containerName(container)} adds the capability ${capability}.`;
    return [
      {
        evidence: [seen(world, workload.object, path, what)],
        blockedBy: [...byUserNamespace(workload), ...byUser(workload, container)],
      },
    ];
  });

/** A field of the pod as evidence: `hostPID`, `hostNetwork`. */
export const podField = (world: World, workload: Workload, name: string, what: string): Way['evidence'][number] =>
  seen(world, workload.object, at(workload.podSpecPath, name), what);
