import type { AttackChange } from '#contract/attack';
import { isJsonArray, isJsonObject } from '#contract/json';
import type { KubeObject, ObjectKey } from '#contract/kube';
import type { SnapshotIndex } from '#core/evaluate/snapshot-index';
import { childOf, partsOf } from '#kube/pointer';

/** Objects as they are then, by key; null: gone. `paths`: what was taken out of each. */
export interface ObjectChange {
  readonly objects: ReadonlyMap<ObjectKey, KubeObject | null>;
  readonly paths: ReadonlyMap<ObjectKey, readonly string[]>;
}

type ObjectOnly = Exclude<AttackChange, { readonly remove: 'binding' | 'subject' | 'role' | 'rule' }>;

export const isObjectChange = (change: AttackChange): change is ObjectOnly =>
  'raise' in change || change.remove === 'field' || change.remove === 'object';

/** The value without what stands at these parts; an element of a list leaves no hole. Undefined where nothing stands there. */
const without = (value: unknown, parts: readonly string[]): unknown => {
  const [part, ...rest] = parts;
  if (part === undefined || childOf(value, part) === undefined) return undefined;
  const inner = rest.length === 0 ? undefined : without(childOf(value, part), rest);
  if (rest.length > 0 && inner === undefined) return undefined;
  if (isJsonArray(value))
    return rest.length === 0
      ? value.filter((_, index) => String(index) !== part)
      : value.map((item, index) => (String(index) === part ? inner : item));
  if (!isJsonObject(value)) return undefined;
  if (rest.length > 0) return { ...value, [part]: inner };
  const { [part]: _, ...others } = value;
  return others;
};

const enforced = (namespace: KubeObject, level: string): KubeObject => ({
  ...namespace,
  metadata: {
    ...namespace.metadata,
    labels: { ...namespace.metadata.labels, 'pod-security.kubernetes.io/enforce': level },
  },
});

export interface ReadObjectChanges {
  readonly change: ObjectChange;
  readonly unknown: readonly AttackChange[];
}

/** Changes of objects by their keys, one after the other. */
export const readObjectChanges = (index: SnapshotIndex, changes: readonly ObjectOnly[]): ReadObjectChanges => {
  const objects = new Map<ObjectKey, KubeObject | null>();
  const paths = new Map<ObjectKey, string[]>();
  const unknown: AttackChange[] = [];
  for (const change of changes) {
    const key = 'raise' in change ? `/namespaces/_cluster/${change.namespace}` : change.object;
    const now = objects.has(key) ? objects.get(key) : index.byKey(key);
    const made = now === undefined || now === null ? undefined : madeBy(change, now);
    if (made === undefined) {
      unknown.push(change);
      continue;
    }
    objects.set(key, made);
    if ('remove' in change && change.remove === 'field') paths.set(key, [...(paths.get(key) ?? []), change.path]);
  }
  return { change: { objects, paths }, unknown };
};

const madeBy = (change: ObjectOnly, now: KubeObject): KubeObject | null | undefined => {
  if ('raise' in change) return enforced(now, change.level);
  if (change.remove === 'object') return null;
  const parts = partsOf(change.path);
  return parts.length === 0 ? undefined : (without(now, parts) as KubeObject | undefined);
};
