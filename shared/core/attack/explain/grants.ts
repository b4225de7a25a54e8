import type { Grant } from '#contract/rbac';
import type { Policy } from '#core/rbac/policy';
import type { PolicyRule } from '#kube/rbac/policy-rule';
import type { Right } from '../edge.ts';
import { subjectNodeId, type GrantTable } from '../graph/grant-table.ts';
import { groupNodeId, impliedGroups, type NodeParts } from '../graph/node-ids.ts';
import { ruleGives } from '../graph/predicates.ts';

/** One rule that gives one of a clause's alternatives. */
export interface RightGrant {
  readonly right: Right;
  readonly clause: number;
  readonly binding: number;
  readonly role: number;
  readonly rule: number;
  /** Index in the binding's `subjects`. */
  readonly subject: number;
}

export interface GrantQuestion {
  readonly policy: Policy;
  readonly table: GrantTable;
  readonly id: string;
  readonly parts: NodeParts;
  readonly clauses: readonly (readonly Right[])[];
  /** The target's namespace, '' for the cluster. */
  readonly place: string;
  /** Names by which the target is asked for. */
  readonly names: readonly string[];
}

export const givesName = (rule: PolicyRule, right: Right, names: readonly string[]): boolean => {
  const predicate = {
    verbs: right.verbs,
    group: right.group,
    resources: right.resources,
    name: typeof right.name === 'string' ? right.name : ('is' as const),
    is: typeof right.name === 'string' ? '' : right.name.is,
  };
  const given = ruleGives(rule, predicate);
  return given === 'all' || given.some(name => names.includes(name));
};

/** Whether a binding of this namespace (null: cluster-wide) counts where the right must hold. */
const countsThere = (namespace: string | null, right: Right, place: string): boolean => {
  if (namespace === null) return true;
  if (right.where === 'cluster') return false;
  return namespace === (right.where === 'target' ? place : right.where.namespace);
};

/** Every grant that gives an identity, by itself or by its groups, a part of what an edge asks. */
export const grantsOf = ({ policy, table, id, parts, clauses, place, names }: GrantQuestion): readonly RightGrant[] => {
  const ids = [id, ...impliedGroups(parts).map(groupNodeId)];
  const found: RightGrant[] = [];
  for (const holder of ids)
    for (const index of table.bindingsOf(holder)) {
      const role = table.roleOf(index);
      const rules = table.role(role)?.rules;
      const binding = policy.bindings[index];
      if (rules === undefined || binding === undefined) continue;
      const subject = binding.subjects.find(one => subjectNodeId(one) === holder)?.index ?? 0;
      clauses.forEach((clause, number) => {
        for (const right of clause) {
          if (!countsThere(binding.ref.namespace, right, place)) continue;
          rules.forEach((rule, at) => {
            if (givesName(rule, right, names)) found.push({ right, clause: number, binding: index, role, rule: at, subject });
          });
        }
      });
    }
  return found.toSorted((left, right) => left.clause - right.clause);
};

/** As the contract says it; one a binding, rule and subject, however many clauses it gives. */
export const contractGrants = (policy: Policy, table: GrantTable, grants: readonly RightGrant[]): readonly Grant[] => {
  const seen = new Set<string>();
  return grants.flatMap(({ binding, role, rule, subject }) => {
    const bound = policy.bindings[binding];
    const about = table.role(role);
    const key = `${binding} ${rule} ${subject}`;
    if (bound === undefined || about === undefined || seen.has(key)) return [];
    seen.add(key);
    const who = bound.subjects.find(({ index }) => index === subject);
    return [
      {
        binding: bound.ref,
        role: about.ref,
        rule,
        subject: who === undefined ? '' : subjectNodeId(who),
        baseline: bound.baseline,
      },
    ];
  });
};
