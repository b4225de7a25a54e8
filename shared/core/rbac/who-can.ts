import type { Need } from '#contract/coverage';
import type { Access, Grant, WhoCan, WhoCanQuery } from '#contract/rbac';
import type { SnapshotIndex } from '#core/evaluate/snapshot-index';
import { isResourceAccess } from '#kube/rbac/rule-matching';
import { accountOfUser, mastersGroup } from '#kube/rbac/user-names';
import type { Authorizer } from './authorizer.ts';
import { generalCaveats, groupsCaveat, mastersCaveat } from './caveats.ts';
import { completenessOf } from './completeness-of.ts';
import { grantTo, uniqueNeeds, unreadRole } from './grants.ts';
import { subjectText } from './identity.ts';
import { scopeInNamespace } from './request-scope.ts';
import { subjectOfKey } from './subject-index.ts';

export type WhoCanQuestion = Omit<WhoCanQuery, 'snapshot'>;
type Row = WhoCan['rows'][number];

const maxNamespaces = 50;
const maxGrants = 100;
const none: readonly number[] = [];

/** Gives the rules of a binding's role that answer the question; nothing for bindings that do not count for it. */
const rulesFor = (
  authorizer: Authorizer,
  index: SnapshotIndex,
  access: Access,
  somewhere: boolean,
): ((binding: number) => readonly number[]) => {
  const { role, namespace, namespaces } = authorizer.subjects.columns();
  const resource = isResourceAccess(access) ? access : undefined;
  const anyName = somewhere && resource !== undefined && resource.name === '';
  const { of } = authorizer.classes;
  const matched = authorizer.classes.classMatcher(access, anyName);
  const scope = resource === undefined ? 'none' : scopeInNamespace(index, resource.group, resource.resource);
  const inNamespaces = scope === 'all' || (scope === 'bind' && resource?.verb === 'bind');
  const everywhere = somewhere && resource?.namespace === '' && inNamespaces;
  const only = resource === undefined || resource.namespace === '' ? -2 : namespaces.indexOf(resource.namespace);
  return at => {
    const [home = -1, held = -1] = [namespace[at], role[at]];
    return held < 0 || (home >= 0 && !everywhere && home !== only) ? none : matched(of[held] ?? -1);
  };
};

const mastersKey = ({ subjects }: Authorizer): string => subjects.groupKey(mastersGroup);

/** 1: holds the right; 2: by something that is not Kubernetes' or a vendor's own. */
const marks = (authorizer: Authorizer, rules: (binding: number) => readonly number[]): Uint8Array => {
  const { baseline } = authorizer.subjects.columns();
  const { ranks, offsets, ranked, rankOf } = authorizer.subjects.ranking();
  const found = new Uint8Array(ranked.length);
  found[rankOf.get(mastersKey(authorizer)) ?? 0] = 1;
  for (let at = 0; at < baseline.length; at++) {
    if (rules(at).length === 0) continue;
    const mark = baseline[at] === 1 ? 1 : 3;
    const end = offsets[at + 1] ?? 0;
    for (let next = offsets[at] ?? 0; next < end; next++) {
      const rank = ranks[next] ?? 0;
      found[rank] = (found[rank] ?? 0) | mark;
    }
  }
  return found;
};

const accountExists = (index: SnapshotIndex, key: string): boolean | null => {
  const { kind, name } = subjectOfKey(key);
  const account = kind === 'user' ? accountOfUser(name) : undefined;
  if (account === undefined) return null;
  if (index.get('serviceaccounts', account.namespace, account.name) !== undefined) return true;
  return completenessOf(index).unread('serviceaccounts', account.namespace).length > 0 ? null : false;
};

const firstNamespaces = (all: readonly string[], homes: ReadonlySet<number>): string[] =>
  [...homes]
    .map(home => all[home] ?? '')
    .sort()
    .slice(0, maxNamespaces);

const rowOf = (authorizer: Authorizer, index: SnapshotIndex, key: string, rules: (binding: number) => readonly number[]): Row => {
  const { policy, subjects, classes } = authorizer;
  const columns = subjects.columns();
  const by: Grant[] = [];
  let count = 0;
  const names = new Set<string>();
  const homes = new Set<number>();
  const isMasters = key === mastersKey(authorizer);
  let anyName = isMasters;
  const subject = subjectText(subjectOfKey(key));
  for (const { binding } of subjects.all(key)) {
    const found = rules(binding);
    if (found.length === 0) continue;
    homes.add(columns.namespace[binding] ?? -1);
    // Rules of the class stand for those of its thousand roles, which are far apart in memory.
    const ofClass = classes.rules[classes.of[columns.role[binding] ?? -1] ?? -1];
    for (const rule of found) {
      if (++count <= maxGrants) by.push(grantTo(policy, subject, binding, rule));
      const limits = ofClass?.[rule]?.resourceNames ?? [];
      if (limits.length === 0) anyName = true;
      else if (!anyName) for (const name of limits) names.add(name);
    }
  }
  const everywhere = isMasters || homes.delete(-1);
  return {
    subject,
    namespaces: everywhere ? null : firstNamespaces(columns.namespaces, homes),
    namespaceCount: homes.size,
    names: anyName ? null : [...names].sort(),
    by,
    ...(count > maxGrants ? { byCount: count } : {}),
    exists: accountExists(index, key),
  };
};

/** Lists that could name more subjects: of bindings, and of roles that bindings which count refer to. */
const needsOf = (authorizer: Authorizer, access: Access, somewhere: boolean): Need[] => {
  const { policy } = authorizer;
  const namespace = isResourceAccess(access) ? access.namespace : '';
  const everywhere = somewhere && namespace === '' && isResourceAccess(access);
  const counts = (home: string | null): boolean => home === null || everywhere || home === namespace;
  const roles = authorizer.withoutRole.flatMap(binding =>
    counts(binding.ref.namespace) ? (unreadRole(policy, binding) ?? []) : [],
  );
  return uniqueNeeds([...(everywhere ? policy.missingAnywhere() : policy.missing(namespace)), ...roles]);
};

/** Subjects of bindings that may do something, each with all grants; groups stand for their members. Sorted by subject. */
export const whoCan = (authorizer: Authorizer, index: SnapshotIndex, query: WhoCanQuestion): WhoCan => {
  const rules = rulesFor(authorizer, index, query.access, query.somewhere);
  const found = marks(authorizer, rules);
  const { ranked } = authorizer.subjects.ranking();
  const rows: Row[] = [];
  let [total, hidden] = [0, 0];
  found.forEach((mark, rank) => {
    if (mark === 0) return;
    if (query.hideBaseline && mark === 1) return void hidden++;
    if (total >= query.offset && rows.length < query.limit) rows.push(rowOf(authorizer, index, ranked[rank] ?? '', rules));
    total++;
  });
  return {
    total,
    hidden,
    rows,
    needs: needsOf(authorizer, query.access, query.somewhere),
    caveats: [mastersCaveat, groupsCaveat, ...generalCaveats(index)],
  };
};
