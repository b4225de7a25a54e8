import type { JsonValue } from '#contract/json';
import type { KubeObject, ObjectRef } from '#contract/kube';
import type { JsonPatchOp, Patch } from '#contract/patch';
import { applyJsonPatch } from './apply-json-patch.ts';
import { jsonOf } from './apply-edits.ts';
import { jsonEqual } from './json-equal.ts';
import type { Conflict } from './merge-patches.ts';
import { mergePatches } from './merge-patches.ts';

export interface Arranged {
  /** Each applies to its object as captured, and beside any others of them, in any order. */
  readonly patches: readonly Patch[];
  readonly conflicts: readonly Conflict[];
}

/**
 * Patches that stand for themselves: one a rule and object, and one for several rules where theirs get in each other’s way
 * (two that both add `securityContext` are both guarded by its absence).
 */
export const arrangePatches = (patches: readonly Patch[], objectAt: (ref: ObjectRef) => KubeObject | undefined): Arranged => {
  const arranged: Patch[] = [];
  const conflicts: Conflict[] = [];
  for (const group of groupsBy(patches, ({ target }) => keyOf(target))) {
    const [first] = group;
    const object = first === undefined ? undefined : objectAt(first.target);
    const changes = group.filter(isChange);
    arranged.push(...withoutRepeats(group.filter(patch => !isChange(patch))));
    if (object !== undefined) arranged.push(...arrangeObject(object, changes, conflicts));
    else conflicts.push(...changes.map(patch => ({ patch, why: 'Its object is not in this snapshot.' })));
  }
  return { patches: arranged, conflicts };
};

const isChange = ({ dialect, redacted }: Patch): boolean => dialect === 'json-patch' && redacted === null;

/** Two findings may ask for the same new object: one patch counts for both. */
const withoutRepeats = (patches: readonly Patch[]): readonly Patch[] => {
  const kept: Patch[] = [];
  for (const patch of patches) {
    const same =
      patch.dialect === 'create' ? kept.findIndex(({ dialect, after }) => dialect === 'create' && after === patch.after) : -1;
    const first = kept[same];
    if (first === undefined) kept.push(patch);
    else kept[same] = { ...first, findingIds: [...first.findingIds, ...patch.findingIds] };
  }
  return kept;
};

interface Bundle {
  readonly parts: readonly Patch[];
  readonly patch: Patch;
}

const arrangeObject = (object: KubeObject, patches: readonly Patch[], conflicts: Conflict[]): readonly Patch[] => {
  let bundles: readonly Bundle[] = [];
  for (const group of groupsBy(patches, ({ ruleId }) => ruleId)) {
    const alone = bundleOf(object, group, conflicts);
    if (alone === undefined) continue;
    const others = bundles.filter(bundle => !standBeside(object, bundle.patch, alone.patch));
    const kept = bundles.filter(bundle => !others.includes(bundle));
    const joined =
      others.length === 0 ? alone : bundleOf(object, [...others.flatMap(({ parts }) => parts), ...alone.parts], conflicts);
    bundles = joined === undefined ? bundles : [...kept, joined];
  }
  return bundles.map(({ patch }) => patch);
};

const bundleOf = (object: KubeObject, parts: readonly Patch[], conflicts: Conflict[]): Bundle | undefined => {
  const merged = mergePatches(parts, object);
  if (!merged.ok) {
    conflicts.push(...parts.map(patch => ({ patch, why: merged.error.why })));
    return undefined;
  }
  const excluded = merged.value.conflicts;
  conflicts.push(...excluded);
  return { parts: parts.filter(part => !excluded.some(({ patch }) => patch === part)), patch: merged.value.patch };
};

/** Whether two patches and their rollbacks can be applied in either order, with one result. */
const standBeside = (object: KubeObject, left: Patch, right: Patch): boolean => {
  const before = jsonOf(object);
  const both = applyAll(before, [left.operations, right.operations]);
  const swapped = applyAll(before, [right.operations, left.operations]);
  if (both === undefined || swapped === undefined || !jsonEqual(both, swapped)) return false;
  const undone = [applyAll(both, [left.rollback, right.rollback]), applyAll(both, [right.rollback, left.rollback])];
  return undone.every(value => value !== undefined && jsonEqual(value, before));
};

const applyAll = (value: JsonValue, patches: readonly (readonly JsonPatchOp[])[]): JsonValue | undefined => {
  const result = applyJsonPatch(value, patches.flat());
  return result.ok ? result.value : undefined;
};

const keyOf = ({ apiVersion, kind, namespace, name }: ObjectRef): string => JSON.stringify([apiVersion, kind, namespace, name]);

const groupsBy = <T>(items: readonly T[], keyOfItem: (item: T) => string): readonly (readonly T[])[] => [
  ...Map.groupBy(items, keyOfItem).values(),
];
