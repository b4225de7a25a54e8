import { defineRule, edit, finding, objectsOf, remediation } from '#kube/define-rule';
import { isBootstrapped, roleRefOf } from '#kube/rbac-rules';
import { bindingSubjects } from '#kube/rbac/subjects';
import { nameOf } from '#kube/sentence';

export const rule = defineRule({
  id: 'default-service-account-bound',
  pack: 'service-accounts',
  severity: 'medium',
  since: '0.1',
  what: 'A binding gives rights to a namespace’s default service account.',
  why: 'Every pod that names no account runs as default, so rights meant for one workload go to all, those of tomorrow included.',
  fix: 'Make a service account for the workload that needs the rights, name it in its pods, and bind that one.',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  appliesTo: objectsOf(
    ['clusterrolebindings.rbac.authorization.k8s.io', 'rolebindings.rbac.authorization.k8s.io'],
    ({ object }) => !isBootstrapped(object),
  ),
  evaluate: ({ object }) =>
    bindingSubjects(object)
      .filter(subject => subject.kind === 'ServiceAccount' && subject.name === 'default')
      .map(subject => {
        const namespace = subject.namespace ?? object.metadata.namespace ?? '?';
        return finding(
          subject.path,
          `${nameOf(object)} gives ${roleRefOf(object).kind} ${roleRefOf(object).name} to the default service account of namespace ${namespace}.`,
        );
      }),
  remediate: ({ object, path }) =>
    remediation('may-deny-api', 'Pods that run as default and use these rights are refused.', edit.remove(object, path)),
});
