import type { Need } from '#contract/coverage';
import type { Fact, FactKind } from '#contract/fact';
import type { KubeObject, ObjectKey, ResourceName } from '#contract/kube';
import type { Policy } from '#core/rbac/policy';

/** All pods of one owner that are alike: what an attacker takes over when one of them falls. */
export interface Workload {
  /** `workload:NAMESPACE/KIND/NAME` */
  readonly id: string;
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
  readonly key: ObjectKey;
  /** The object in which the template stands, and the pointer of the pod's spec in it. */
  readonly object: KubeObject;
  readonly podSpec: Readonly<Record<string, unknown>>;
  readonly podSpecPath: string;
  readonly podLabels: Readonly<Record<string, string>>;
  readonly serviceAccount: string;
  /** Running pods, and the names of the nodes they run on. */
  readonly pods: number;
  readonly nodes: readonly string[];
}

/** What edges see of a snapshot: indexes made once. */
export interface World {
  readonly policy: Policy;
  /** Minor version of the server, 37 for v1.37.2; null where it is not known. */
  readonly minor: number | null;
  readonly namespaces: readonly string[];
  readonly workloads: readonly Workload[];
  list(resource: ResourceName, namespace?: string): readonly KubeObject[];
  get(resource: ResourceName, namespace: string | undefined, name: string): KubeObject | undefined;
  facts(object: KubeObject, kind: FactKind): readonly Fact[];
  keyOf(object: KubeObject): ObjectKey;
  /** Empty where this list was read whole; else what would complete it. */
  missing(resource: ResourceName, namespace?: string): readonly Need[];
  workloadsIn(namespace: string): readonly Workload[];
  workloadsOn(node: string): readonly Workload[];
  workloadOfPod(namespace: string, name: string): Workload | undefined;
}

export const serviceAccountId = (namespace: string, name: string): string => `sa:${namespace}/${name}`;
export const secretId = (namespace: string, name: string): string => `secret:${namespace}/${name}`;
export const namespaceId = (name: string): string => `ns:${name}`;
export const nodeId = (name: string): string => `node:${name}`;
export const adminId = 'admin';
export const internetId = 'internet';
export const allNodesId = 'nodes';
