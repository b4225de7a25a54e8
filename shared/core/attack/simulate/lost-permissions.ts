import type { Policy } from '#core/rbac/policy';
import { atomText } from '#core/rbac/atom-text';
import { breakdown, ruleCovers, type AtomicRule } from '#kube/rbac/covers';
import type { PolicyRule } from '#kube/rbac/policy-rule';
import type { GrantTable } from '../graph/grant-table.ts';
import { groupNodeId, impliedGroups, nodeParts } from '../graph/node-ids.ts';

/** Rights that a subject has no longer, as sentences' ends: `create pods/exec in shop`, `get nodes everywhere`. */
export interface Lost {
  readonly subject: string;
  readonly permissions: readonly string[];
}

export interface LostQuestion {
  readonly policy: Policy;
  readonly before: GrantTable;
  readonly after: GrantTable;
  readonly subjects: Iterable<string>;
}

/** What a list of rules gave and others do not: kept by the numbers of the roles, which many subjects share. */
type Missing = (old: readonly number[], left: readonly number[]) => readonly AtomicRule[];

const createMissing = (before: GrantTable, after: GrantTable): Missing => {
  const known = new Map<string, readonly AtomicRule[]>();
  const atoms = new Map<number, readonly AtomicRule[]>();
  const atomsOf = (role: number): readonly AtomicRule[] => {
    const found = atoms.get(role) ?? (before.role(role)?.rules ?? []).flatMap(breakdown);
    atoms.set(role, found);
    return found;
  };
  return (old, left) => {
    const key = `${old.join()} ${left.join()}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const rules: readonly PolicyRule[] = left.flatMap(role => after.role(role)?.rules ?? []);
    const missing = new Map<string, AtomicRule>();
    for (const role of old)
      for (const atom of atomsOf(role)) if (!rules.some(rule => ruleCovers(rule, atom))) missing.set(atomText(atom), atom);
    const made = [...missing.values()];
    known.set(key, made);
    return made;
  };
};

const sorted = (numbers: Iterable<number>): readonly number[] => [...new Set(numbers)].toSorted((left, right) => left - right);

interface Held {
  readonly cluster: readonly number[];
  readonly byNamespace: ReadonlyMap<string, readonly number[]>;
}

const rolesHeld = (policy: Policy, table: GrantTable, ids: readonly string[]): Held => {
  const cluster: number[] = [];
  const byNamespace = new Map<string, number[]>();
  for (const index of ids.flatMap(id => table.bindingsOf(id))) {
    const role = table.roleOf(index);
    if (role < 0) continue;
    const namespace = policy.bindings[index]?.ref.namespace ?? null;
    if (namespace === null) cluster.push(role);
    else byNamespace.set(namespace, [...(byNamespace.get(namespace) ?? []), role]);
  }
  return { cluster, byNamespace };
};

/** Roles by which something ends: whose binding is gone, or whose rules are others. */
const endedRoles = ({ before, after }: LostQuestion, old: readonly number[], now: readonly number[]): readonly number[] =>
  sorted(old.filter(role => !now.includes(role) || before.role(role) !== after.role(role)));

/** Rights that end for these subjects, all that they keep by other bindings and by their groups taken off. */
export const lostPermissions = (question: LostQuestion): readonly Lost[] => {
  const { policy, before, after, subjects } = question;
  const missing = createMissing(before, after);
  return [...subjects].toSorted().flatMap((subject): readonly Lost[] => {
    const parts = nodeParts(subject);
    const groups = parts === undefined ? [] : impliedGroups(parts).map(groupNodeId);
    const was = rolesHeld(policy, before, [subject]);
    const own = rolesHeld(policy, after, [subject]);
    const all = rolesHeld(policy, after, [subject, ...groups]);
    const everywhere = missing(endedRoles(question, was.cluster, own.cluster), sorted(all.cluster));
    const permissions = everywhere.map(atom => `${atomText(atom)} everywhere`);
    for (const [namespace, old] of was.byNamespace) {
      const ended = endedRoles(question, old, own.byNamespace.get(namespace) ?? []);
      if (ended.length === 0) continue;
      const left = sorted([...all.cluster, ...(all.byNamespace.get(namespace) ?? [])]);
      // A RoleBinding gives no URLs.
      for (const atom of missing(ended, left)) if (atom.url === null) permissions.push(`${atomText(atom)} in ${namespace}`);
    }
    return permissions.length === 0 ? [] : [{ subject, permissions }];
  });
};

/** Most first. */
export const byWeight = (left: Lost, right: Lost): number =>
  right.permissions.length - left.permissions.length || (left.subject < right.subject ? -1 : 1);
