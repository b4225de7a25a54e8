import type { Finding } from '#contract/finding';
import type { Patch, PatchCheck } from '#contract/patch';
import type { Snapshot } from '#contract/snapshot';
import type { SnapshotIndex } from '#core/evaluate/snapshot-index';
import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import { mergePatches } from './merge-patches.ts';
import { passed, withCheck } from './patch-checks.ts';
import type { Evaluate } from './reevaluate.ts';
import { patchedSnapshot, reevaluatePatch, verdictOf } from './reevaluate.ts';

/**
 * The patches, each with its `reevaluated` check. Evaluating a large snapshot once for each would take minutes: all are made
 * at once, and only where something is wrong are they halved, down to the single patch at fault.
 */
export const reevaluatePatches = async (
  patches: readonly Patch[],
  snapshot: Snapshot,
  evaluate: Evaluate,
  before: readonly Finding[],
): Promise<readonly Patch[]> => {
  const index = createSnapshotIndex(snapshot);
  const checks = new Map<Patch, PatchCheck>();
  const judge = async (group: readonly Patch[]): Promise<void> => {
    const [only] = group;
    if (only === undefined) return;
    if (group.length === 1) {
      checks.set(only, await reevaluatePatch(only, snapshot, evaluate, before));
      return;
    }
    if (await isCleanTogether(group, index, evaluate, before)) {
      for (const patch of group)
        checks.set(
          patch,
          passed('reevaluated', `This finding is gone, no new one (made together with ${group.length - 1} other patches).`),
        );
      return;
    }
    const half = Math.ceil(group.length / 2);
    await judge(group.slice(0, half));
    await judge(group.slice(half));
  };
  await judge(patches);
  return patches.map(patch => {
    const check = checks.get(patch);
    return check === undefined ? patch : withCheck(patch, check);
  });
};

const isCleanTogether = async (
  patches: readonly Patch[],
  index: SnapshotIndex,
  evaluate: Evaluate,
  before: readonly Finding[],
): Promise<boolean> => {
  const joined = joinByObject(patches, index);
  const after = joined === undefined ? undefined : patchedSnapshot(joined, index);
  if (joined === undefined || after === undefined) return false;
  const { findings, defects } = await evaluate(after);
  return defects.length === 0 && joined.every(patch => verdictOf(patch, before, findings).result === 'passed');
};

/** One patch an object; undefined where they do not go together. */
const joinByObject = (patches: readonly Patch[], index: SnapshotIndex): readonly Patch[] | undefined => {
  const joined: Patch[] = [];
  for (const group of Map.groupBy(patches, ({ target, dialect }) =>
    JSON.stringify([dialect, target.apiVersion, target.kind, target.namespace, target.name]),
  ).values()) {
    const [first] = group;
    const object = first === undefined || first.dialect === 'create' ? undefined : index.find(first.target);
    if (first === undefined || group.some(({ redacted }) => redacted !== null)) return undefined;
    if (group.length === 1 || object === undefined) {
      joined.push(...group);
      continue;
    }
    const merged = mergePatches(group, object);
    if (!merged.ok || merged.value.conflicts.length > 0) return undefined;
    joined.push(merged.value.patch);
  }
  return joined;
};
