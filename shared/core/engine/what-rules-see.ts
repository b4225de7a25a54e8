import type { FactKind } from '#contract/fact';
import { isJsonObject, type JsonObject } from '#contract/json';
import { resourceName, type ResourceName, type ResourceType } from '#contract/kube';
import type { AnyRule } from '#contract/rule';
import { resourcesOf } from '#core/evaluate/coverage-share';
import { factsOfManagers } from '#core/redact/managed-fields';
import type { Pipeline } from '#core/redact/pipeline';
import { mirrorAnnotation } from '#kube/owners';

/** Cuts an object, freshly parsed, down to what an evaluation under some rules can see of it; it may change `raw`. */
export type Cut = (raw: JsonObject, type: ResourceType) => JsonObject;

const plainFields = (status: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(status).filter(([, value]) => typeof value !== 'object'));

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

/**
 * Objects of a resource that no rule names may still own what rules judge, so they keep who they are. Of the others goes
 * what the contract of rules does not show them: `status` but for its plain fields.
 */
export const cutTo = (rules: readonly AnyRule[]): Cut => {
  const seen = new Set<ResourceName>(rules.flatMap(resourcesOf));
  return (raw, type) => {
    if (!seen.has(resourceName(type.group, type.resource))) {
      const { apiVersion, kind, metadata } = raw;
      return {
        ...(apiVersion === undefined ? {} : { apiVersion }),
        ...(kind === undefined ? {} : { kind }),
        metadata: isJsonObject(metadata) ? identityOf(metadata) : {},
      };
    }
    return isJsonObject(raw['status']) ? { ...raw, status: plainFields(raw['status']) } : raw;
  };
};

/**
 * A pipeline for a capture that nobody keeps: what no rule can see of an object is dropped before its facts are derived and
 * its values taken out. Findings, tallies and counts of objects are those of a whole capture.
 */
export const onlyWhatRulesSee = (pipeline: Pipeline, rules: readonly AnyRule[]): Pipeline => {
  const cut = cutTo(rules);
  const facts = new Set<FactKind>(rules.flatMap(rule => rule.facts));
  const managers = factsOfManagers.some(kind => facts.has(kind));
  return {
    object: (raw, type) => {
      const metadata = raw['metadata'];
      if (!managers && isJsonObject(metadata)) delete (metadata as Record<string, unknown>)['managedFields'];
      return pipeline.object(cut(raw, type), type);
    },
    asksForFieldSets: type => managers && pipeline.asksForFieldSets(type),
  };
};
