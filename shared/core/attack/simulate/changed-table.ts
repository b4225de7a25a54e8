import type { Policy } from '#core/rbac/policy';
import { ownRights, subjectNodeId, type GrantTable, type OwnRights } from '../graph/grant-table.ts';
import type { RightsClasses } from '../graph/rights-classes.ts';
import type { RbacChange } from './rbac-change.ts';

/** Subjects whose own rights a change touches. */
export const touchedSubjects = (policy: Policy, { bindings, subjects, roles }: RbacChange): ReadonlySet<string> => {
  const touched = new Set<string>();
  for (const ids of subjects.values()) for (const id of ids) touched.add(id);
  for (const index of bindings) for (const one of policy.bindings[index]?.subjects ?? []) touched.add(subjectNodeId(one));
  if (roles.size > 0)
    for (const binding of policy.bindings)
      if (roles.has(binding.role)) for (const one of binding.subjects) touched.add(subjectNodeId(one));
  return touched;
};

/** Grants after a change, by the numbers of the policy before it. */
export const createChangedTable = (
  base: GrantTable,
  { policy, classes }: { readonly policy: Policy; readonly classes: RightsClasses },
  change: RbacChange,
  touched: ReadonlySet<string>,
): GrantTable => {
  const known = new Map<string, OwnRights>();
  const isGone = (binding: number, id: string): boolean =>
    change.bindings.has(binding) || change.subjects.get(binding)?.has(id) === true;
  const bindingsOf = (id: string): readonly number[] =>
    touched.has(id) ? base.bindingsOf(id).filter(binding => !isGone(binding, id)) : base.bindingsOf(id);
  const roleOf = (binding: number): number => {
    const role = base.roleOf(binding);
    return change.bindings.has(binding) || change.roles.get(role) === null ? -1 : role;
  };
  const classOfRole = (index: number): number => {
    const role = change.roles.get(index);
    return role === undefined ? base.classOfRole(index) : classes.ofRules(role?.rules ?? []);
  };
  return {
    subjects: base.subjects,
    bindingsOf,
    roleOf,
    role: index => {
      const role = change.roles.get(index);
      return role === undefined ? base.role(index) : (role ?? undefined);
    },
    classOfRole,
    own: id => {
      if (!touched.has(id)) return base.own(id);
      const found = known.get(id) ?? ownRights({ policy, classes, bindings: bindingsOf(id), roleOf, classOfRole });
      known.set(id, found);
      return found;
    },
  };
};
