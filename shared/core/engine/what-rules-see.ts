import type { FactKind } from '#contract/fact';
import { isJsonObject, type JsonObject, type JsonValue } from '#contract/json';
import { type KubeObject, resourceName, type ResourceName, type ResourceType } from '#contract/kube';
import type { AnyRule } from '#contract/rule';
import { resourcesOf } from '#core/evaluate/coverage-share';
import type { Fingerprints } from '#core/ports';
import { createPipeline, type Pipeline } from '#core/redact/pipeline';
import { isRetired, mirrorAnnotation } from '#kube/owners';

/** Cuts an object, freshly parsed, down to what an evaluation under some rules can see of it; it may change `raw`. */
export type Cut = (raw: JsonObject, type: ResourceType) => JsonObject;

const plainFields = (status: JsonObject): JsonObject => {
  const plain: Record<string, JsonValue | undefined> = {};
  for (const key of Object.keys(status)) if (typeof status[key] !== 'object') plain[key] = status[key];
  return plain;
};

/** Who it is, who owns it, and by what it can be selected: all that is asked of an object that no rule looks at. */
const identityOf = (metadata: JsonObject): JsonObject => {
  const { name, namespace, uid, labels, ownerReferences, annotations } = metadata;
  const mirror = isJsonObject(annotations) ? annotations[mirrorAnnotation] : undefined;
  return {
    ...(name === undefined ? {} : { name }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(uid === undefined ? {} : { uid }),
    ...(labels === undefined ? {} : { labels }),
    ...(ownerReferences === undefined ? {} : { ownerReferences }),
    ...(mirror === undefined ? {} : { annotations: { [mirrorAnnotation]: mirror } }),
  };
};

const bare = ({ apiVersion, kind, metadata }: JsonObject): JsonObject => ({
  ...(apiVersion === undefined ? {} : { apiVersion }),
  ...(kind === undefined ? {} : { kind }),
  metadata: isJsonObject(metadata) ? identityOf(metadata) : {},
});

const replicaSets: ResourceName = 'replicasets.apps';

/** What a rule looks at as objects, rather than as pod templates that stand in some. */
const asObjects = ({ appliesTo, needs }: AnyRule): readonly ResourceName[] =>
  appliesTo.subject === 'pod-template' ? needs : [...appliesTo.resources, ...needs];

/**
 * Objects of a resource that no rule names may still own what rules judge, so they keep who they are. Of the others goes
 * what the contract of rules does not show them: `status` but for its plain fields. The template of a retired ReplicaSet is no
 * subject of any rule.
 */
export const cutTo = (rules: readonly AnyRule[]): Cut => {
  const seen = new Set<ResourceName>(rules.flatMap(resourcesOf));
  const looksAtReplicaSets = rules.some(rule => asObjects(rule).includes(replicaSets));
  return (raw, type) => {
    const resource = resourceName(type.group, type.resource);
    if (!seen.has(resource)) return bare(raw);
    if (resource === replicaSets && !looksAtReplicaSets && isRetired(raw as unknown as KubeObject))
      return { ...bare(raw), spec: { replicas: 0 } };
    return isJsonObject(raw['status']) ? { ...raw, status: plainFields(raw['status']) } : raw;
  };
};

/**
 * A pipeline for a capture that nobody keeps: what no rule can see of an object is dropped before its facts are derived and
 * its values taken out. Findings, tallies and counts of objects are those of a whole capture.
 */
export const pipelineForRules = (fingerprints: Fingerprints, rules: readonly AnyRule[]): Pipeline => {
  const facts = new Set<FactKind>(rules.flatMap(rule => rule.facts));
  const pipeline = createPipeline(fingerprints, { facts, redactions: false });
  const cut = cutTo(rules);
  return { ...pipeline, object: (raw, type) => pipeline.object(cut(raw, type), type) };
};
