import type { Finding } from '#contract/finding';
import { isJsonObject } from '#contract/json';
import type { KubeObject } from '#contract/kube';
import type { Patch, PatchCheck } from '#contract/patch';
import type { Snapshot } from '#contract/snapshot';
import { overlaySnapshot } from '#core/evaluate/overlay';
import type { SnapshotIndex } from '#core/evaluate/snapshot-index';
import { parse } from 'yaml';
import { jsonOf } from './apply-edits.ts';
import { applyJsonPatch } from './apply-json-patch.ts';
import type { Reevaluation } from './evaluate-touched.ts';
import { failed, passed, notRun } from './patch-checks.ts';
import { patchedReplicas } from './patched-replicas.ts';

/** Evaluates a changed snapshot with the rules and the configuration that made the findings. */
export type Evaluate = (snapshot: Snapshot) => Promise<Reevaluation>;

/** The object as the patch leaves it; undefined where it does not apply to the snapshot's. */
export const patchedObject = (patch: Patch, index: SnapshotIndex): KubeObject | undefined => {
  if (patch.redacted !== null) return undefined;
  if (patch.dialect === 'create') return createdObject(patch);
  const object = index.find(patch.target);
  const after = object === undefined ? undefined : applyJsonPatch(jsonOf(object), patch.operations);
  return after?.ok === true ? (after.value as unknown as KubeObject) : undefined;
};

/** The object of a `create` patch: what it shows is what it makes. */
export const createdObject = ({ after }: Pick<Patch, 'after'>): KubeObject | undefined => {
  const value: unknown = parse(after, { schema: 'core' });
  const metadata = isJsonObject(value) ? value['metadata'] : undefined;
  return isJsonObject(value) && isJsonObject(metadata) && typeof metadata['name'] === 'string'
    ? (value as unknown as KubeObject)
    : undefined;
};

/** The snapshot as it would be: the object changed, and its pods as its controller would make them anew. */
export const patchedSnapshot = (patches: readonly Patch[], index: SnapshotIndex): Snapshot | undefined => {
  const objects: KubeObject[] = [];
  for (const patch of patches) {
    const object = patchedObject(patch, index);
    if (object === undefined) return undefined;
    objects.push(object);
  }
  const replicas = patches.flatMap(patch =>
    patch.dialect === 'create' ? [] : patchedReplicas(index, index.find(patch.target), patch.operations),
  );
  const overlaid = overlaySnapshot(index, objects);
  if (replicas.length === 0) return overlaid;
  const all = new Map(overlaid.objects);
  for (const { resource, object } of replicas) all.set(resource, [...(all.get(resource) ?? []), object]);
  return { ...overlaid, objects: all };
};

/** Evaluates anew with the patch made: this finding gone, no new one. `before` are the findings of the snapshot as it is, which `index` is of. */
export const reevaluatePatch = async (
  patch: Patch,
  index: SnapshotIndex,
  evaluate: Evaluate,
  before: readonly Finding[],
): Promise<PatchCheck> => {
  if (patch.redacted !== null) return notRun('reevaluated', 'These are steps, not a patch.');
  const after = patchedSnapshot([patch], index);
  if (after === undefined) return failed('reevaluated', 'The patch does not apply to the object in this snapshot.');
  const { findings, defects } = await evaluate(after);
  const [defect] = defects;
  if (defect !== undefined) return failed('reevaluated', `Rule ${defect.ruleId} failed on the changed object: ${defect.message}`);
  return verdictOf(patch, before, findings);
};

/** What two evaluations, without and with the patch, say of it. */
export const verdictOf = (patch: Patch, before: readonly Finding[], after: readonly Finding[]): PatchCheck => {
  const known = new Map(before.map(finding => [finding.id, finding.status]));
  const left = after.filter(({ id, status }) => patch.findingIds.includes(id) && status !== 'suppressed');
  const spoke = new Set(before.filter(({ status }) => status === 'fail').map(({ ruleId }) => ruleId));
  // What a rule found hid that it could not read all: with that gone it says so, and nothing is worse than before.
  const wasHidden = ({ id, status, ruleId }: Finding): boolean => status === 'unknown' && !known.has(id) && spoke.has(ruleId);
  const fresh = after.filter(
    finding =>
      !wasHidden(finding) && (!known.has(finding.id) || (finding.status === 'fail' && known.get(finding.id) === 'unknown')),
  );
  if (left.length > 0)
    return failed('reevaluated', `The finding is still there: ${left.map(({ message }) => message).join(' ')}`);
  if (fresh.length > 0)
    return failed(
      'reevaluated',
      `It makes ${fresh.length} new: ${fresh
        .slice(0, 3)
        .map(({ ruleId, message }) => `${ruleId}: ${message}`)
        .join(' ')}`,
    );
  const remaining = new Set(after.map(({ id }) => id));
  const also = before.filter(
    ({ id, status }) => status === 'fail' && !patch.findingIds.includes(id) && !remaining.has(id),
  ).length;
  const gone = patch.findingIds.length === 1 ? 'This finding is gone' : `All ${patch.findingIds.length} findings are gone`;
  const unread = after.some(wasHidden) ? '; whether there are more like it is unknown, since not all was read' : '';
  return passed('reevaluated', `${gone}, no new one${also > 0 ? `; ${also} more go with it` : ''}${unread}.`);
};
