import type { AttackEvidence } from '#contract/attack';
import type { KubeObject } from '#contract/kube';
import type { ContainerAt, Pointer } from '#contract/rule';
import { field, listAt, textAt } from '#kube/json-fields';
import { at } from '#kube/pointer';
import { seen } from '../reached.ts';
import type { Workload, World } from '../world.ts';
import { containerName, containersIn } from './containers-of.ts';
import { normalHostPath } from './host-paths.ts';

/** A folder or file of the node inside a container. A volume that no container mounts gives nothing and is none of these. */
export interface HostMount {
  /** As the node sees it, normal: no doubled slashes, and `/run` for `/var/run`. */
  readonly path: string;
  readonly container: ContainerAt;
  readonly readOnly: boolean;
  /** False where the volume says, or its name shows, that it is a file, a socket or a device. */
  readonly folder: boolean;
  readonly evidence: readonly AttackEvidence[];
}

interface HostVolume {
  readonly path: string;
  readonly readOnly: boolean;
  readonly folder: boolean;
  readonly evidence: AttackEvidence;
}

/** hostPath, and what a claim is bound to: a PersistentVolume may be a folder of the node, too. */
const pathOf = (volume: unknown): string | undefined => textAt(volume, 'hostPath', 'path');

const isFolder = (volume: unknown): boolean => {
  const type = textAt(volume, 'hostPath', 'type') ?? '';
  return (type === '' || type.startsWith('Directory')) && !(pathOf(volume) ?? '').endsWith('.sock');
};

const volumeBehindClaim = (world: World, namespace: string, claimName: string): KubeObject | undefined => {
  const claim = world.get('persistentvolumeclaims', namespace, claimName);
  const bound = claim === undefined ? undefined : textAt(claim, 'spec', 'volumeName');
  return bound === undefined || bound === '' ? undefined : world.get('persistentvolumes', undefined, bound);
};

const ofClaim = (world: World, { namespace }: Workload, claimName: string, readOnly: boolean): HostVolume | undefined => {
  const volume = volumeBehindClaim(world, namespace, claimName);
  if (volume === undefined) return undefined;
  const hostPath = textAt(volume, 'spec', 'hostPath', 'path');
  const path = hostPath ?? textAt(volume, 'spec', 'local', 'path');
  if (path === undefined) return undefined;
  const place = hostPath === undefined ? '/spec/local/path' : '/spec/hostPath/path';
  const what = `PersistentVolume ${volume.metadata.name}, to which claim ${claimName} is bound, is ${path} of the node.`;
  return { path, readOnly, folder: true, evidence: seen(world, volume, place, what) };
};

const volumesOf = (world: World, workload: Workload): ReadonlyMap<string, HostVolume> => {
  const found = new Map<string, HostVolume>();
  listAt(workload.podSpec, 'volumes').forEach((volume, index) => {
    const name = textAt(volume, 'name');
    if (name === undefined) return;
    const path = pathOf(volume);
    const claim = textAt(volume, 'persistentVolumeClaim', 'claimName');
    const place: Pointer = at(workload.podSpecPath, 'volumes', index, 'hostPath', 'path');
    const host =
      path !== undefined
        ? {
            path,
            readOnly: false,
            folder: isFolder(volume),
            evidence: seen(world, workload.object, place, `Volume ${name} is ${path} of the node.`),
          }
        : claim === undefined
          ? undefined
          : ofClaim(world, workload, claim, field(volume, 'persistentVolumeClaim', 'readOnly') === true);
    if (host !== undefined) found.set(name, host);
  });
  for (const template of workload.object.kind === 'StatefulSet' ? listAt(workload.object, 'spec', 'volumeClaimTemplates') : []) {
    const name = textAt(template, 'metadata', 'name');
    if (name === undefined || found.has(name)) continue;
    // All replicas come from one template: the first stands for them.
    const host = ofClaim(world, workload, `${name}-${workload.name}-0`, false);
    if (host !== undefined) found.set(name, host);
  }
  return found;
};

/** A subPath narrows what is seen; one that is made of variables could be any folder below. */
const mountedPath = (volume: string, mount: unknown): string => {
  const below = textAt(mount, 'subPath');
  if (below !== undefined && below !== '') return `${volume}/${below}`;
  return textAt(mount, 'subPathExpr') === undefined ? volume : `${volume}/$`;
};

const make = (world: World, workload: Workload): readonly HostMount[] => {
  const volumes = volumesOf(world, workload);
  if (volumes.size === 0) return [];
  return containersIn(workload).flatMap(container =>
    listAt(container.value, 'volumeMounts').flatMap((mount, index): HostMount[] => {
      const volume = volumes.get(textAt(mount, 'name') ?? '');
      if (volume === undefined) return [];
      const readOnly = volume.readOnly || field(mount, 'readOnly') === true;
      const where = textAt(mount, 'mountPath') ?? '';
      const what = `The ${containerName(container)} mounts it at ${where}${readOnly ? ', read-only' : ''}.`;
      return [
        {
          path: normalHostPath(mountedPath(volume.path, mount)),
          container,
          readOnly,
          folder: volume.folder,
          evidence: [volume.evidence, seen(world, workload.object, at(container.path, 'volumeMounts', index), what)],
        },
      ];
    }),
  );
};

interface Known {
  readonly claims: readonly KubeObject[];
  readonly volumes: readonly KubeObject[];
  readonly mounts: readonly HostMount[];
}

// A dozen edges ask about each workload.
const known = new WeakMap<Workload, Known>();

/** Every place of the node's file system that a container of the workload sees. */
export const hostMounts = (world: World, workload: Workload): readonly HostMount[] => {
  const claims = world.list('persistentvolumeclaims');
  const volumes = world.list('persistentvolumes');
  const found = known.get(workload);
  if (found?.claims === claims && found.volumes === volumes) return found.mounts;
  const mounts = make(world, workload);
  known.set(workload, { claims, volumes, mounts });
  return mounts;
};
