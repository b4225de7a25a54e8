import type { KubeObject } from '#contract/kube';
import { isSystemNamespace } from '#kube/control-plane';
import { defineRule, edit, finding, namespaces, remediation } from '#kube/define-rule';
import { labelsOf } from '#kube/label-selector';
import { isIsolatedByDefault, isolating, opensEveryPod, podsInReach, podsPastPolicies, shareOfPods } from '#kube/network-policy';
import { nameOf } from '#kube/sentence';

const resource = 'networkpolicies.networking.k8s.io';

const denyIngress = (namespace: string, name: string): KubeObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name, namespace },
  spec: { podSelector: {}, policyTypes: ['Ingress'] },
});

export const rule = defineRule({
  id: 'default-deny-ingress-missing',
  pack: 'network',
  severity: 'medium',
  since: '0.1',
  what: 'A namespace lets every pod of the cluster connect to its pods.',
  why: 'One compromised pod anywhere reaches every port of this namespace; without a default deny, a new pod is open from its first second.',
  fix: 'Add a NetworkPolicy that selects every pod and allows nothing, and beside it one for each connection that is meant; remove a policy that allows everything to all.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-policies'],
  appliesTo: namespaces(({ name }) => !isSystemNamespace(name)),
  needs: [resource, 'pods'],
  evaluate: ({ name }, view) => {
    const policies = view.list(resource, name);
    if (isIsolatedByDefault(policies, 'Ingress')) return [];
    const all = view.pods(name);
    const pods = podsInReach(all);
    if (pods.length === 0) return [];
    const opened = opensEveryPod(policies, 'Ingress');
    if (opened !== undefined)
      return [
        finding(
          '',
          `Namespace ${name} is open to every pod of the cluster: ${nameOf(opened)} allows everything to all of its pods.`,
        ),
      ];
    const isIsolated = isolating(policies, 'Ingress');
    const open = pods.filter(pod => !isIsolated(labelsOf(pod.metadata)));
    if (open.length === 0)
      return [
        finding(
          '',
          `Namespace ${name} isolates its pods one by one: a new pod whose labels no policy selects is open to the whole cluster.`,
          { severity: 'low' },
        ),
      ];
    return [
      finding(
        '',
        `Namespace ${name} has no default deny for incoming traffic: every pod of the cluster may connect to ${shareOfPods(open.length, pods.length)}.${podsPastPolicies(all)}`,
      ),
    ];
  },
  remediate: (violation, view) => {
    const namespace = violation.object.metadata.name;
    // Policies add up: beside one that allows everything to all, a deny changes nothing.
    if (opensEveryPod(view.list(resource, namespace), 'Ingress') !== undefined) return undefined;
    const name = ['default-deny-ingress', 'default-deny-all-ingress'].find(
      free => view.get(resource, namespace, free) === undefined,
    );
    if (name === undefined) return undefined;
    return remediation(
      'may-cut-traffic',
      'Connections that no other NetworkPolicy allows stop, those of ingress controllers and monitoring included.',
      edit.create(denyIngress(namespace, name)),
    );
  },
});
