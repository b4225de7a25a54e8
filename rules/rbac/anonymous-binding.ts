import type { KubeObject } from '#contract/kube';
import type { Severity } from '#contract/finding';
import { defineRule, edit, finding, objectsOf, remediation } from '#kube/define-rule';
import { isBootstrapped, roleRefOf } from '#kube/rbac-rules';
import { bindingSubjects } from '#kube/rbac/subjects';
import { nameOf } from '#kube/sentence';

interface Everybody {
  readonly who: string;
  readonly severity: Severity;
}

const reach: ReadonlyMap<string, Everybody> = new Map([
  ['system:anonymous', { who: 'everybody who reaches the API server, without any credential', severity: 'critical' }],
  ['system:unauthenticated', { who: 'everybody who reaches the API server, without any credential', severity: 'critical' }],
  ['system:authenticated', { who: 'everybody with any credential, every pod’s token included', severity: 'high' }],
  ['system:serviceaccounts', { who: 'every service account of the cluster', severity: 'high' }],
]);

const harmless = new Set([
  'system:public-info-viewer',
  'system:discovery',
  'system:basic-user',
  'system:service-account-issuer-discovery',
]);

// kubeadm lets joining nodes read the cluster's CA before they have a credential.
const isJoinInfo = (object: KubeObject): boolean =>
  object.metadata.namespace === 'kube-public' && object.metadata.name === 'kubeadm:bootstrap-signer-clusterinfo';

export const rule = defineRule({
  id: 'anonymous-binding',
  pack: 'rbac',
  severity: 'critical',
  since: '0.1',
  what: 'A binding gives rights to everybody.',
  why: 'No break-in is needed to use them: reaching the API server, or any pod, is enough.',
  fix: 'Remove the group from the binding, and bind the people and service accounts that are meant.',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  appliesTo: objectsOf(
    ['clusterrolebindings.rbac.authorization.k8s.io', 'rolebindings.rbac.authorization.k8s.io'],
    ({ object }) => !isBootstrapped(object) && !isJoinInfo(object),
  ),
  evaluate: ({ object }) => {
    const role = roleRefOf(object);
    if (harmless.has(role.name)) return [];
    return bindingSubjects(object).flatMap(subject => {
      const everybody = subject.kind === 'ServiceAccount' ? undefined : reach.get(subject.name);
      if (everybody === undefined) return [];
      return [
        finding(subject.path, `${nameOf(object)} gives ${role.kind} ${role.name} to ${everybody.who}.`, {
          severity: everybody.severity,
        }),
      ];
    });
  },
  remediate: ({ object, path }) =>
    remediation('may-deny-api', 'Callers that rely on it without a binding of their own are refused.', edit.remove(object, path)),
});
