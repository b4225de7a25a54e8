import type { CompareObject, LeftOut, ObjectChange, Writer } from '#contract/compare';
import { redactedText } from '#contract/fact';
import type { JsonObject } from '#contract/json';
import type { KubeObject, ObjectKey, ResourceName } from '#contract/kube';
import { jsonOf } from '#core/remediate/apply-edits';
import { jsonEqual } from '#core/remediate/json-equal';
import { splitResourceName } from '#core/evidence/member-path';
import { builtinGroups } from '#kube/builtin-resources';
import { type Difference, diffObjectsByMeaning } from './diff-values.ts';
import { fieldChange } from './field-change.ts';
import { withoutFingerprints } from './marks.ts';
import { isReplica } from './replicas.ts';
import type { Side } from './side.ts';
import { accessChange, isAccess, objectTitle, placeName } from './titles.ts';

/** Two states of one object, or one where the other side has none. */
export interface Pair {
  readonly key: ObjectKey;
  readonly resource: ResourceName;
  readonly before: KubeObject | undefined;
  readonly after: KubeObject | undefined;
}

/** What the comparison of two objects needs to know of the whole. */
export interface PairContext {
  readonly before: Side;
  readonly after: Side;
  readonly valuesComparable: boolean;
  /** `Deployment/shop/api` of workloads that an autoscaler sizes. */
  readonly autoscaled: ReadonlySet<string>;
}

/** A change that counts, or one that is left out. */
export interface Changed {
  readonly pair: Pair;
  readonly row: CompareObject;
  readonly differences: readonly Difference[];
}

/** A Secret's values are never kept: its keys stand in facts, with a fingerprint where the value was ever seen. */
const withSecretKeys = (side: Side, resource: ResourceName, object: KubeObject): JsonObject => {
  if (resource !== 'secrets') return jsonOf(object);
  const keys = side.index.facts(object, 'secret-key').map(fact => [fact.class, redactedText(fact.fingerprint)] as const);
  return keys.length === 0 ? jsonOf(object) : { ...jsonOf(object), data: Object.fromEntries(keys) };
};

const leftOutFields = (context: PairContext, pair: Pair): ReadonlyMap<string, LeftOut> | undefined => {
  const object = pair.after ?? pair.before;
  if (object === undefined) return undefined;
  if (object.kind === 'ReplicaSet' && isReplica(object)) return new Map([['spec.replicas', 'replicas']]);
  const { namespace = '', name } = object.metadata;
  return context.autoscaled.has(`${object.kind}/${namespace}/${name}`) ? new Map([['spec.replicas', 'autoscaled']]) : undefined;
};

/** One life of one object, not written since: then a value that was taken out is the same too. */
const isUntouched = ({ before, after }: PairContext, { metadata: left }: KubeObject, { metadata: right }: KubeObject): boolean =>
  before.snapshot.meta.clusterId !== null &&
  before.snapshot.meta.clusterId === after.snapshot.meta.clusterId &&
  left.uid !== undefined &&
  left.uid === right.uid &&
  left.resourceVersion !== undefined &&
  left.resourceVersion === right.resourceVersion;

/** Every field that differs between the two states of a pair; [] where one side has none. */
export const differencesOf = (context: PairContext, pair: Pair, deep = false): readonly Difference[] => {
  const { before, after, resource } = pair;
  if (before === undefined || after === undefined) return [];
  const untouched = isUntouched(context, before, after);
  if (untouched && jsonEqual(jsonOf(before), jsonOf(after))) return [];
  const told = (side: Side, object: KubeObject): JsonObject => {
    const whole = withSecretKeys(side, resource, object);
    return context.valuesComparable ? whole : (withoutFingerprints(whole) as JsonObject);
  };
  const leftOut = leftOutFields(context, pair);
  const differences = diffObjectsByMeaning(told(context.before, before), told(context.after, after), {
    isBuiltin: builtinGroups.has(splitResourceName(resource).group),
    deep,
    ...(leftOut === undefined ? {} : { leftOut }),
  });
  return untouched ? differences.filter(difference => difference.leftOut !== 'not-comparable') : differences;
};

const mostWriters = 5;

const writersIn = (side: Side, object: KubeObject): readonly { readonly text: string; readonly writer: Writer }[] =>
  side.index.facts(object, 'managers').map(({ class: manager, detail = '' }) => ({
    text: `${manager} ${detail}`,
    writer: { manager, at: /\d{4}-\d\d-\d\dT\S+$/.exec(detail)?.[0] ?? null },
  }));

/** Field managers that wrote since: those of the later state that the earlier one does not know with that time. */
const writersOf = ({ before, after }: PairContext, pair: Pair): Writer[] => {
  if (pair.after === undefined) return [];
  const known = new Set(pair.before === undefined ? [] : writersIn(before, pair.before).map(({ text }) => text));
  return writersIn(after, pair.after)
    .filter(({ text }) => !known.has(text))
    .map(({ writer }) => writer)
    .sort((left, right) => ((left.at ?? '') < (right.at ?? '') ? 1 : -1))
    .slice(0, mostWriters);
};

const isRecreated = ({ before, after }: Pair): boolean => {
  const uids = [before?.metadata.uid, after?.metadata.uid];
  return uids.every(uid => uid !== undefined && !uid.startsWith('#')) && uids[0] !== uids[1];
};

const versionsOf = ({ before, after }: Pair): string | null =>
  before === undefined || after === undefined || before.apiVersion === after.apiVersion
    ? null
    : `${before.apiVersion} → ${after.apiVersion}`;

export const changeOf = ({ before, after }: Pair): ObjectChange =>
  before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';

const shownFields = 3;
const shownValue = 120;

/** A row about a pair; `reason` where it does not count. */
export const changedObject = (
  context: PairContext,
  pair: Pair,
  differences: readonly Difference[],
  reason: LeftOut | null,
): Changed | undefined => {
  const object = pair.after ?? pair.before;
  if (object === undefined) return undefined;
  const counted =
    reason === null
      ? differences.filter(({ leftOut }) => leftOut === null)
      : differences.toSorted((left, right) => Number(left.leftOut !== reason) - Number(right.leftOut !== reason));
  const change = changeOf(pair);
  const access = isAccess(object) && reason === null;
  const { namespace = null, name } = object.metadata;
  const row: CompareObject = {
    key: pair.key,
    kind: object.kind.slice(0, 253),
    resource: pair.resource,
    namespace: namespace === '' ? null : namespace,
    name: name.slice(0, 300),
    section: reason !== null ? 'left-out' : access ? 'access' : 'objects',
    change,
    access: access ? accessChange(object, change, differences) : null,
    reason,
    title:
      reason === null ? objectTitle(pair.before, pair.after, differences) : `${object.kind.slice(0, 253)} ${placeName(object)}`,
    fields: counted.slice(0, shownFields).map(difference => fieldChange(difference, shownValue, 'line')),
    fieldCount: counted.length,
    recreated: isRecreated(pair),
    versions: versionsOf(pair),
    replaced: null,
    who: reason === null ? writersOf(context, pair) : [],
    causes: 0,
  };
  return { pair, row, differences };
};

const strength: readonly LeftOut[] = [
  'not-comparable',
  'autoscaled',
  'replicas',
  'derived',
  'renewed',
  'defaulted',
  'notation',
  'controller',
  'status',
  'bookkeeping',
];

/** Of an object that differs in nothing that counts: the reason that says most. */
export const strongest = (differences: readonly Difference[]): LeftOut | undefined =>
  strength.find(reason => differences.some(({ leftOut }) => leftOut === reason));
