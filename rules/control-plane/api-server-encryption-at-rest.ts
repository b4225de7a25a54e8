import { flagsOf } from '#kube/command-flags';
import { controlPlaneContainer } from '#kube/control-plane';
import { defineRule, finding, podTemplates } from '#kube/define-rule';
import { at } from '#kube/pointer';
import { nameOf } from '#kube/sentence';

export const rule = defineRule({
  id: 'api-server-encryption-at-rest',
  pack: 'control-plane',
  severity: 'medium',
  since: '0.1',
  what: 'The API server stores Secrets unencrypted.',
  why: 'A copy of etcd’s disk or of one backup is every credential of the cluster.',
  fix: 'Set --encryption-provider-config to a file that encrypts Secrets, best by a KMS provider, and rewrite the Secrets that are stored.',
  references: ['https://kubernetes.io/docs/tasks/administer-cluster/encrypt-data/'],
  appliesTo: podTemplates({ namespace: 'kube-system', where: pod => controlPlaneContainer(pod, 'kube-apiserver') !== undefined }),
  evaluate: pod => {
    const container = controlPlaneContainer(pod, 'kube-apiserver');
    if (container === undefined || flagsOf(container).has('encryption-provider-config')) return [];
    return [
      finding(
        at(container.path, 'command'),
        `${nameOf(pod.object)} names no --encryption-provider-config: Secrets are stored in etcd as they are.`,
        { container: container.name },
      ),
    ];
  },
});
