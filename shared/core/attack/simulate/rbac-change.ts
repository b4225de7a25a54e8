import type { AttackChange } from '#contract/attack';
import type { RbacRef } from '#contract/rbac';
import type { Policy, Role } from '#core/rbac/policy';
import { policyRules } from '#kube/rbac/policy-rule';
import { listAt } from '#kube/json-fields';
import { subjectNodeId } from '../graph/grant-table.ts';
import { aggregated } from './aggregated-rules.ts';

/** What changes of a policy, by its numbers. */
export interface RbacChange {
  readonly bindings: ReadonlySet<number>;
  /** Ids of subjects that a binding loses. */
  readonly subjects: ReadonlyMap<number, ReadonlySet<string>>;
  /** Roles as they are then; null: gone. */
  readonly roles: ReadonlyMap<number, Role | null>;
}

interface Numbers {
  readonly bindings: ReadonlyMap<string, number>;
  readonly roles: ReadonlyMap<string, number>;
}

const keyOf = ({ kind, namespace, name }: RbacRef): string => `${kind} ${namespace ?? ''} ${name}`;
const numbers = new WeakMap<Policy, Numbers>();

const numbersOf = (policy: Policy): Numbers => {
  const known = numbers.get(policy);
  if (known !== undefined) return known;
  const made = {
    bindings: new Map(policy.bindings.map(({ ref }, index) => [keyOf(ref), index])),
    roles: new Map(policy.roles.map(({ ref }, index) => [keyOf(ref), index])),
  };
  numbers.set(policy, made);
  return made;
};

/** The role without some of its rules, numbered as it was read. */
const withoutRules = (role: Role, gone: ReadonlySet<number>): Role => {
  const object = { ...role.object, rules: listAt(role.object, 'rules').filter((_, index) => !gone.has(index)) };
  return { ...role, object, rules: policyRules(object) };
};

type RbacOnly = Extract<AttackChange, { readonly remove: 'binding' | 'subject' | 'role' | 'rule' }>;

export const isRbacChange = (change: AttackChange): change is RbacOnly =>
  'remove' in change && ['binding', 'subject', 'role', 'rule'].includes(change.remove);

export interface ReadChanges {
  readonly change: RbacChange;
  /** Those that name nothing of this snapshot. */
  readonly unknown: readonly AttackChange[];
}

/** Removals of rights by the policy's numbers; roles that a controller makes of others follow those. */
export const readRbacChanges = (policy: Policy, changes: readonly RbacOnly[]): ReadChanges => {
  const { bindings: bindingNumbers, roles: roleNumbers } = numbersOf(policy);
  const bindings = new Set<number>();
  const subjects = new Map<number, Set<string>>();
  const rules = new Map<number, Set<number>>();
  const gone = new Set<number>();
  const unknown: AttackChange[] = [];
  for (const change of changes) {
    const isBinding = change.remove === 'binding' || change.remove === 'subject';
    const index = isBinding ? bindingNumbers.get(keyOf(change.binding)) : roleNumbers.get(keyOf(change.role));
    if (index === undefined || !exists(policy, change, index)) unknown.push(change);
    else if (change.remove === 'binding') bindings.add(index);
    else if (change.remove === 'subject') subjects.set(index, (subjects.get(index) ?? new Set()).add(change.subject));
    else if (change.remove === 'role') gone.add(index);
    else rules.set(index, (rules.get(index) ?? new Set()).add(change.rule));
  }
  const roles = new Map<number, Role | null>();
  for (const [index, numbersGone] of rules) roles.set(index, withoutRules(policy.roles[index] as Role, numbersGone));
  for (const index of gone) roles.set(index, null);
  return { change: { bindings, subjects, roles: aggregated(policy, roles) }, unknown };
};

const exists = (policy: Policy, change: RbacOnly, index: number): boolean => {
  if (change.remove === 'rule') return policy.roles[index]?.rules[change.rule] !== undefined;
  if (change.remove !== 'subject') return true;
  return policy.bindings[index]?.subjects.some(one => subjectNodeId(one) === change.subject) === true;
};

export const isNothing = ({ bindings, subjects, roles }: RbacChange): boolean =>
  bindings.size === 0 && subjects.size === 0 && roles.size === 0;
