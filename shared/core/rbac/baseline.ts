import type { KubeObject } from '#contract/kube';
import { isBootstrapped, roleRefOf } from '#kube/rbac-rules';
import { uncovered } from '#kube/rbac/covers';
import { policyRules } from '#kube/rbac/policy-rule';
import { bindingSubjects } from '#kube/rbac/subjects';
import { atomText } from './atom-text.ts';
import { defaultBinding, defaultRole } from './default-roles/lookup.ts';
import { isVendorBinding, vendorOf } from './vendor.ts';

/** Whether an object belongs to what is shipped, by whom, and why not where it only looks like it. */
export interface BaselineVerdict {
  readonly baseline: boolean;
  readonly by: 'kubernetes' | 'kubeadm' | 'vendor' | null;
  /** A sentence. */
  readonly why: string;
}

const yes = (by: 'kubernetes' | 'kubeadm' | 'vendor', why: string): BaselineVerdict => ({ baseline: true, by, why });
const no = (why: string): BaselineVerdict => ({ baseline: false, by: null, why });

const claims = (object: KubeObject): string =>
  isBootstrapped(object)
    ? 'It carries the label of default roles, and Kubernetes has no default of this name.'
    : 'It is none of the defaults of Kubernetes, and no vendor that we know marks it.';

const judgeRole = (kind: 'Role' | 'ClusterRole', object: KubeObject, minor: number | null): BaselineVerdict => {
  const rules = policyRules(object);
  const known = defaultRole(kind, object.metadata.namespace ?? null, object.metadata.name, minor);
  if (known !== undefined) {
    const [extra] = uncovered([...known.rules, ...known.gated], rules);
    return extra === undefined
      ? yes(known.by, 'It grants no more than the default role of this name.')
      : no(`It grants ${atomText(extra)}, which the default role of this name does not.`);
  }
  const vendor = vendorOf(object);
  if (vendor === null) return no(claims(object));
  // Anybody who may write a role can put a vendor's mark on it: a role of every right is shown, whoever says it is theirs.
  const everything = rules.some(rule => rule.verbs.includes('*') && rule.resources.includes('*') && rule.apiGroups.includes('*'));
  return everything
    ? no(`It bears the mark of ${vendor} and grants every right.`)
    : yes('vendor', `It bears the mark of ${vendor}.`);
};

const subjectLines = (object: KubeObject): readonly string[] =>
  bindingSubjects(object).map(({ kind, name, namespace }) =>
    kind === 'ServiceAccount' ? `${kind} ${namespace ?? object.metadata.namespace ?? ''}/${name}` : `${kind} ${name}`,
  );

const judgeBinding = (kind: 'RoleBinding' | 'ClusterRoleBinding', object: KubeObject, minor: number | null): BaselineVerdict => {
  const known = defaultBinding(kind, object.metadata.namespace ?? null, object.metadata.name, minor);
  const roleRef = roleRefOf(object);
  if (known !== undefined) {
    if (`${roleRef.kind} ${roleRef.name}` !== known.role) return no(`It binds another role than the default of this name.`);
    const extra = subjectLines(object).find(line => !known.subjects.includes(line));
    return extra === undefined
      ? yes(known.by, 'It binds nobody whom the default of this name does not bind.')
      : no(`It binds ${extra}, whom the default of this name does not.`);
  }
  const vendor = vendorOf(object);
  if (vendor === null) return no(claims(object));
  return isVendorBinding(object)
    ? yes('vendor', `It bears the mark of ${vendor} and binds only identities of the system.`)
    : no(`It bears the mark of ${vendor} and binds others than identities of the system.`);
};

/**
 * Judges by what an object grants, not by what it says of itself: names and labels are free for whoever may write the object. A
 * role is baseline where each right in it stands in the default of its name too; a binding where it binds the default's role to no
 * one else. A vendor's marks cannot be checked against a list, so they count only where a false one would hide little: not on a
 * role of every right, nor on a binding to others than the system's own identities.
 *
 * `minor` is that of the server, 37 for v1.37.2; null: the defaults of all versions that we know together.
 */
export const judgeBaseline = (object: KubeObject, minor: number | null): BaselineVerdict => {
  if (object.kind === 'Role' || object.kind === 'ClusterRole') {
    return judgeRole(object.kind, object, minor);
  }
  if (object.kind === 'RoleBinding' || object.kind === 'ClusterRoleBinding') return judgeBinding(object.kind, object, minor);
  return no('It is no role and no binding.');
};

export const isBaseline = (object: KubeObject, minor: number | null = null): boolean => judgeBaseline(object, minor).baseline;
