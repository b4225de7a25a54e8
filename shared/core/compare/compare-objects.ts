import type { CompareObject, LeftOut, NotComparable, ObjectChange } from '#contract/compare';
import type { KubeObject, ObjectKey, ResourceName } from '#contract/kube';
import { nameInKey } from '#contract/kube';
import type { Checkpoint } from './checkpoint.ts';
import { type Changed, changedObject, differencesOf, type Pair, type PairContext, strongest } from './object-changes.ts';
import { derivedFrom, isBornWithNamespace, isReplica, keyOfObject, type Root, rootOf } from './replicas.ts';
import { isStatusConfigMap, resourceLeftOut } from './moves-by-itself.ts';
import { type Side, unreadFor } from './side.ts';
import { podDifferences, unlikePods } from './unlike-pods.ts';

export interface ObjectComparison {
  /** What counts. */
  readonly changes: readonly Changed[];
  /** One row an object, but for replicas: one row an owner. */
  readonly leftOut: readonly Changed[];
  readonly leftOutCounts: ReadonlyMap<LeftOut, number>;
  readonly notComparable: readonly NotComparable[];
  readonly compared: number;
}

interface Replaced {
  readonly root: Root;
  readonly sample: Pair;
  /** Kind → how many came, went or were replaced under the same name. */
  readonly kinds: Map<string, { came: number; went: number }>;
  readonly podsCame: KubeObject[];
  readonly podsWent: KubeObject[];
}

interface Taking {
  readonly context: PairContext;
  readonly changes: Changed[];
  readonly leftOut: Changed[];
  readonly counts: Map<LeftOut, number>;
  readonly replaced: Map<ObjectKey, Replaced>;
  readonly gaps: Map<string, NotComparable>;
}

const count = (taking: Taking, reason: LeftOut, by = 1): void =>
  void taking.counts.set(reason, (taking.counts.get(reason) ?? 0) + by);

const leave = (taking: Taking, pair: Pair, reason: LeftOut, differences: Changed['differences'] = []): void => {
  count(taking, reason);
  const row = changedObject(taking.context, pair, differences, reason);
  if (row !== undefined) taking.leftOut.push(row);
};

const replace = (taking: Taking, pair: Pair, root: Root): void => {
  const kind = (pair.after ?? pair.before)?.kind ?? '';
  const known: Replaced = taking.replaced.get(root.key) ?? { root, sample: pair, kinds: new Map(), podsCame: [], podsWent: [] };
  const kinds = known.kinds.get(kind) ?? { came: 0, went: 0 };
  if (pair.after !== undefined) kinds.came += 1;
  if (pair.before !== undefined) kinds.went += 1;
  known.kinds.set(kind, kinds);
  if (pair.after?.kind === 'Pod') known.podsCame.push(pair.after);
  if (pair.before?.kind === 'Pod') known.podsWent.push(pair.before);
  taking.replaced.set(root.key, known);
};

/**
 * The owner that a coming or going replica is shown on, whichever side has the object. One that is only claimed (all was
 * read, and it is not there) owns nothing: then the object counts for itself.
 */
const rootOfPair = ({ before, after }: PairContext, pair: Pair): Root | undefined => {
  const object = pair.after ?? pair.before;
  if (object === undefined || !isReplica(object)) return undefined;
  const [side, other] = pair.after === undefined ? [before, after] : [after, before];
  const root = rootOf(side.index, object);
  const isClaimed =
    root?.object === undefined && root !== undefined && unreadFor(side, other, root.resource, root.namespace).length === 0;
  return isClaimed ? undefined : root;
};

const isBornOrGoneWithNamespace = ({ before, after }: PairContext, { resource }: Pair, { metadata }: KubeObject): boolean =>
  isBornWithNamespace(resource, metadata.name) &&
  [before, after].filter(side => side.index.get('namespaces', undefined, metadata.namespace ?? '') !== undefined).length === 1;

const noteGap = (taking: Taking, pair: Pair, object: KubeObject): boolean => {
  const { before, after } = taking.context;
  const lacking = pair.before === undefined ? before : after;
  const [scope] = unreadFor(lacking, lacking === before ? after : before, pair.resource, object.metadata.namespace);
  if (scope === undefined) return false;
  const side = lacking === before ? 'before' : 'after';
  const namespace = scope.namespace;
  const key = `${side} ${pair.resource} ${namespace ?? ''}`;
  const known = taking.gaps.get(key);
  taking.gaps.set(key, { resource: pair.resource, namespace, side, state: scope.state, objects: (known?.objects ?? 0) + 1 });
  return true;
};

/** An object that one side alone has. */
const takeOne = (taking: Taking, pair: Pair, object: KubeObject): void => {
  const { context } = taking;
  const whole = resourceLeftOut(pair.resource);
  if (whole !== undefined) return leave(taking, pair, whole);
  if (noteGap(taking, pair, object)) return;
  const root = rootOfPair(context, pair);
  if (root !== undefined) return replace(taking, pair, root);
  const { index } = pair.after === undefined ? context.before : context.after;
  const derived = derivedFrom(index, pair.resource, object);
  if (derived !== undefined) return leave(taking, pair, derived);
  if (isBornOrGoneWithNamespace(context, pair, object)) return leave(taking, pair, 'derived');
  const row = changedObject(context, pair, [], null);
  if (row !== undefined) taking.changes.push(row);
};

const takeBoth = (taking: Taking, pair: Pair, before: KubeObject, after: KubeObject): void => {
  const { context } = taking;
  const recreated =
    before.metadata.uid !== undefined && after.metadata.uid !== undefined && before.metadata.uid !== after.metadata.uid;
  const root = recreated && isReplica(before) ? rootOfPair(context, pair) : undefined;
  if (root !== undefined) return replace(taking, pair, root);
  const differences = differencesOf(context, pair);
  if (differences.length === 0) return;
  const whole =
    resourceLeftOut(pair.resource) ??
    derivedFrom(context.after.index, pair.resource, after) ??
    (pair.resource === 'configmaps' && isStatusConfigMap(after.metadata.namespace, after.metadata.name) ? 'status' : undefined);
  const counts = whole === undefined && differences.some(({ leftOut }) => leftOut === null);
  if (!counts) return leave(taking, pair, whole ?? strongest(differences) ?? 'bookkeeping', differences);
  const row = changedObject(context, pair, differences, null);
  if (row !== undefined) taking.changes.push(row);
};

const plural = (amount: number, kind: string): string => `${amount} ${kind}${amount === 1 ? '' : 's'}`;

const replacedText = ({ kinds }: Replaced): string =>
  [...kinds]
    .map(([kind, { came, went }]) =>
      came === 0
        ? `${plural(went, kind)} gone`
        : went === 0
          ? `${plural(came, kind)} new`
          : came === went
            ? `${plural(came, kind)} replaced`
            : `${plural(went, kind)} replaced by ${came}`,
    )
    .join(', ');

const amountOf = ({ kinds }: Replaced): number =>
  [...kinds.values()].reduce((sum, { came, went }) => sum + Math.max(came, went), 0);

const rowOfRoot = ({ root }: Replaced, text: string): CompareObject => ({
  key: root.key,
  kind: root.kind.slice(0, 253),
  resource: root.resource,
  namespace: root.namespace ?? null,
  name: root.name.slice(0, 300),
  section: 'left-out',
  change: 'changed',
  access: null,
  reason: 'replicas',
  title: `${root.kind.slice(0, 253)} ${root.namespace === undefined ? '' : `${root.namespace}/`}${root.name.slice(0, 300)}: ${text}`,
  fields: [],
  fieldCount: 0,
  recreated: false,
  versions: null,
  replaced: text,
  who: [],
  causes: 0,
});

/** An unchanged owner with pods that neither its template nor an earlier pod explains: somebody else has a hand in it. */
const tellUnlike = (taking: Taking, { root, podsCame, podsWent }: Replaced): Changed | undefined => {
  const { after } = taking.context;
  // Each run of a Job is made of the template of its own day.
  if (root.kind === 'CronJob') return undefined;
  const [pod, ...more] = unlikePods(after.index, podsCame, podsWent);
  if (pod === undefined) return undefined;
  const owner = root.object ?? pod;
  const pair: Pair = { key: root.key, resource: root.resource, before: owner, after: owner };
  const row = changedObject(taking.context, pair, podDifferences(pod, podsWent[0]), null);
  const name = `${root.kind.slice(0, 253)} ${root.namespace === undefined ? '' : `${root.namespace}/`}${root.name.slice(0, 300)}`;
  const pods = more.length === 0 ? `Pod ${pod.metadata.name} is` : `${more.length + 1} Pods are`;
  if (row === undefined) return undefined;
  const told = { ...row.row, kind: root.kind.slice(0, 253), namespace: root.namespace ?? null, name: root.name.slice(0, 300) };
  return { ...row, row: { ...told, title: `${pods} not as ${name} makes its pods, and it is unchanged` } };
};

/** Replicas are told on the row of their owner, or on one of its own where nothing else changed there. */
const tellReplicas = (taking: Taking): void => {
  const at = new Map(taking.changes.map((changed, index) => [changed.pair.key, index]));
  for (const replaced of taking.replaced.values()) {
    count(taking, 'replicas', amountOf(replaced));
    const text = replacedText(replaced);
    const index = at.get(replaced.root.key);
    const changed = index === undefined ? undefined : taking.changes[index];
    const unlike = changed === undefined ? tellUnlike(taking, replaced) : undefined;
    if (unlike !== undefined) {
      taking.changes.push({ ...unlike, row: { ...unlike.row, replaced: text } });
      continue;
    }
    if (index !== undefined && changed !== undefined)
      taking.changes[index] = { ...changed, row: { ...changed.row, replaced: text } };
    else
      taking.leftOut.push({
        pair: { ...replaced.sample, key: replaced.root.key },
        row: rowOfRoot(replaced, text),
        differences: [],
      });
  }
};

const objectsOf = (side: Side, resource: ResourceName): ReadonlyMap<string, KubeObject> =>
  new Map(side.index.list(resource).map(object => [`${object.metadata.namespace ?? ''}/${nameInKey(object.metadata)}`, object]));

const order: Readonly<Record<ObjectChange, number>> = { changed: 0, added: 1, removed: 2 };

const byPlace = ({ row: left }: Changed, { row: right }: Changed): number =>
  order[left.change] - order[right.change] || (left.key < right.key ? -1 : 1);

/** Rejects with `Cancelled` when the signal aborts; whatever is in the objects is in the result. */
export const compareObjects = async (context: PairContext, checkpoint: Checkpoint): Promise<ObjectComparison> => {
  const taking: Taking = { context, changes: [], leftOut: [], counts: new Map(), replaced: new Map(), gaps: new Map() };
  const resources = [...new Set([...context.before.index.resources(), ...context.after.index.resources()])].sort();
  let compared = 0;
  for (const resource of resources) {
    const ours = objectsOf(context.before, resource);
    const theirs = objectsOf(context.after, resource);
    for (const place of new Set([...ours.keys(), ...theirs.keys()])) {
      compared += 1;
      await checkpoint();
      const [before, after] = [ours.get(place), theirs.get(place)];
      const object = after ?? before;
      if (object === undefined) continue;
      const pair: Pair = { key: keyOfObject(resource, object), resource, before, after };
      if (before !== undefined && after !== undefined) takeBoth(taking, pair, before, after);
      else takeOne(taking, pair, object);
    }
  }
  tellReplicas(taking);
  return {
    changes: taking.changes.sort(byPlace),
    leftOut: taking.leftOut,
    leftOutCounts: taking.counts,
    notComparable: [...taking.gaps.values()].sort((left, right) => right.objects - left.objects),
    compared,
  };
};
