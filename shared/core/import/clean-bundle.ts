import type { Fact, Redaction } from '#contract/fact';
import type { JsonObject } from '#contract/json';
import { groupOf, type KubeObject, type ResourceName, type ResourceType, resourceName, versionOf } from '#contract/kube';
import type { Snapshot } from '#contract/snapshot';
import { splitResourceName } from '#core/evidence/member-path';
import type { Fingerprints, Ports } from '#core/ports';
import { createPipeline, type Processed } from '#core/redact/pipeline';
import { builtinResource } from '#kube/builtin-resources';

export interface CleanedBundle {
  /** The very one where nothing had to be taken out. */
  readonly snapshot: Snapshot;
  /** How many objects held values. */
  readonly changed: number;
}

/** A built-in resource is what it is, whatever the file calls it. */
const typeOf = (name: ResourceName, object: KubeObject, types: ReadonlyMap<ResourceName, ResourceType>): ResourceType =>
  builtinResource(name) ??
  types.get(name) ?? {
    ...splitResourceName(name),
    group: groupOf(object.apiVersion),
    version: versionOf(object.apiVersion),
    kind: object.kind,
    namespaced: object.metadata.namespace !== undefined,
    verbs: [],
  };

const placeOf = ({ object, path, kind, class: factClass }: Fact): string => JSON.stringify([object, path, kind, factClass]);

const withFacts = (known: readonly Fact[], more: readonly Fact[]): readonly Fact[] => {
  const places = new Set(known.map(placeOf));
  return [...known, ...more.filter(fact => !places.has(placeOf(fact)))];
};

/** Values are fingerprinted only under the key that the bundle’s own were: two keys in one snapshot would not compare. */
const fingerprintsFor = (own: Fingerprints, keyId: string): Fingerprints =>
  own.keyId === keyId ? own : { keyId, of: () => null };

/**
 * Passes a bundle through the one pipeline (invariant 9): a file that another program made, or a hand changed, may hold
 * values. What went through it before comes out as it was, so a bundle of ours stays the bundle that it is; one that had to
 * be changed names the original as its parent. Takes the objects over and changes them in place.
 */
export const cleanBundle = async (
  snapshot: Snapshot,
  identity: string,
  fingerprints: Fingerprints,
  pause: Ports['pause'],
): Promise<CleanedBundle> => {
  const pipeline = createPipeline(fingerprintsFor(fingerprints, snapshot.meta.fingerprintKeyId));
  const types = new Map(snapshot.types.map(type => [resourceName(type.group, type.resource), type]));
  const facts: Fact[] = [];
  const redactions: Redaction[] = [];
  let changed = 0;
  const keep = (processed: Processed): void => {
    if (processed.redactions.length === 0) return;
    changed += 1;
    for (const fact of processed.facts) facts.push(fact);
    for (const redaction of processed.redactions) redactions.push(redaction);
  };
  for (const [name, objects] of snapshot.objects) {
    for (const object of objects) {
      keep(pipeline.object(object as unknown as JsonObject, typeOf(name, object, types)));
      await pause();
    }
  }
  if (changed === 0) return { snapshot, changed };
  return {
    changed,
    snapshot: {
      ...snapshot,
      meta: { ...snapshot.meta, parent: identity },
      facts: withFacts(snapshot.facts, facts),
      redactions: [...snapshot.redactions, ...redactions],
    },
  };
};
