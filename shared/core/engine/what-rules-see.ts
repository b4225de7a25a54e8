import type { FactKind } from '#contract/fact';
import { isJsonObject, type JsonObject, type JsonValue } from '#contract/json';
import { type KubeObject, nameInKey, objectKey, resourceName, type ResourceName, type ResourceType } from '#contract/kube';
import type { AnyRule } from '#contract/rule';
import { resourcesOf } from '#core/evaluate/coverage-share';
import type { Fingerprints } from '#core/ports';
import { createPipeline, type Pipeline, type Processed } from '#core/redact/pipeline';
import { twinsOn } from '#core/redact/twins';
import { objectAt } from '#kube/json-fields';
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

/** The graph looks at more of a node's status than rules do: its versions and addresses. */
const statusOf = (status: JsonObject, resource: ResourceName): JsonObject => {
  const plain = plainFields(status);
  if (resource !== 'nodes') return plain;
  const { nodeInfo, addresses } = status;
  return { ...plain, ...(nodeInfo === undefined ? {} : { nodeInfo }), ...(addresses === undefined ? {} : { addresses }) };
};

/** What a rule looks at as objects, rather than as pod templates that stand in some. */
const asObjects = ({ appliesTo, needs }: AnyRule): readonly ResourceName[] =>
  appliesTo.subject === 'pod-template' ? needs : [...appliesTo.resources, ...needs];

/**
 * Objects of a resource that no rule names may still own what rules judge, so they keep who they are. Of the others goes
 * what the contract of rules does not show them: `status` but for its plain fields. The template of a retired ReplicaSet is no
 * subject of any rule.
 */
export const cutTo = (rules: readonly AnyRule[]): Cut => {
  const seen = new Set<ResourceName>(rules.flatMap(rule => [...resourcesOf(rule), ...(rule.needsIfServed ?? [])]));
  // The graph sees workloads as rules do: by their templates.
  const looksAtReplicaSets = rules.some(rule => rule.asksWays !== true && asObjects(rule).includes(replicaSets));
  return (raw, type) => {
    const resource = resourceName(type.group, type.resource);
    if (!seen.has(resource)) return bare(raw);
    if (resource === replicaSets && !looksAtReplicaSets && isRetired(raw as unknown as KubeObject))
      return { ...bare(raw), spec: { replicas: 0 } };
    return isJsonObject(raw['status']) ? { ...raw, status: statusOf(raw['status'], resource) } : raw;
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
  const whole = (raw: JsonObject, type: ResourceType): Processed => pipeline.object(cut(raw, type), type);
  return { ...pipeline, ...onceForTwins(whole) };
};

/** Redacts the spec of replicas once: what equals it as it came equals it redacted, whatever else the pods are. */
const onceForTwins = (whole: Pipeline['object']): Pick<Pipeline, 'object' | 'page'> => {
  const firsts = new WeakMap<JsonObject, JsonObject>();
  const known = new WeakMap<JsonObject, Processed>();
  return {
    page: (items, type) => {
      if (type.group !== '' || type.resource !== 'pods') return;
      for (const [pod, first] of twinsOn(items)) firsts.set(pod, first);
    },
    object: (raw, type) => {
      const first = firsts.get(raw);
      const seen = first === undefined ? undefined : known.get(first);
      if (seen === undefined) {
        const processed = whole(raw, type);
        if (type.resource === 'pods') known.set(raw, processed);
        return processed;
      }
      return asTwin(whole({ ...raw, spec: nodeOf(raw['spec']) }, type), seen);
    },
  };
};

const nodeOf = (spec: JsonValue | undefined): JsonObject => ({ nodeName: isJsonObject(spec) ? spec['nodeName'] : undefined });

const asTwin = (own: Processed, first: Processed): Processed => {
  const { object } = own;
  const facts = first.facts.filter(fact => fact.path.startsWith('/spec/') && fact.path !== '/spec/nodeName');
  const key = objectKey('', 'pods', object.metadata.namespace ?? '', nameInKey(object.metadata));
  return {
    ...own,
    object: { ...object, spec: { ...objectAt(first.object, 'spec'), ...objectAt(object, 'spec') } },
    facts: facts.length === 0 ? own.facts : [...own.facts, ...facts.map(fact => ({ ...fact, object: key }))],
  };
};
