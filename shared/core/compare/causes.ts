import type { Cause } from '#contract/compare';
import type { Finding } from '#contract/finding';
import type { ObjectKey, ObjectRef, ResourceName } from '#contract/kube';
import { isJsonArray, isJsonObject } from '#contract/json';
import { partsOf, childOf } from '#kube/pointer';
import type { Difference } from './diff-values.ts';
import { type Changed, changeOf } from './object-changes.ts';
import { keyOfObject } from './replicas.ts';
import type { Side } from './side.ts';
import { changeSentence } from './titles.ts';

/** Which resources a rule looks at, by its id. */
export type NeedsOf = (ruleId: string) => ReadonlySet<ResourceName>;

export interface Explained extends Cause {
  /** The change touches the very field, or the whole object came or went: then there is no doubt. */
  readonly direct: boolean;
}

export type CauseOf = (finding: Finding, side: Side) => Explained | undefined;

/** `/spec/template/spec/containers/0/image` as names alone, list elements left out but for their name. */
const wordsOf = (side: Side, { at }: Finding): readonly string[] => {
  if (at === null) return [];
  let value: unknown = side.index.find(at.resource);
  const words: string[] = [];
  for (const part of partsOf(at.path)) {
    const inList = isJsonArray(value);
    value = childOf(value, part);
    if (!inList) words.push(part);
    else if (isJsonObject(value) && typeof value['name'] === 'string') words.push(`name=${value['name']}`);
  }
  return words;
};

const piece = /\[([^\]]*)\]|[^.[\]]+/gu;

/** What stands in brackets is one word: a label's key has dots of its own. */
const wordsIn = (path: string): readonly string[] =>
  [...path.matchAll(piece)].map(found => found[1] ?? found[0]).filter(word => !/^\d+$/u.test(word));

/** One path leads to the other, or both to one field. */
const overlap = (left: readonly string[], right: readonly string[]): boolean => {
  const shared = Math.min(left.length, right.length);
  return shared > 0 && left.slice(0, shared).every((word, index) => word === right[index]);
};

const keyOfRef = (side: Side, ref: ObjectRef): ObjectKey | undefined => {
  const object = side.index.find(ref);
  const resource = side.index.resourceOf(ref.apiVersion, ref.kind);
  return object === undefined || resource === undefined ? undefined : keyOfObject(resource, object);
};

const causeFrom = ({ pair }: Changed, field: Difference | undefined, more: number, direct = false): Explained | undefined => {
  const object = pair.after ?? pair.before;
  return object === undefined ? undefined : { key: pair.key, what: changeSentence(object, changeOf(pair), field), more, direct };
};

const countedFields = ({ differences }: Changed): readonly Difference[] => differences.filter(({ leftOut }) => leftOut === null);

/** How near a change is to a finding: its own namespace's objects, then the Namespace itself, then what is cluster-wide. */
const nearness = (finding: Finding, { row }: Changed): number => {
  const namespace = finding.resource?.kind === 'Namespace' ? finding.resource.name : finding.resource?.namespace;
  if (row.namespace !== null) return row.namespace === namespace ? 0 : namespace === undefined ? 2 : 9;
  if (row.kind === 'Namespace') return row.name === namespace || namespace === undefined ? 1 : 9;
  return 2;
};

/**
 * Which change explains a finding that came or went: of the object where it stands, of the object that a person edits, else
 * of what else the rule looks at (a policy that vanished, a label of the namespace, a binding).
 */
export const createCauses = (changes: readonly Changed[], needsOf: NeedsOf): CauseOf => {
  const byKey = new Map(changes.map(changed => [changed.pair.key, changed]));
  const byResource = Map.groupBy(changes, changed => changed.pair.resource);
  // Replicas are told on their owner: what counts pods is explained by it.
  byResource.set('pods', [
    ...(byResource.get('pods') ?? []),
    ...changes.filter(({ row }) => row.replaced?.includes('Pod') === true),
  ]);
  return (finding, side) => {
    const { at, resource } = finding;
    if (at === null || resource === null) return undefined;
    const words = wordsOf(side, finding);
    const places = [...new Set([keyOfRef(side, at.resource), keyOfRef(side, resource)])].flatMap(
      key => (key === undefined ? undefined : byKey.get(key)) ?? [],
    );
    for (const changed of places) {
      if (changed.row.change !== 'changed') return causeFrom(changed, undefined, 0, true);
      const field = countedFields(changed).find(({ path }) => overlap(wordsIn(path), words));
      if (field !== undefined) return causeFrom(changed, field, 0, true);
    }
    const needs = needsOf(finding.ruleId);
    const others = [...new Set([...needs].flatMap(name => byResource.get(name) ?? []))]
      .filter(changed => !places.includes(changed) && nearness(finding, changed) < 9)
      .sort((left, right) => nearness(finding, left) - nearness(finding, right) || (left.pair.key < right.pair.key ? -1 : 1));
    const [own] = places;
    // A rule that looks at this kind alone can only have seen a change of it.
    const [nearest] = others;
    if (nearest !== undefined && (own === undefined || nearness(finding, nearest) <= 1))
      return causeFrom(nearest, countedFields(nearest)[0], others.length - 1);
    return own === undefined ? undefined : causeFrom(own, countedFields(own)[0], 0);
  };
};
