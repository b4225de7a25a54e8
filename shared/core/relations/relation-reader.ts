import type { KubeObject, ObjectKey, ResourceName, ResourceType } from '#contract/kube';
import type { Unread } from '#contract/objects';

/** What relations read of a snapshot: lists and single objects, and what is not complete about them. */
export interface RelationReader {
  list(resource: ResourceName, namespace?: string): readonly KubeObject[];
  get(resource: ResourceName, namespace: string | undefined, name: string): KubeObject | undefined;
  unread(resource: ResourceName, namespace?: string): readonly Unread[];
  typeOf(apiVersion: string, kind: string): ResourceType;
  keyOf(object: KubeObject): ObjectKey;
  /** Custom resources that the snapshot knows, by name and scope. */
  customResources(): readonly ResourceType[];
}

/** A list that a relation was made from. `namespace` absent: all of it. */
export interface Scope {
  readonly resource: ResourceName;
  readonly namespace?: string | undefined;
}
