import type { KubeObject } from '#contract/kube';
import type { Snapshot } from '#contract/snapshot';
import { controllerOf } from '#kube/owners';
import { podTemplateOf } from '#kube/pod-templates';
import type { SnapshotIndex } from './snapshot-index.ts';

/**
 * The snapshot as it would be with these objects changed or added: replaced by key, and the pods of a changed template gone,
 * since its controller would replace them. Facts stay as they are.
 */
export const overlaySnapshot = (index: SnapshotIndex, changed: readonly KubeObject[]): Snapshot => {
  const { snapshot } = index;
  const objects = new Map(snapshot.objects);
  for (const object of changed) {
    const resource = index.resourceOf(object.apiVersion, object.kind);
    if (resource === undefined) continue;
    const key = index.keyOf(object);
    const others = (objects.get(resource) ?? []).filter(other => index.keyOf(other) !== key);
    objects.set(resource, [...others, object]);
  }
  const dropped = new Set(
    changed.flatMap(object => (object.kind !== 'Pod' && podTemplateOf(object) !== undefined ? replicasOf(index, object) : [])),
  );
  for (const resource of ['pods', 'replicasets.apps', 'jobs.batch']) {
    const list = objects.get(resource);
    if (list !== undefined && dropped.size > 0)
      objects.set(
        resource,
        list.filter(object => !dropped.has(object)),
      );
  }
  return { ...snapshot, objects };
};

const replicasOf = (index: SnapshotIndex, owner: KubeObject): readonly KubeObject[] => {
  const uid = owner.metadata.uid;
  if (uid === undefined) return [];
  const children = ['pods', 'replicasets.apps', 'jobs.batch']
    .flatMap(resource => index.ownedBy(resource, uid))
    .filter(child => controllerOf(child) !== undefined);
  return children.flatMap(child => [child, ...(child.kind === 'Pod' ? [] : replicasOf(index, child))]);
};
