import { isClusterComponent } from '#kube/control-plane';
import { defineRule, finding, podTemplates } from '#kube/define-rule';
import { at } from '#kube/pointer';
import { nameOf } from '#kube/sentence';

export const rule = defineRule({
  id: 'host-network',
  pack: 'pod-security',
  severity: 'medium',
  since: '0.1',
  what: 'A pod uses the network of its node.',
  why: 'It reaches what listens on the node’s loopback and the cloud’s metadata service, may read other pods’ traffic, and no NetworkPolicy holds it.',
  fix: 'Remove hostNetwork: true and publish ports by a Service; for node agents, keep it and restrict who may exec into them.',
  references: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/'],
  appliesTo: podTemplates({ where: pod => !isClusterComponent(pod) }),
  evaluate: pod =>
    pod.spec['hostNetwork'] === true
      ? [
          finding(
            at(pod.path, 'spec', 'hostNetwork'),
            `${nameOf(pod.object)} uses the network of its node, past every NetworkPolicy.`,
          ),
        ]
      : [],
});
