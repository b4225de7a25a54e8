import type { Workload, World } from '../world.ts';
import { isPrivileged } from './containers-of.ts';
import type { Way } from './escape.ts';
import { hostMounts, type HostMount } from './host-mounts.ts';
import { touches, type HostPlace } from './host-paths.ts';
import { byUser } from './mitigations.ts';

const wayBy = (workload: Workload, mount: HostMount): Way => ({
  evidence: mount.evidence,
  // Files of root stay closed to another user; a user namespace does not help, since mounts are mapped back to root.
  blockedBy: isPrivileged(mount.container) ? [] : byUser(workload, mount.container),
});

const mountsOf = (world: World, workload: Workload, wanted: readonly HostPlace[]): readonly HostMount[] =>
  hostMounts(world, workload).filter(({ path }) => wanted.some(place => touches(path, place)));

/** Containers that may write one of these places of the node. */
export const waysToWrite = (world: World, workload: Workload, wanted: readonly HostPlace[]): readonly Way[] =>
  mountsOf(world, workload, wanted)
    .filter(({ readOnly }) => !readOnly)
    .map(mount => wayBy(workload, mount));

/** Containers that may read one of these places: a read-only mount is enough. */
export const waysToRead = (world: World, workload: Workload, wanted: readonly HostPlace[]): readonly Way[] =>
  mountsOf(world, workload, wanted).map(mount => wayBy(workload, mount));
