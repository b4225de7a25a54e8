import type { Finding } from '#contract/finding';
import type { ObjectKey } from '#contract/kube';
import { type AttackModel, createAttackModel } from '#core/attack/attack-model';
import { allEdges } from '#core/attack/edges/all-edges';
import type { SnapshotIndex } from '#core/evaluate/snapshot-index';
import type { Ports } from '#core/ports';
import type { Policy } from '#core/rbac/policy';

const nothing: readonly string[] = [];

/** Ids of findings by the object that a person edits, and by the one where they stand. */
const findingsByObject = (index: SnapshotIndex, findings: readonly Finding[]): ((object: ObjectKey) => readonly string[]) => {
  const byObject = new Map<ObjectKey, string[]>();
  for (const { id, resource, at } of findings)
    for (const ref of new Set([resource, at?.resource ?? null])) {
      const object = ref === null ? undefined : index.find(ref);
      if (object === undefined) continue;
      const key = index.keyOf(object);
      const ids = byObject.get(key);
      if (ids === undefined) byObject.set(key, [id]);
      else if (!ids.includes(id)) ids.push(id);
    }
  return object => byObject.get(object) ?? nothing;
};

export const attackModelOf = (
  index: SnapshotIndex,
  policy: Policy,
  findings: readonly Finding[],
  { pause }: Pick<Ports, 'pause'>,
): Promise<AttackModel> => {
  let byObject: ((object: ObjectKey) => readonly string[]) | undefined;
  return createAttackModel({
    index,
    policy,
    edges: allEdges,
    pause,
    findingsOf: object => (byObject ??= findingsByObject(index, findings))(object),
  });
};
