import type { KubeObject } from '#contract/kube';
import type { PodTemplate } from '#contract/rule';
import { field, listAt, textAt, textsAt } from './json-fields.ts';
import type { Labels } from './label-selector.ts';
import { selects, selectsEverything } from './label-selector.ts';

export type Direction = 'Ingress' | 'Egress';

/** policyTypes with the API server's default: Ingress always, Egress where egress rules are given. */
export const policyTypes = (policy: KubeObject): readonly Direction[] => {
  const named = textsAt(policy, 'spec', 'policyTypes').filter(type => type === 'Ingress' || type === 'Egress');
  if (named.length > 0) return named;
  return listAt(policy, 'spec', 'egress').length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
};

// A stored policy always has a podSelector; an absent one in a file is the empty one, which selects every pod.
const podSelector = (policy: KubeObject): unknown => field(policy, 'spec', 'podSelector') ?? {};

export const selectsEveryPod = (policy: KubeObject): boolean => selectsEverything(podSelector(policy));

/** Selects every pod of its namespace for this direction and allows nothing itself (others may: policies add up). */
export const isDefaultDeny = (policy: KubeObject, direction: Direction): boolean =>
  policyTypes(policy).includes(direction) &&
  selectsEveryPod(policy) &&
  listAt(policy, 'spec', direction === 'Ingress' ? 'ingress' : 'egress').length === 0;

/** Allows every peer on every port: an empty rule, which undoes any default deny since policies add up. */
export const allowsEverything = (policy: KubeObject, direction: Direction): boolean =>
  policyTypes(policy).includes(direction) &&
  listAt(policy, 'spec', direction === 'Ingress' ? 'ingress' : 'egress').some(
    rule => listAt(rule, direction === 'Ingress' ? 'from' : 'to').length === 0 && listAt(rule, 'ports').length === 0,
  );

/** Which pods are isolated, by their labels: some policy of their namespace selects them for the direction. */
export const isolating = (policies: readonly KubeObject[], direction: Direction): ((podLabels: Labels) => boolean) => {
  const selectors = policies.filter(policy => policyTypes(policy).includes(direction)).map(podSelector);
  return podLabels => selectors.some(selector => selects(selector, podLabels));
};

/** The policy that opens every pod of its namespace to everything: no policy beside it takes anything away. */
export const opensEveryPod = (policies: readonly KubeObject[], direction: Direction): KubeObject | undefined =>
  policies.find(policy => selectsEveryPod(policy) && allowsEverything(policy, direction));

const isFinished = (pod: PodTemplate): boolean => ['Succeeded', 'Failed'].includes(textAt(pod.object, 'status', 'phase') ?? '');

const usesHostNetwork = (pod: PodTemplate): boolean => pod.spec['hostNetwork'] === true;

/** The pods that a policy can hold: a finished one has no traffic, and one in the network of its node is past every policy. */
export const podsInReach = (pods: readonly PodTemplate[]): readonly PodTemplate[] =>
  pods.filter(pod => !isFinished(pod) && !usesHostNetwork(pod));

/** A sentence about the pods that no policy holds, to stand behind another; empty where there are none. */
export const podsPastPolicies = (pods: readonly PodTemplate[]): string => {
  const count = pods.filter(pod => !isFinished(pod) && usesHostNetwork(pod)).length;
  if (count === 0) return '';
  return count === 1
    ? ' Its pod in the network of its node is not counted: no NetworkPolicy holds it.'
    : ` Its ${count} pods in the network of their nodes are not counted: no NetworkPolicy holds them.`;
};

/** `its one pod`, `all 4 of its pods`, `3 of its 4 pods`. */
export const shareOfPods = (some: number, all: number): string => {
  if (some < all) return `${some} of its ${all} pods`;
  return all === 1 ? 'its one pod' : `all ${all} of its pods`;
};

/** Whether a new pod, whatever its labels, starts isolated: a policy selects every pod, and none opens everything to all. */
export const isIsolatedByDefault = (policies: readonly KubeObject[], direction: Direction): boolean => {
  const broad = policies.some(policy => policyTypes(policy).includes(direction) && selectsEveryPod(policy));
  return broad && opensEveryPod(policies, direction) === undefined;
};
