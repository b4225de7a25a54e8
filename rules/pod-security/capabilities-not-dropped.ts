import type { JsonValue } from '#contract/json';
import { isClusterComponent } from '#kube/control-plane';
import { defineRule, edit, findingOf, podTemplates, remediation } from '#kube/define-rule';
import { textsAt } from '#kube/json-fields';
import { capabilitiesRestricted } from '#kube/pod-security/restricted';
import { valueAt } from '#kube/pointer';

export const rule = defineRule({
  id: 'capabilities-not-dropped',
  pack: 'pod-security',
  severity: 'low',
  since: '0.1',
  what: 'A container keeps the capabilities that the runtime gives by default.',
  why: 'The default set holds NET_RAW, SETUID and more, which an attacker uses to spoof neighbours and to move between users.',
  fix: 'Set capabilities.drop to ["ALL"] and add back the ones that the process needs.',
  references: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/'],
  appliesTo: podTemplates({ where: pod => !isClusterComponent(pod) }),
  evaluate: pod =>
    capabilitiesRestricted
      .judge(pod, 37)
      .filter(hit => hit.path.endsWith('/drop'))
      .map(hit => findingOf(pod, hit)),
  remediate: ({ object, path }) => {
    const dropped: readonly JsonValue[] = textsAt({ drop: valueAt(object, path) }, 'drop');
    return remediation(
      'may-crash',
      'A process that binds a low port, changes its user or chowns files fails until that capability is added back.',
      edit.set(object, path, [...dropped, 'ALL']),
    );
  },
});
