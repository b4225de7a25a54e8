import type { KubeObject } from '#contract/kube';
import { defineRule, finding, wholeCluster } from '#kube/define-rule';
import { textAt } from '#kube/json-fields';

const enforces = (namespace: KubeObject): boolean => {
  const level = textAt(namespace, 'metadata', 'labels', 'pod-security.kubernetes.io/enforce');
  return level === 'baseline' || level === 'restricted';
};

export const rule = defineRule({
  id: 'admission-policy-missing',
  pack: 'admission',
  severity: 'medium',
  since: '0.1',
  what: 'Nothing in the cluster restrains what may be created.',
  why: 'Rights to create pods are then rights to everything, and no mistake in a manifest is caught before it runs.',
  fix: 'Label namespaces with a Pod Security level, or install a policy engine or ValidatingAdmissionPolicies.',
  references: ['https://kubernetes.io/docs/concepts/security/pod-security-admission/'],
  appliesTo: wholeCluster,
  needs: [
    'namespaces',
    'validatingwebhookconfigurations.admissionregistration.k8s.io',
    'validatingadmissionpolicybindings.admissionregistration.k8s.io',
  ],
  evaluate: (_cluster, view) => {
    const namespaces = view.list('namespaces');
    if (namespaces.some(enforces)) return [];
    if (view.list('validatingwebhookconfigurations.admissionregistration.k8s.io').length > 0) return [];
    if (view.list('validatingadmissionpolicybindings.admissionregistration.k8s.io').length > 0) return [];
    // The UID of kube-system names the cluster: what concerns it as a whole is told there.
    const cluster = view.get('namespaces', undefined, 'kube-system');
    if (cluster === undefined) return [];
    const message =
      'No namespace of this cluster enforces a Pod Security level, and no validating webhook or admission policy stands in for it.';
    return [finding('', message, { on: cluster })];
  },
});
