import { defineRule, finding, objectsOf } from '#kube/define-rule';
import { textAt } from '#kube/json-fields';

export const rule = defineRule({
  id: 'kubelet-authorization',
  pack: 'control-plane',
  severity: 'high',
  since: '0.1',
  what: 'A kubelet lets every authenticated request do everything, without asking who may.',
  why: 'Whoever has any credential that the kubelet accepts runs commands in every pod of the node.',
  fix: 'Set authorization.mode: Webhook in the kubelet’s configuration and restart it.',
  references: ['https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/'],
  appliesTo: objectsOf(['kubeletconfigs.plumbline']),
  evaluate: ({ object }) => {
    if (textAt(object, 'kubeletconfig', 'authorization', 'mode') !== 'AlwaysAllow') return [];
    return [
      finding(
        '/kubeletconfig/authorization/mode',
        `The kubelet of node ${object.metadata.name} lets every authenticated request do everything (authorization mode AlwaysAllow).`,
      ),
    ];
  },
});
