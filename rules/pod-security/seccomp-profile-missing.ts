import type { PodTemplate, Violation } from '#contract/rule';
import { containersOf } from '#kube/containers';
import { isClusterComponent } from '#kube/control-plane';
import { defineRule, edit, finding, findingOf, podTemplates, remediation } from '#kube/define-rule';
import { field, textAt } from '#kube/json-fields';
import { badSeccompProfiles } from '#kube/pod-security/baseline';
import { at } from '#kube/pointer';
import { enumerate, nameOf, quoted } from '#kube/sentence';

const unset = (pod: PodTemplate): readonly Violation[] => {
  if (field(pod.spec, 'securityContext', 'seccompProfile') !== undefined) return [];
  const bare = containersOf(pod).filter(container => field(container.value, 'securityContext', 'seccompProfile') === undefined);
  if (bare.length === 0) return [];
  const which = enumerate(bare.map(container => quoted(container.name)));
  const whose = bare.length === 1 ? `container ${which}: it` : `containers ${which}: they`;
  return [
    finding(
      at(pod.path, 'spec', 'securityContext', 'seccompProfile'),
      `${nameOf(pod.object)} sets no seccomp profile for ${whose} may make every system call.`,
    ),
  ];
};

export const rule = defineRule({
  id: 'seccomp-profile-missing',
  pack: 'pod-security',
  severity: 'low',
  since: '0.1',
  what: 'A pod runs without a seccomp profile, or with it switched off.',
  why: 'Without a filter a process may make every system call, and most escapes through the kernel start with one that no ordinary program uses.',
  fix: 'Set securityContext.seccompProfile.type: RuntimeDefault for the pod.',
  references: ['https://kubernetes.io/docs/tutorials/security/seccomp/'],
  appliesTo: podTemplates({ where: pod => !isClusterComponent(pod) && textAt(pod.spec, 'os', 'name') !== 'windows' }),
  evaluate: pod => [...unset(pod), ...badSeccompProfiles(pod).map(hit => findingOf(pod, hit, { severity: 'medium' }))],
  remediate: ({ object, path }) =>
    path.endsWith('/type')
      ? remediation(
          'may-crash',
          'The process fails where it makes a system call that the runtime’s profile blocks.',
          edit.set(object, path, 'RuntimeDefault'),
        )
      : remediation(
          'restart',
          'The process fails where it makes a system call that the runtime’s profile blocks; few do.',
          edit.set(object, path, { type: 'RuntimeDefault' }),
        ),
});
