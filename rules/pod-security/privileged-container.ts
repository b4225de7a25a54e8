import { isClusterComponent } from '#kube/control-plane';
import { defineRule, edit, findingOf, podTemplates, remediation } from '#kube/define-rule';
import { isNodeAgent } from '#kube/node-agent';
import { privileged } from '#kube/pod-security/baseline';

export const rule = defineRule({
  id: 'privileged-container',
  pack: 'pod-security',
  severity: 'high',
  since: '0.1',
  what: 'A container runs in privileged mode.',
  why: 'A privileged container holds every capability and sees every device of its node: whoever breaks into it owns the node, and with it the credentials of every pod there.',
  fix: 'Remove privileged: true; where the process needs one right of the host, add that one capability instead; where a node agent cannot do without it, restrict who may exec into it.',
  references: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/'],
  appliesTo: podTemplates({ where: pod => !isClusterComponent(pod) }),
  evaluate: pod => privileged.judge(pod, 37).map(hit => findingOf(pod, hit)),
  remediate: ({ object, path }) =>
    isNodeAgent(object)
      ? undefined
      : remediation(
          'may-crash',
          'The process may use devices, mounts or capabilities that only a privileged container has.',
          edit.remove(object, path),
        ),
});
