import type { KubeObject } from '#contract/kube';
import type { View } from '#contract/rule';
import { boundAccounts } from '#kube/bound-accounts';
import { defineRule, finding, podTemplates } from '#kube/define-rule';
import { textAt } from '#kube/json-fields';
import { at } from '#kube/pointer';
import { allowsEverything, roleRefOf } from '#kube/rbac-rules';
import { policyRules } from '#kube/rbac/policy-rule';
import { nameOf, quoted } from '#kube/sentence';

const isAdministrator = (binding: KubeObject, view: View): boolean => {
  const { name } = roleRefOf(binding);
  if (name === 'cluster-admin') return true;
  const role = view.get('clusterroles.rbac.authorization.k8s.io', undefined, name);
  return role !== undefined && policyRules(role).some(allowsEverything);
};

export const rule = defineRule({
  id: 'workload-cluster-admin',
  pack: 'service-accounts',
  severity: 'high',
  since: '0.1',
  what: 'A pod runs as a service account that administers the whole cluster.',
  why: 'A break-in into this one container, or a right to exec into it, is a break-in into the cluster.',
  fix: 'Give the service account a role with the rights that the workload uses, and remove the binding to the administrator’s role.',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  appliesTo: podTemplates(),
  needs: ['clusterrolebindings.rbac.authorization.k8s.io', 'clusterroles.rbac.authorization.k8s.io'],
  monotone: true,
  evaluate: (pod, view) => {
    const account = textAt(pod.spec, 'serviceAccountName') ?? textAt(pod.spec, 'serviceAccount') ?? 'default';
    const binding = boundAccounts(view.list('clusterrolebindings.rbac.authorization.k8s.io'))
      .of(pod.namespace, account)
      .find(candidate => isAdministrator(candidate, view));
    if (binding === undefined) return [];
    const message = `${nameOf(pod.object)} runs as service account ${quoted(account)}, which ${nameOf(binding)} makes administrator of the whole cluster.`;
    return [finding(at(pod.path, 'spec', 'serviceAccountName'), message)];
  },
});
