import type { KubeObject, ObjectRef } from '#contract/kube';
import type { Patch } from '#contract/patch';
import { ok } from '#contract/result';
import { applyJsonPatch } from './apply-json-patch.ts';
import { jsonOf } from './apply-edits.ts';
import { jsonEqual } from './json-equal.ts';
import type { Conflict } from './merge-patches.ts';
import { editsOf, mergePatches } from './merge-patches.ts';
import { patchOf } from './patch.ts';

export interface Arranged {
  /** In an order in which each applies after those before it. */
  readonly patches: readonly Patch[];
  readonly conflicts: readonly Conflict[];
}

/**
 * Patches for a folder of files: one a rule and object, each made against the object as the ones before it leave it. (Two
 * that both add `securityContext` cannot both be guarded by its absence.)
 */
export const arrangePatches = (patches: readonly Patch[], objectAt: (ref: ObjectRef) => KubeObject | undefined): Arranged => {
  const arranged: Patch[] = [];
  const conflicts: Conflict[] = [];
  for (const group of groupsBy(patches, ({ target }) => keyOf(target))) {
    const [first] = group;
    const object = first === undefined ? undefined : objectAt(first.target);
    const changes = group.filter(isChange);
    arranged.push(...group.filter(patch => !isChange(patch)).filter(unlikeEarlier));
    if (object !== undefined) chain(object, changes, arranged, conflicts);
    else conflicts.push(...changes.map(patch => ({ patch, why: 'Its object is not in this snapshot.' })));
  }
  return { patches: arranged, conflicts };
};

const isChange = ({ dialect, redacted }: Patch): boolean => dialect === 'json-patch' && redacted === null;

/** Two findings may ask for the same new object. */
const unlikeEarlier = (patch: Patch, index: number, all: readonly Patch[]): boolean =>
  patch.dialect !== 'create' || all.findIndex(({ dialect, after }) => dialect === 'create' && after === patch.after) === index;

const chain = (object: KubeObject, patches: readonly Patch[], arranged: Patch[], conflicts: Conflict[]): void => {
  const whole = mergePatches(patches, object);
  if (!whole.ok) {
    conflicts.push(...patches.map(patch => ({ patch, why: whole.error.why })));
    return;
  }
  conflicts.push(...whole.value.conflicts);
  const excluded = new Set(whole.value.conflicts.map(({ patch }) => patch));
  const steps = stepsOf(
    object,
    patches.filter(patch => !excluded.has(patch)),
  );
  const wanted = applyJsonPatch(jsonOf(object), whole.value.patch.operations);
  // Indexes of one patch may mean other elements after another has removed some: then one patch for all.
  const sound = steps !== undefined && wanted.ok && jsonEqual(jsonOf(steps.object), wanted.value);
  arranged.push(...(sound ? steps.patches : [whole.value.patch]));
};

interface Steps {
  readonly patches: readonly Patch[];
  readonly object: KubeObject;
}

/** A patch a rule, each from where the one before ends. */
const stepsOf = (object: KubeObject, patches: readonly Patch[]): Steps | undefined => {
  let current = object;
  const steps: Patch[] = [];
  for (const group of groupsBy(patches, ({ ruleId }) => ruleId)) {
    const merged = mergePatches(group, object);
    const next = merged.ok ? rebased(merged.value.patch, current, object) : undefined;
    if (next === undefined) return undefined;
    const last = steps.at(-1);
    if (next !== 'nothing') {
      steps.push(next.patch);
      current = next.object;
    } else if (merged.ok && last !== undefined) {
      // What earlier patches do already needs no file of its own.
      steps[steps.length - 1] = { ...last, findingIds: [...last.findingIds, ...merged.value.patch.findingIds] };
    }
  }
  return { patches: steps, object: current };
};

const rebased = (
  patch: Patch,
  current: KubeObject,
  original: KubeObject,
): { readonly patch: Patch; readonly object: KubeObject } | 'nothing' | undefined => {
  const remediation = {
    edits: editsOf(patch.operations),
    risk: patch.risk,
    ...(patch.mayBreak === null ? {} : { mayBreak: patch.mayBreak }),
  };
  const made = current === original ? ok(patch) : patchOf(current, remediation, patch);
  if (!made.ok) return made.error.why.startsWith('It is already') ? 'nothing' : undefined;
  const after = applyJsonPatch(jsonOf(current), made.value.operations);
  return after.ok ? { patch: { ...made.value, checks: patch.checks }, object: after.value as unknown as KubeObject } : undefined;
};

const keyOf = ({ apiVersion, kind, namespace, name }: ObjectRef): string => JSON.stringify([apiVersion, kind, namespace, name]);

const groupsBy = <T>(items: readonly T[], keyOfItem: (item: T) => string): readonly (readonly T[])[] => [
  ...Map.groupBy(items, keyOfItem).values(),
];
