import { changes, endByName } from '../cluster/rights.ts';
import { impactId } from '../impact.ts';
import { because, seen } from '../reached.ts';
import type { RightsEdge } from '../edge.ts';
import { field } from '#kube/json-fields';
import { selectsEverything } from '#kube/label-selector';

const right = changes('', ['pods'], 'target');

export const podLabelBypass: RightsEdge = {
  kind: 'rights',
  to: 'impact',
  scope: 'namespace',
  id: 'POD_LABEL_BYPASS',
  row: 'R45',
  title: 'Passes NetworkPolicies by the labels of a pod',
  severity: 'low',
  cost: 1,
  gives: 'A pod that no policy isolates, or that a policy lets in to others.',
  abuse: 'NetworkPolicies select pods by labels, and labels of a running pod may be changed.',
  detect: 'Audit events of patch and update on pods that change labels.',
  remove: 'Take update and patch on pods away, or isolate the whole namespace by a policy with an empty podSelector.',
  mitigations: ['A policy that selects every pod cannot be left by a label.'],
  references: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/'],
  reads: ['networkpolicies.networking.k8s.io'],
  rights: [[right]],
  *targets(world, namespace) {
    const policies = world.list('networkpolicies.networking.k8s.io', namespace);
    const policy = policies.find(one => !selectsEverything(field(one, 'spec', 'podSelector') ?? {}));
    if (policy === undefined) return;
    const what = `NetworkPolicy ${policy.metadata.name} selects pods by labels.`;
    yield* endByName(
      world,
      { id: impactId('network-isolation-lost'), ...because(seen(world, policy, '/spec/podSelector', what)) },
      { right, list: 'pods', namespace: namespace },
    );
  },
};
