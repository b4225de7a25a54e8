import {
  groupOf,
  nameInKey,
  objectKey,
  type ObjectKey,
  type ObjectRef,
  type ResourceName,
  resourceName,
  type ResourceType,
} from '#contract/kube';
import { typeOfKind } from '#kube/builtin-resources';

/** The resource of a kind, from what the server told; else from the built-in table or by the rule of English. */
export const typesByKind = (types: readonly ResourceType[]): ((apiVersion: string, kind: string) => ResourceType) => {
  const known = new Map(types.map(type => [`${type.group}/${type.kind}`, type]));
  return (apiVersion, kind) => known.get(`${groupOf(apiVersion)}/${kind}`) ?? typeOfKind(apiVersion, kind);
};

/** The key under which a snapshot holds what a reference names. */
export const keysOfRefs = (types: readonly ResourceType[]): ((ref: ObjectRef) => ObjectKey) => {
  const typeOf = typesByKind(types);
  return ref => {
    const type = typeOf(ref.apiVersion, ref.kind);
    return objectKey(type.group, type.resource, ref.namespace, nameInKey(ref));
  };
};

export interface KeyParts {
  readonly resource: ResourceName;
  readonly group: string;
  readonly namespace: string | null;
  readonly name: string;
}

/** What a key is made of; a name may hold slashes, the parts before it never do. Undefined for what is no key. */
export const partsOfKey = (key: ObjectKey): KeyParts | undefined => {
  const [group, resource, namespace, ...name] = key.split('/');
  if (group === undefined || resource === undefined || resource === '' || namespace === undefined || name.length === 0)
    return undefined;
  return {
    group,
    resource: resourceName(group, resource),
    namespace: namespace === '_cluster' ? null : namespace,
    name: name.join('/'),
  };
};
