import type { PodTemplate, View } from '#contract/rule';
import { isSystemNamespace } from '#kube/control-plane';
import { defineRule, edit, finding, namespaces, remediation } from '#kube/define-rule';
import { textAt } from '#kube/json-fields';
import { meetsLevel, newestMinor } from '#kube/pod-security/standards';
import { podTemplateOf, workloadResources } from '#kube/pod-templates';
import { at } from '#kube/pointer';
import { quoted } from '#kube/sentence';

const label = 'pod-security.kubernetes.io/enforce';
const path = at('', 'metadata', 'labels', label);

/** Of all workloads: one that is scaled to nothing now, or runs at night, has no pod that would tell. */
const templatesIn = (namespace: string, view: View): readonly PodTemplate[] =>
  workloadResources.flatMap(resource => view.list(resource, namespace)).flatMap(object => podTemplateOf(object) ?? []);

export const rule = defineRule({
  id: 'pod-security-not-enforced',
  pack: 'admission',
  severity: 'medium',
  since: '0.1',
  what: 'A namespace enforces no Pod Security level.',
  why: 'Whoever may create a pod there may create a privileged one, and so owns the node it lands on.',
  fix: `Label the namespace ${label}: restricted, or baseline where its pods need more.`,
  references: ['https://kubernetes.io/docs/concepts/security/pod-security-admission/'],
  // Nodes' own agents live in kube-system, which cannot be held to a level.
  appliesTo: namespaces(({ name, object }) => object !== undefined && !isSystemNamespace(name)),
  needs: workloadResources,
  evaluate: ({ name, object }) => {
    const level = textAt(object, 'metadata', 'labels', label);
    if (level === 'baseline' || level === 'restricted') return [];
    if (level === undefined)
      return [finding(path, `Namespace ${name} enforces no Pod Security level: it admits privileged pods.`)];
    if (level === 'privileged')
      return [finding(path, `Namespace ${name} admits privileged pods, as its label ${label} says.`, { severity: 'low' })];
    return [
      finding(
        path,
        `Namespace ${name} asks for the Pod Security level ${quoted(level)}, which is none: the API server holds it to restricted, whatever was meant.`,
        { severity: 'low' },
      ),
    ];
  },
  remediate: ({ object }, view) => {
    const pods = templatesIn(object.metadata.name, view);
    // A level that pods here violate would refuse them at their next start: which to change first is not ours to say.
    if (!pods.every(pod => meetsLevel(pod, { level: 'baseline', minor: newestMinor }))) return undefined;
    const strict = pods.length > 0 && pods.every(pod => meetsLevel(pod, { level: 'restricted', minor: newestMinor }));
    const level = strict ? 'restricted' : 'baseline';
    const mayBreak = `Pods beyond ${level} are refused from then on; those of the workloads seen here meet it.`;
    return remediation('may-deny-api', mayBreak, edit.set(object, path, level));
  },
});
