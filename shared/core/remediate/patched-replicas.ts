import type { JsonValue } from '#contract/json';
import { isJsonArray, isJsonObject } from '#contract/json';
import type { KubeObject, ResourceName } from '#contract/kube';
import type { JsonPatchOp } from '#contract/patch';
import type { Pointer } from '#contract/rule';
import type { SnapshotIndex } from '#core/evaluate/snapshot-index';
import { controllerOf } from '#kube/owners';
import { podTemplateOf } from '#kube/pod-templates';
import { applyEdits, jsonOf } from './apply-edits.ts';
import { editsOf } from './merge-patches.ts';
import { pointerOf, pointerParts, valueAt } from './pointer.ts';

export interface Replica {
  readonly resource: ResourceName;
  readonly object: KubeObject;
}

/**
 * What an owner's controller would make after the patch: its ReplicaSets, Jobs and Pods with the same change. List elements
 * are found by name, since admission adds containers and volumes. Where a change finds no place the replica is left out.
 */
export const patchedReplicas = (
  index: SnapshotIndex,
  owner: KubeObject | undefined,
  operations: readonly JsonPatchOp[],
): readonly Replica[] => {
  const template = owner === undefined || owner.kind === 'Pod' ? undefined : podTemplateOf(owner);
  if (owner === undefined || template === undefined) return [];
  return descendantsOf(index, owner).flatMap(({ resource, object }) => {
    const place = podTemplateOf(object);
    const changed = place === undefined ? undefined : withChange(owner, template.path, object, place.path, operations);
    return changed === undefined ? [] : [{ resource, object: changed }];
  });
};

const childResources: readonly ResourceName[] = ['pods', 'replicasets.apps', 'jobs.batch'];

const descendantsOf = (index: SnapshotIndex, owner: KubeObject): readonly Replica[] => {
  const { uid } = owner.metadata;
  if (uid === undefined) return [];
  return childResources.flatMap(resource =>
    index
      .ownedBy(resource, uid)
      .filter(object => controllerOf(object) !== undefined)
      .flatMap(object => [{ resource, object }, ...(object.kind === 'Pod' ? [] : descendantsOf(index, object))]),
  );
};

const withChange = (
  owner: KubeObject,
  from: Pointer,
  replica: KubeObject,
  to: Pointer,
  operations: readonly JsonPatchOp[],
): KubeObject | undefined => {
  const edits = editsOf(operations).filter(({ path }) => path.startsWith(`${from}/`));
  const moved = edits.map(edit => ({ edit, path: placeIn(jsonOf(owner), from, jsonOf(replica), to, edit.path) }));
  if (moved.some(({ path }) => path === undefined)) return undefined;
  const changed = applyEdits(
    replica,
    moved.map(({ edit, path }) => ({ ...edit, path: path ?? edit.path })),
  );
  return changed.ok ? changed.value : undefined;
};

/** The same place in another object: list elements by their name where they have one. */
const placeIn = (owner: JsonValue, from: Pointer, replica: JsonValue, to: Pointer, path: Pointer): Pointer | undefined => {
  const base = pointerParts(from) ?? [];
  const parts = (pointerParts(path) ?? []).slice(base.length);
  const found = [...(pointerParts(to) ?? [])];
  for (const [depth, part] of parts.entries()) {
    const element = valueAt(owner, [...base, ...parts.slice(0, depth + 1)]);
    const list = valueAt(replica, found);
    const name = isJsonObject(element) ? element['name'] : undefined;
    if (!isJsonArray(list) || typeof name !== 'string') {
      found.push(part);
      continue;
    }
    const index = list.findIndex(item => isJsonObject(item) && item['name'] === name);
    if (index < 0) return undefined;
    found.push(String(index));
  }
  return pointerOf(found);
};
