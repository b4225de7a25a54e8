import type { Need } from '#contract/coverage';
import type { Grant } from '#contract/rbac';
import { subjectText } from './identity.ts';
import type { Binding, GrantIndex, Policy } from './policy.ts';
import { rbacNeed } from './policy-of.ts';

/** A grant to a subject whose text is known. */
export const grantTo = (policy: Policy, subject: string, at: number, rule: number): Grant => {
  const binding = policy.bindings[at];
  if (binding === undefined) throw new Error(`no binding ${String(at)}`);
  return {
    binding: binding.ref,
    role: policy.roles[binding.role]?.ref ?? binding.roleRef,
    rule,
    subject,
    baseline: binding.baseline,
  };
};

/** A grant in the words of the contract. */
export const grantOf = (policy: Policy, { binding, rule, subject }: GrantIndex): Grant => {
  const bound = policy.bindings[binding]?.subjects.find(({ index }) => index === subject);
  return grantTo(policy, bound === undefined ? '' : subjectText(bound), binding, rule);
};

/** The list that would show the role of a binding; undefined where the role is known, or known to be missing. */
export const unreadRole = (policy: Policy, binding: Binding): Need | undefined =>
  binding.role >= 0 || !policy.mayExist(binding.roleRef)
    ? undefined
    : rbacNeed(binding.roleRef.kind, binding.roleRef.namespace ?? '');

export const uniqueNeeds = (needs: readonly Need[]): Need[] => [
  ...new Map(needs.map(need => [`${need.group} ${need.resource} ${need.verb} ${need.namespace ?? ''}`, need])).values(),
];
