import type { KubeObject, ResourceName } from '#contract/kube';
import type { Related, RelationGroup } from '#contract/objects';
import type { PodTemplate } from '#contract/rule';
import { labelsOf, selects } from '#kube/label-selector';
import { listAt, textAt } from '#kube/json-fields';
import { controllerOf } from '#kube/owners';
import { podReferences, serviceAccountOf } from '#kube/pod-references';
import { podTemplateOf } from '#kube/pod-templates';
import { builtinType, groupOf, named, present } from './related.ts';
import type { RelationReader, Scope } from './relation-reader.ts';
import { selectorsOf } from './selectors.ts';

/** Between a workload and its pods. */
const between: Readonly<Record<string, ResourceName>> = { Deployment: 'replicasets.apps', CronJob: 'jobs.batch' };

const uidsOf = (objects: readonly KubeObject[]): ReadonlySet<string> =>
  new Set(objects.flatMap(({ metadata }) => metadata.uid ?? []));

const controlledBy = (objects: readonly KubeObject[], uids: ReadonlySet<string>): readonly KubeObject[] =>
  objects.filter(object => uids.has(controllerOf(object)?.uid ?? ''));

/** Pods that the workload's controller made, by UID: labels alone would take in those of another. */
export const podsOf = (object: KubeObject, reader: RelationReader): RelationGroup => {
  const { namespace } = object.metadata;
  const middle = between[object.kind];
  const owners = middle === undefined ? [object] : controlledBy(reader.list(middle, namespace), uidsOf([object]));
  const pods = controlledBy(reader.list('pods', namespace), uidsOf(owners));
  const scopes: readonly Scope[] = [
    { resource: 'pods', namespace },
    ...(middle === undefined ? [] : [{ resource: middle, namespace }]),
  ];
  return groupOf(
    reader,
    'pods',
    pods.map(pod => present(reader, pod, textAt(pod, 'status', 'phase') ?? '')),
    scopes,
  );
};

const claimTemplates = (object: KubeObject): readonly string[] =>
  object.kind === 'StatefulSet'
    ? listAt(object, 'spec', 'volumeClaimTemplates').flatMap(claim => textAt(claim, 'metadata', 'name') ?? [])
    : [];

/** Claims that a StatefulSet makes, one a template and replica: `data-web-0`. */
const claimsOf = (object: KubeObject, templates: readonly string[], reader: RelationReader): readonly Related[] => {
  const prefixes = templates.map(template => [template, `${template}-${object.metadata.name}-`] as const);
  return reader.list('persistentvolumeclaims', object.metadata.namespace).flatMap(claim => {
    const { name } = claim.metadata;
    const from = prefixes.find(([, prefix]) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)));
    return from === undefined ? [] : [present(reader, claim, `claim template ${from[0]}`)];
  });
};

export const mountsOf = (pod: PodTemplate, reader: RelationReader): RelationGroup => {
  const { namespace } = pod;
  const templates = claimTemplates(pod.object);
  const claims = templates.length === 0 ? [] : claimsOf(pod.object, templates, reader);
  return groupOf(
    reader,
    'mounts',
    [
      ...podReferences(pod).map(({ resource, name, how }) =>
        named(reader, { type: builtinType(resource), namespace, name, how }),
      ),
      ...claims,
    ],
    // What a pod names is all in the pod; what a StatefulSet's claims are is told by their list.
    templates.length === 0 ? [] : [{ resource: 'persistentvolumeclaims', namespace }],
  );
};

export const runsAs = (pod: PodTemplate, reader: RelationReader): RelationGroup =>
  groupOf(reader, 'runsAs', [
    named(reader, { type: builtinType('serviceaccounts'), namespace: pod.namespace, name: serviceAccountOf(pod) }),
  ]);

export const runsOn = (pod: KubeObject, reader: RelationReader): RelationGroup => {
  const node = textAt(pod, 'spec', 'nodeName');
  const items =
    node === undefined || node === '' ? [] : [named(reader, { type: builtinType('nodes'), namespace: undefined, name: node })];
  return groupOf(reader, 'runsOn', items);
};

export const podsOnNode = (node: KubeObject, reader: RelationReader): RelationGroup =>
  groupOf(
    reader,
    'runs',
    reader
      .list('pods')
      .filter(pod => textAt(pod, 'spec', 'nodeName') === node.metadata.name)
      .map(pod => present(reader, pod, textAt(pod, 'status', 'phase') ?? '')),
    [{ resource: 'pods' }],
  );

/** Services, NetworkPolicies and budgets that take in a pod with these labels. */
export const selectedBy = (pod: PodTemplate, reader: RelationReader): RelationGroup => {
  const { namespace } = pod;
  const labels = labelsOf(pod.metadata);
  const items = selectorsOf.flatMap(({ resource, selector }) =>
    reader
      .list(resource, namespace)
      .filter(object => selects(selector(object), labels))
      .map(object => present(reader, object)),
  );
  return groupOf(
    reader,
    'selectedBy',
    items,
    selectorsOf.map(({ resource }) => ({ resource, namespace })),
  );
};

/** What runs from a template and is made by no other object of the same list: a Deployment, not its pods too. */
export const rootsAmong = (templates: readonly PodTemplate[]): readonly PodTemplate[] => {
  const uids = uidsOf(templates.map(({ object }) => object));
  return templates.filter(({ object }) => !uids.has(controllerOf(object)?.uid ?? ''));
};

export const templatesIn = (
  reader: RelationReader,
  resources: readonly ResourceName[],
  namespace: string | undefined,
): readonly PodTemplate[] =>
  resources.flatMap(resource => reader.list(resource, namespace)).flatMap(object => podTemplateOf(object) ?? []);
