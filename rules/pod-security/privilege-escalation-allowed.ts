import { isClusterComponent } from '#kube/control-plane';
import { defineRule, edit, findingOf, podTemplates, remediation } from '#kube/define-rule';
import { field, textsAt } from '#kube/json-fields';
import { allowPrivilegeEscalation } from '#kube/pod-security/restricted';
import { parentOf, valueAt } from '#kube/pointer';

// The API server refuses allowPrivilegeEscalation: false beside either of these.
const needsEscalation = (securityContext: unknown): boolean =>
  field(securityContext, 'privileged') === true ||
  textsAt(securityContext, 'capabilities', 'add').some(name => name === 'SYS_ADMIN' || name === 'CAP_SYS_ADMIN');

export const rule = defineRule({
  id: 'privilege-escalation-allowed',
  pack: 'pod-security',
  severity: 'medium',
  since: '0.1',
  what: 'A container may gain more privileges than its parent process.',
  why: 'A setuid program in the image turns a break-in as an ordinary user into one as root inside the container, the first step of most escapes.',
  fix: 'Set allowPrivilegeEscalation: false in the container’s securityContext.',
  references: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/'],
  appliesTo: podTemplates({ where: pod => !isClusterComponent(pod) }),
  evaluate: pod => allowPrivilegeEscalation.judge(pod, 37).map(hit => findingOf(pod, hit)),
  remediate: ({ object, path }) =>
    needsEscalation(valueAt(object, parentOf(path)))
      ? undefined
      : remediation(
          'restart',
          'Programs in the image that rely on setuid (sudo, ping) stop working.',
          edit.set(object, path, false),
        ),
});
