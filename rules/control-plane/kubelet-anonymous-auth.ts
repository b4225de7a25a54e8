import { defineRule, finding, objectsOf } from '#kube/define-rule';
import { field } from '#kube/json-fields';

export const rule = defineRule({
  id: 'kubelet-anonymous-auth',
  pack: 'control-plane',
  severity: 'high',
  since: '0.1',
  what: 'A kubelet answers requests without any credential.',
  why: 'Whoever reaches port 10250 of the node may, where authorization is open too, run commands in its pods.',
  fix: 'Set authentication.anonymous.enabled: false in the kubelet’s configuration and restart it.',
  references: ['https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/'],
  appliesTo: objectsOf(['kubeletconfigs.plumbline']),
  evaluate: ({ object }) => {
    if (field(object, 'kubeletconfig', 'authentication', 'anonymous', 'enabled') !== true) return [];
    return [
      finding(
        '/kubeletconfig/authentication/anonymous/enabled',
        `The kubelet of node ${object.metadata.name} answers requests without any credential.`,
      ),
    ];
  },
});
