import type { Policy, Role } from '#core/rbac/policy';
import { groupNodeId, userNodeId } from './node-ids.ts';
import type { RightsClasses } from './rights-classes.ts';

/** Who is bound to what: binding indexes of a policy by the id of a subject, and what rights they come to. */
export interface GrantTable {
  readonly subjects: () => Iterable<string>;
  bindingsOf(id: string): readonly number[];
  /** Index into the policy's roles; -1 for none. */
  roleOf(binding: number): number;
  /** The role as it is here; undefined for -1. */
  role(index: number): Role | undefined;
  classOfRole(index: number): number;
  /** By its own cluster-wide bindings. */
  own(id: string): OwnRights;
}

export interface OwnRights {
  readonly cluster: number;
  readonly byNamespace: ReadonlyMap<string, number>;
  readonly bound: boolean;
}

export const subjectNodeId = ({ kind, name }: { readonly kind: 'user' | 'group'; readonly name: string }): string =>
  kind === 'group' ? groupNodeId(name) : userNodeId(name);

const noBindings: readonly number[] = [];
export const noRights: OwnRights = { cluster: 0, byNamespace: new Map(), bound: false };

export interface OwnSources {
  readonly policy: Policy;
  readonly classes: RightsClasses;
  readonly bindings: readonly number[];
  roleOf(binding: number): number;
  classOfRole(role: number): number;
}

export const ownRights = ({ policy, classes, bindings, roleOf, classOfRole }: OwnSources): OwnRights => {
  let cluster = 0;
  let bound = false;
  const byNamespace = new Map<string, number>();
  for (const index of bindings) {
    const role = roleOf(index);
    if (role < 0) continue;
    bound = true;
    const given = classOfRole(role);
    const namespace = policy.bindings[index]?.ref.namespace ?? null;
    if (namespace === null) cluster = classes.both(cluster, given);
    else byNamespace.set(namespace, classes.both(byNamespace.get(namespace) ?? 0, given));
  }
  return bound ? { cluster, byNamespace, bound } : noRights;
};

/** Bindings by the subject's id. */
export const bindingsBySubject = (policy: Policy): ReadonlyMap<string, readonly number[]> => {
  const bySubject = new Map<string, number[]>();
  policy.bindings.forEach((binding, index) => {
    for (const subject of binding.subjects) {
      const id = subjectNodeId(subject);
      const list = bySubject.get(id);
      if (list === undefined) bySubject.set(id, [index]);
      // Twice in one binding is once.
      else if (list.at(-1) !== index) list.push(index);
    }
  });
  return bySubject;
};

export const createGrantTable = (policy: Policy, classes: RightsClasses): GrantTable => {
  const bySubject = bindingsBySubject(policy);
  const known = new Map<string, OwnRights>();
  const roleClasses = new Map<number, number>();
  const classOfRole = (index: number): number => {
    const found = roleClasses.get(index) ?? classes.ofRules(policy.roles[index]?.rules ?? []);
    roleClasses.set(index, found);
    return found;
  };
  const roleOf = (binding: number): number => policy.bindings[binding]?.role ?? -1;
  return {
    subjects: () => bySubject.keys(),
    bindingsOf: id => bySubject.get(id) ?? noBindings,
    roleOf,
    role: index => policy.roles[index],
    classOfRole,
    own: id => {
      const bindings = bySubject.get(id);
      if (bindings === undefined) return noRights;
      const found = known.get(id) ?? ownRights({ policy, classes, bindings, roleOf, classOfRole });
      known.set(id, found);
      return found;
    },
  };
};
