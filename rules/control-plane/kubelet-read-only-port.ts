import { defineRule, finding, objectsOf } from '#kube/define-rule';
import { numberAt } from '#kube/json-fields';

export const rule = defineRule({
  id: 'kubelet-read-only-port',
  pack: 'control-plane',
  severity: 'medium',
  since: '0.1',
  what: 'A kubelet serves its read-only port.',
  why: 'Everybody on the network reads the specs of all pods of the node, without a credential.',
  fix: 'Set readOnlyPort: 0 in the kubelet’s configuration and restart it.',
  references: ['https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/'],
  appliesTo: objectsOf(['kubeletconfigs.plumbline']),
  evaluate: ({ object }) => {
    const port = numberAt(object, 'kubeletconfig', 'readOnlyPort') ?? 0;
    if (port === 0) return [];
    return [
      finding(
        '/kubeletconfig/readOnlyPort',
        `The kubelet of node ${object.metadata.name} serves its pods’ specs on port ${port} without a credential.`,
      ),
    ];
  },
});
