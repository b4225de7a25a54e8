import { flagsOf } from '#kube/command-flags';
import { controlPlaneContainer } from '#kube/control-plane';
import { defineRule, finding, podTemplates } from '#kube/define-rule';
import { at } from '#kube/pointer';
import { nameOf } from '#kube/sentence';

export const rule = defineRule({
  id: 'api-server-audit-log',
  pack: 'control-plane',
  severity: 'medium',
  since: '0.1',
  what: 'The API server writes no audit log.',
  why: 'After a break-in nobody can tell who did what, and nothing can warn while it happens.',
  fix: 'Set --audit-policy-file and --audit-log-path (or --audit-webhook-config-file) in the static pod manifest of kube-apiserver.',
  references: ['https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/'],
  appliesTo: podTemplates({ namespace: 'kube-system', where: pod => controlPlaneContainer(pod, 'kube-apiserver') !== undefined }),
  evaluate: pod => {
    const container = controlPlaneContainer(pod, 'kube-apiserver');
    if (container === undefined) return [];
    const flags = flagsOf(container);
    const lacks = [
      ...(flags.has('audit-policy-file') ? [] : ['no audit policy']),
      ...(flags.has('audit-log-path') || flags.has('audit-webhook-config-file') ? [] : ['no place for the audit log']),
    ];
    return lacks.length === 0
      ? []
      : [
          finding(at(container.path, 'command'), `${nameOf(pod.object)} names ${lacks.join(' and ')}: requests leave no trace.`, {
            container: container.name,
          }),
        ];
  },
});
