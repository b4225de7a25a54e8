import { isJsonObject, type JsonObject } from '#contract/json';
import type { KubeObject, ResourceName } from '#contract/kube';
import type { RelationGroup } from '#contract/objects';
import { field, objectAt } from '#kube/json-fields';
import { labelsOf, selects } from '#kube/label-selector';
import { groupOf, present } from './related.ts';
import type { RelationReader } from './relation-reader.ts';

interface Selector {
  readonly resource: ResourceName;
  /** As a `metav1.LabelSelector`; undefined where it selects nothing. */
  readonly selector: (object: KubeObject) => JsonObject | undefined;
}

/** A Service selects by equality alone, and without a selector nothing. */
const ofService = (service: KubeObject): JsonObject | undefined => {
  const labels = objectAt(service, 'spec', 'selector');
  return Object.keys(labels).length === 0 ? undefined : { matchLabels: labels };
};

const ofPolicy = (policy: KubeObject): JsonObject | undefined => {
  const selector = field(policy, 'spec', 'podSelector') ?? {};
  return isJsonObject(selector) ? selector : undefined;
};

const ofBudget = (budget: KubeObject): JsonObject | undefined => {
  const selector = field(budget, 'spec', 'selector');
  return isJsonObject(selector) ? selector : undefined;
};

export const selectorsOf: readonly Selector[] = [
  { resource: 'services', selector: ofService },
  { resource: 'networkpolicies.networking.k8s.io', selector: ofPolicy },
  { resource: 'poddisruptionbudgets.policy', selector: ofBudget },
];

/** The pods of its namespace that a Service, NetworkPolicy or budget takes in. */
export const podsSelected = (object: KubeObject, resource: ResourceName, reader: RelationReader): RelationGroup => {
  const { namespace } = object.metadata;
  const selector = selectorsOf.find(one => one.resource === resource)?.selector(object);
  const pods =
    selector === undefined ? [] : reader.list('pods', namespace).filter(pod => selects(selector, labelsOf(pod.metadata)));
  return groupOf(
    reader,
    'selects',
    pods.map(pod => present(reader, pod)),
    selector === undefined ? [] : [{ resource: 'pods', namespace }],
  );
};
