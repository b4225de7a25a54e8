import type { KubeObject, ResourceName } from '#contract/kube';
import { groupOf } from '#contract/kube';
import { isJsonObject } from '#contract/json';
import type { PodTemplate, Pointer } from '#contract/rule';
import { typeOfKind } from './builtin-resources.ts';
import { objectAt } from './json-fields.ts';
import { childOf, partsOf } from './pointer.ts';

interface WorkloadKind {
  readonly group: string;
  readonly kind: string;
  readonly resource: ResourceName;
  /** Pointer to what holds the template's metadata and spec. */
  readonly path: Pointer;
}

/** Every built-in kind that holds a PodSpec, and where. */
export const workloadKinds: readonly WorkloadKind[] = [
  { group: '', kind: 'Pod', resource: 'pods', path: '' },
  { group: '', kind: 'ReplicationController', resource: 'replicationcontrollers', path: '/spec/template' },
  { group: '', kind: 'PodTemplate', resource: 'podtemplates', path: '/template' },
  { group: 'apps', kind: 'Deployment', resource: 'deployments.apps', path: '/spec/template' },
  { group: 'apps', kind: 'ReplicaSet', resource: 'replicasets.apps', path: '/spec/template' },
  { group: 'apps', kind: 'StatefulSet', resource: 'statefulsets.apps', path: '/spec/template' },
  { group: 'apps', kind: 'DaemonSet', resource: 'daemonsets.apps', path: '/spec/template' },
  { group: 'batch', kind: 'Job', resource: 'jobs.batch', path: '/spec/template' },
  { group: 'batch', kind: 'CronJob', resource: 'cronjobs.batch', path: '/spec/jobTemplate/spec/template' },
];

/**
 * What rules about pods read. No controller of Kubernetes runs a PodTemplate object, and the roles view and edit may not
 * list them: asking for them would leave every rule about pods unknown to whoever has only these.
 */
export const workloadResources: readonly ResourceName[] = workloadKinds
  .map(kind => kind.resource)
  .filter(resource => resource !== 'podtemplates');

const kindNames: ReadonlySet<string> = new Set(workloadKinds.map(({ kind }) => kind));
const pathByKind = new Map(workloadKinds.map(kind => [`${kind.group}/${kind.kind}`, kind.path]));
const partsByPath = new Map(workloadKinds.map(({ path }) => [path, partsOf(path)]));

const read = (object: KubeObject): PodTemplate | undefined => {
  // Files still name groups where a kind stood once.
  const path =
    pathByKind.get(`${groupOf(object.apiVersion)}/${object.kind}`) ??
    pathByKind.get(`${typeOfKind(object.apiVersion, object.kind).group}/${object.kind}`);
  if (path === undefined) return undefined;
  const holder = partsByPath.get(path)?.reduce<unknown>(childOf, object);
  const spec = isJsonObject(holder) ? holder['spec'] : undefined;
  if (!isJsonObject(spec)) return undefined;
  return {
    kind: 'pod-template',
    object,
    path,
    metadata: objectAt(holder, 'metadata'),
    spec,
    namespace: object.metadata.namespace ?? 'default',
  };
};

// One template an object, so that what is known of a template (its containers) is known to every rule that comes by it.
const known = new WeakMap<KubeObject, PodTemplate>();

/** The pod template of an object; undefined where its kind holds none, or where its spec is no object. */
export const podTemplateOf = (object: KubeObject): PodTemplate | undefined => {
  if (!kindNames.has(object.kind)) return undefined;
  const found = known.get(object) ?? read(object);
  if (found !== undefined) known.set(object, found);
  return found;
};
