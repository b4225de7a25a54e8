import type { KubeObject } from '#contract/kube';
import { isSystemNamespace } from '#kube/control-plane';
import { defineRule, edit, finding, namespaces, remediation } from '#kube/define-rule';
import { labelsOf } from '#kube/label-selector';
import { isIsolatedByDefault, isolating, opensEveryPod, podsInReach, podsPastPolicies, shareOfPods } from '#kube/network-policy';
import { nameOf } from '#kube/sentence';

const resource = 'networkpolicies.networking.k8s.io';

/** Name resolution stays allowed: without it nearly every program fails in a way that nobody connects with this policy. */
const denyEgress = (namespace: string, name: string): KubeObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name, namespace },
  spec: {
    podSelector: {},
    policyTypes: ['Egress'],
    egress: [
      {
        to: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
            podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
          },
        ],
        ports: [
          { protocol: 'UDP', port: 53 },
          { protocol: 'TCP', port: 53 },
        ],
      },
    ],
  },
});

export const rule = defineRule({
  id: 'default-deny-egress-missing',
  pack: 'network',
  severity: 'low',
  since: '0.1',
  what: 'A namespace lets its pods connect anywhere.',
  why: 'A compromised pod fetches its tools, reaches the cloud’s metadata service and carries data out without being held.',
  fix: 'Add a NetworkPolicy that selects every pod and allows name resolution alone, and beside it one for each connection that is meant; remove a policy that allows everything to all.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-policies'],
  appliesTo: namespaces(({ name }) => !isSystemNamespace(name)),
  needs: [resource, 'pods'],
  evaluate: ({ name }, view) => {
    const policies = view.list(resource, name);
    if (isIsolatedByDefault(policies, 'Egress')) return [];
    const all = view.pods(name);
    const pods = podsInReach(all);
    const opened = opensEveryPod(policies, 'Egress');
    if (opened !== undefined && pods.length > 0)
      return [
        finding('', `Namespace ${name} lets its pods connect anywhere: ${nameOf(opened)} allows everything to all of them.`),
      ];
    const isIsolated = isolating(policies, 'Egress');
    const open = pods.filter(pod => !isIsolated(labelsOf(pod.metadata)));
    if (open.length === 0) return [];
    return [
      finding(
        '',
        `Namespace ${name} has no default deny for outgoing traffic: ${shareOfPods(open.length, pods.length)} may connect anywhere.${podsPastPolicies(all)}`,
      ),
    ];
  },
  remediate: (violation, view) => {
    const namespace = violation.object.metadata.name;
    // Policies add up: beside one that allows everything to all, a deny changes nothing.
    if (opensEveryPod(view.list(resource, namespace), 'Egress') !== undefined) return undefined;
    const name = ['default-deny-egress', 'default-deny-all-egress'].find(
      free => view.get(resource, namespace, free) === undefined,
    );
    if (name === undefined) return undefined;
    return remediation(
      'may-cut-traffic',
      'Connections that no other NetworkPolicy allows stop, those to the API server and to databases included; names are still resolved.',
      edit.create(denyEgress(namespace, name)),
    );
  },
});
