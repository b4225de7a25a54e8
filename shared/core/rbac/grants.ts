import type { Need } from '#contract/coverage';
import type { Grant } from '#contract/rbac';
import { subjectText } from './identity.ts';
import type { Binding, GrantIndex, Policy } from './policy.ts';
import { rbacNeed } from './policy-of.ts';

/** A grant in the words of the contract. */
export const grantOf = (policy: Policy, { binding: at, rule, subject }: GrantIndex): Grant => {
  const binding = policy.bindings[at];
  if (binding === undefined) throw new Error(`no binding ${String(at)}`);
  const bound = binding.subjects.find(({ index }) => index === subject);
  return {
    binding: binding.ref,
    role: policy.roles[binding.role]?.ref ?? binding.roleRef,
    rule,
    subject: bound === undefined ? '' : subjectText(bound),
    baseline: binding.baseline,
  };
};

/** The list that would show the role of a binding; undefined where the role is known, or known to be missing. */
export const unreadRole = (policy: Policy, binding: Binding): Need | undefined =>
  binding.role >= 0 || !policy.mayExist(binding.roleRef)
    ? undefined
    : rbacNeed(binding.roleRef.kind, binding.roleRef.namespace ?? '');

export const uniqueNeeds = (needs: readonly Need[]): Need[] => [
  ...new Map(needs.map(need => [`${need.group} ${need.resource} ${need.verb} ${need.namespace ?? ''}`, need])).values(),
];
