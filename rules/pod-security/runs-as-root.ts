import type { ContainerAt, PodTemplate, Violation } from '#contract/rule';
import { containersOf } from '#kube/containers';
import { isClusterComponent } from '#kube/control-plane';
import { defineRule, edit, finding, podTemplates, remediation } from '#kube/define-rule';
import { field, numberAt, textAt } from '#kube/json-fields';
import { at, parentOf, valueAt } from '#kube/pointer';
import { podTemplateOf } from '#kube/pod-templates';
import { containerOf } from '#kube/sentence';

const inherited = (pod: PodTemplate, container: ContainerAt, name: string): unknown =>
  field(container.value, 'securityContext', name) ?? field(pod.spec, 'securityContext', name);

/** Root in its own user namespace is nobody on the node; Windows has no root. */
const isExempt = (pod: PodTemplate): boolean => pod.spec['hostUsers'] === false || textAt(pod.spec, 'os', 'name') === 'windows';

const judge = (pod: PodTemplate, container: ContainerAt): readonly Violation[] => {
  const user = inherited(pod, container, 'runAsUser');
  const place = at(container.path, 'securityContext');
  const name = containerOf(pod, container.name);
  if (user === 0)
    return [
      finding(
        at(place, numberAt(container.value, 'securityContext', 'runAsUser') === 0 ? 'runAsUser' : 'runAsNonRoot'),
        `${name} is told to run as root (user 0).`,
        { container: container.name },
      ),
    ];
  if (typeof user === 'number' || inherited(pod, container, 'runAsNonRoot') === true) return [];
  return [
    finding(at(place, 'runAsNonRoot'), `${name} runs as root if its image does: nothing sets runAsNonRoot or another user.`, {
      container: container.name,
    }),
  ];
};

export const rule = defineRule({
  id: 'runs-as-root',
  pack: 'pod-security',
  severity: 'medium',
  since: '0.1',
  what: 'A container runs as root, or may.',
  why: 'Root inside a container is root on the node for every hole in the kernel or the runtime, and may rewrite whatever is mounted.',
  fix: 'Set runAsNonRoot: true, with a runAsUser above 0 where the image names none.',
  references: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/'],
  appliesTo: podTemplates({ where: pod => !isClusterComponent(pod) && !isExempt(pod) }),
  evaluate: pod => containersOf(pod).flatMap(container => judge(pod, container)),
  remediate: ({ object, path }) => {
    const pod = podTemplateOf(object);
    // Beside user 0 the kubelet would never start it: which user is right, only the image's maker knows.
    if (
      pod === undefined ||
      valueAt(object, at(parentOf(path), 'runAsUser')) === 0 ||
      numberAt(pod.spec, 'securityContext', 'runAsUser') === 0
    )
      return undefined;
    return remediation(
      'may-crash',
      'The kubelet refuses to start the container where its image runs as root or names its user by a word.',
      edit.set(object, path, true),
    );
  },
});
