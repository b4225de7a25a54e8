import type { KubeObject } from '#contract/kube';
import { field, listAt } from '#kube/json-fields';
import { selects, type Labels } from '#kube/label-selector';
import { policyTypes } from '#kube/network-policy';
import type { Reached } from '../edge.ts';
import { blocked, open, uncertain } from '../reached.ts';
import type { Workload, World } from '../world.ts';
import { hasHostNetwork } from '../workloads/containers-of.ts';

const resource = 'networkpolicies.networking.k8s.io';

const holding = (world: World, { namespace, podLabels }: Workload): readonly KubeObject[] => {
  const labels: Labels = new Map(Object.entries(podLabels));
  return world
    .list(resource, namespace)
    .filter(policy => policyTypes(policy).includes('Ingress') && selects(field(policy, 'spec', 'podSelector') ?? {}, labels));
};

/** `outside`: addresses that are no pods. `anyone`: also a controller that runs as a pod, which a rule for pods may let in. */
export type Sender = 'outside' | 'anyone';

const mayAdmit = (rule: unknown, sender: Sender): boolean => {
  const from = listAt(rule, 'from');
  return from.length === 0 || sender === 'anyone' || from.some(peer => field(peer, 'ipBlock') !== undefined);
};

/**
 * Whether NetworkPolicies keep a sender from a workload's pods. Blocked only where that is sure: some policy selects the pods
 * for Ingress, and no rule of any of them could admit the sender. Whether the network plugin enforces policies is not visible.
 */
export const keepsOut = (world: World, workload: Workload, sender: Sender): Reached => {
  if (hasHostNetwork(workload)) return open;
  const needs = world.missing(resource, workload.namespace);
  const policies = holding(world, workload);
  const [first] = policies;
  if (first === undefined) return uncertain(needs);
  if (policies.some(policy => listAt(policy, 'spec', 'ingress').some(rule => mayAdmit(rule, sender)))) return open;
  // Policies add up: one that was not read could still let it in.
  if (needs.length > 0) return uncertain(needs);
  const what = `NetworkPolicy ${first.metadata.name} isolates the pods, and none lets ${sender === 'outside' ? 'addresses from outside' : 'anybody'} in.`;
  return blocked({ mitigation: 'network-policy', what, object: world.keyOf(first) });
};
