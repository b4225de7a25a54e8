import { isSystemNamespace } from '#kube/control-plane';
import { defineRule, edit, finding, namespaces, remediation } from '#kube/define-rule';
import { textAt } from '#kube/json-fields';
import { meetsLevel, newestMinor } from '#kube/pod-security/standards';
import { at } from '#kube/pointer';
import { quoted } from '#kube/sentence';

const label = 'pod-security.kubernetes.io/enforce';
const path = at('', 'metadata', 'labels', label);

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
  needs: ['pods'],
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
        `Namespace ${name} asks for the Pod Security level ${quoted(level)}, which is none: it admits privileged pods.`,
      ),
    ];
  },
  remediate: ({ object }, view) => {
    const pods = view.pods(object.metadata.name);
    // A level that pods here violate would refuse them at their next start: which to change first is not ours to say.
    if (!pods.every(pod => meetsLevel(pod, { level: 'baseline', minor: newestMinor }))) return undefined;
    const strict = pods.length > 0 && pods.every(pod => meetsLevel(pod, { level: 'restricted', minor: newestMinor }));
    const level = strict ? 'restricted' : 'baseline';
    const mayBreak = `Pods beyond ${level} are refused from then on; those seen here meet it.`;
    return remediation('may-deny-api', mayBreak, edit.set(object, path, level));
  },
});
