import { defineRule, finding, objectsOf } from '#kube/define-rule';
import { isBootstrapped, roleRefOf } from '#kube/rbac-rules';
import { bindingSubjects } from '#kube/rbac/subjects';
import { enumerate, nameOf } from '#kube/sentence';

/** Groups whose members are administrators by definition: the built-in one and kubeadm's. */
const administrators = new Set(['system:masters', 'kubeadm:cluster-admins']);

export const rule = defineRule({
  id: 'cluster-admin-binding',
  pack: 'rbac',
  severity: 'high',
  since: '0.1',
  what: 'A binding gives the role cluster-admin.',
  why: 'Its holders may do everything where the binding holds, every Secret and every pod included: a ClusterRoleBinding gives away the whole cluster with its nodes, a RoleBinding its namespace. One leaked token of theirs is all of that.',
  fix: 'Bind a role with the rights that are used (audit logs tell), in the namespaces where they are used, and delete this binding.',
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  appliesTo: objectsOf(
    ['clusterrolebindings.rbac.authorization.k8s.io', 'rolebindings.rbac.authorization.k8s.io'],
    ({ object }) => !isBootstrapped(object),
  ),
  evaluate: ({ object }) => {
    const role = roleRefOf(object);
    const subjects = bindingSubjects(object).filter(subject => !(subject.kind === 'Group' && administrators.has(subject.name)));
    if (role.kind !== 'ClusterRole' || role.name !== 'cluster-admin' || subjects.length === 0) return [];
    const who = enumerate(
      subjects.map(subject => `${subject.kind} ${subject.namespace === undefined ? '' : `${subject.namespace}/`}${subject.name}`),
    );
    const inNamespace = object.metadata.namespace;
    if (inNamespace === undefined)
      return [finding('/roleRef/name', `${nameOf(object)} makes ${who} administrator of the whole cluster.`)];
    // The controllers' own service accounts are there, and who may make tokens of theirs may do what they may.
    const reachesCluster = inNamespace === 'kube-system';
    return [
      finding(
        '/roleRef/name',
        `${nameOf(object)} lets ${who} do everything in namespace ${inNamespace}, Secrets and roles included${reachesCluster ? ', and act as its service accounts, which govern the whole cluster' : ''}.`,
        { severity: reachesCluster ? 'high' : 'medium' },
      ),
    ];
  },
});
