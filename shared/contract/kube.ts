import { z } from 'zod';
import type { JsonValue } from './json.ts';

/** `pods`, `deployments.apps`, `roles.rbac.authorization.k8s.io`: plural and group, as kubectl writes it; the core group adds nothing. */
export type ResourceName = string;

export const resourceName = (group: string, resource: string): ResourceName => (group === '' ? resource : `${resource}.${group}`);

/** One kind that an API server serves, from discovery (or from the built-in table for manifests). */
export const ResourceType = z.strictObject({
  group: z.string(),
  version: z.string(),
  resource: z.string(),
  kind: z.string(),
  namespaced: z.boolean(),
  verbs: z.array(z.string()),
});
export type ResourceType = Readonly<Omit<z.infer<typeof ResourceType>, 'verbs'>> & { readonly verbs: readonly string[] };

export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
}

export interface ObjectMeta {
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly generation?: number;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly OwnerReference[];
  readonly [field: string]: JsonValue | undefined | readonly OwnerReference[];
}

/**
 * An object as the API server sent it, unknown fields included (after redaction, without managedFields).
 * `apiVersion` and `kind` are always there: list items lack them, so collecting puts them in.
 * Everything below is as hostile as the cluster: a field may have any JSON type, so narrow it before use.
 */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly [field: string]: unknown;
}

/** A name for an object, as results give it. */
export const ObjectRef = z.strictObject({
  apiVersion: z.string(),
  kind: z.string(),
  namespace: z.string().optional(),
  name: z.string(),
  uid: z.string().optional(),
});
export interface ObjectRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string | undefined;
  readonly name: string;
  readonly uid?: string | undefined;
}

/** `apps/deployments/shop/api`, `/namespaces/_cluster/shop`: the key of an object in a snapshot. Parts hold no slash. */
export type ObjectKey = string;

export const objectKey = (group: string, resource: string, namespace: string | undefined, name: string): ObjectKey =>
  `${group}/${resource}/${namespace === undefined || namespace === '' ? '_cluster' : namespace}/${name}`;

/** How a manifest snapshot marks the second of two objects that share a name and differ: `#2` as its UID. */
const copyMark = /^#\d+$/;

export const isCopy = ({ uid }: { readonly uid?: string | undefined }): boolean => typeof uid === 'string' && copyMark.test(uid);

/** The name by which keys and paths tell objects apart: `frontend`, and `frontend#2` for a copy with another content. */
export const nameInKey = (metadata: { readonly name: string; readonly uid?: string | undefined }): string =>
  isCopy(metadata) ? `${metadata.name}${metadata.uid ?? ''}` : metadata.name;

export const groupOf = (apiVersion: string): string => {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
};

export const versionOf = (apiVersion: string): string => apiVersion.slice(apiVersion.indexOf('/') + 1);

export const apiVersionOf = (group: string, version: string): string => (group === '' ? version : `${group}/${version}`);

export const refOf = (object: KubeObject): ObjectRef => ({
  apiVersion: object.apiVersion,
  kind: object.kind,
  ...(object.metadata.namespace === undefined ? {} : { namespace: object.metadata.namespace }),
  name: object.metadata.name,
  ...(object.metadata.uid === undefined ? {} : { uid: object.metadata.uid }),
});
