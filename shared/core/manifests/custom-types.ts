import type { JsonObject } from '#contract/json';
import { isJsonObject } from '#contract/json';
import type { ResourceType } from '#contract/kube';
import { groupOf, versionOf } from '#contract/kube';
import { typeOfKind } from '#kube/builtin-resources';

export type CustomTypes = ReadonlyMap<string, ResourceType>;

/** Kinds that CustomResourceDefinitions among the files define, by `group/Kind`. */
export const customTypes = (objects: readonly JsonObject[]): CustomTypes => new Map(objects.flatMap(definedBy));

export const typeIn = (types: CustomTypes, apiVersion: string, kind: string): ResourceType => {
  const known = types.get(`${groupOf(apiVersion)}/${kind}`);
  return known === undefined ? typeOfKind(apiVersion, kind) : { ...known, version: versionOf(apiVersion) };
};

const definedBy = (object: JsonObject): readonly (readonly [string, ResourceType])[] => {
  const spec = object['kind'] === 'CustomResourceDefinition' && isJsonObject(object['spec']) ? object['spec'] : {};
  const names = isJsonObject(spec['names']) ? spec['names'] : {};
  const { kind, plural } = names;
  const { group, scope } = spec;
  if (typeof kind !== 'string' || typeof plural !== 'string' || typeof group !== 'string') return [];
  return [
    [`${group}/${kind}`, { group, version: '', resource: plural, kind, namespaced: scope !== 'Cluster', verbs: ['get', 'list'] }],
  ];
};
