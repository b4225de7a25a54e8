import type { Matrix, MatrixQuery } from '#contract/rbac';
import type { SnapshotIndex } from '#core/evaluate/snapshot-index';
import { allowsForSomeName } from '#kube/rbac/rule-matching';
import { groupsWith, impliedGroups, mastersGroup } from '#kube/rbac/user-names';
import type { Authorizer } from './authorizer.ts';
import { uniqueNeeds, unreadRole } from './grants.ts';
import { subjectText } from './identity.ts';
import { scopeInNamespace } from './request-scope.ts';
import { subjectOfKey } from './subject-index.ts';
import { sortedVerbs } from './permission-lines.ts';

export type MatrixQuestion = Omit<MatrixQuery, 'snapshot'>;

type MatrixCell = Matrix['rows'][number]['cells'][number];

const usual = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'] as const;
/** Bits of a mask, so that two of them (whole, partial) fit one number each. */
const maxVerbs = 24;

/** Verbs as bits: held wholly in the scope asked about, or for some names or namespaces of it. */
interface Held {
  readonly whole: number;
  readonly partial: number;
}

const nothing: Held = { whole: 0, partial: 0 };

const split = (resource: string): readonly [string, string] => {
  const slash = resource.indexOf('/');
  return slash < 0 ? [resource, ''] : [resource.slice(0, slash), resource.slice(slash + 1)];
};

/** The usual verbs, and what rules about this very resource name besides: `bind`, `approve`, `impersonate`. */
const verbsFor = (authorizer: Authorizer, group: string, resource: string): readonly string[] => {
  const more = new Set<string>();
  for (const rules of authorizer.classes.rules)
    for (const rule of rules)
      if (rule.resources.includes(resource) && (rule.apiGroups.includes(group) || rule.apiGroups.includes('*')))
        for (const verb of rule.verbs) if (verb !== '*') more.add(verb);
  return sortedVerbs([...usual, ...more]).slice(0, maxVerbs);
};

/** What each class of roles gives: for any name, and for some names. */
const classMasks = (authorizer: Authorizer, query: MatrixQuestion, verbs: readonly string[]): readonly Held[] => {
  const [resource, subresource] = split(query.resource);
  return authorizer.classes.compiled.map(rules => {
    let [whole, partial] = [0, 0];
    verbs.forEach((verb, bit) => {
      const access = { verb, group: query.group, resource, subresource, namespace: '', name: '' };
      for (const rule of rules) {
        if (!allowsForSomeName(rule, access)) continue;
        if (rule.names === null) whole |= 1 << bit;
        else partial |= 1 << bit;
      }
    });
    return whole === 0 && partial === 0 ? nothing : { whole, partial };
  });
};

interface Masks {
  readonly whole: Int32Array;
  readonly partial: Int32Array;
  /** By something that is not Kubernetes' or a vendor's own. */
  readonly own: Uint8Array;
}

/** What each subject is given by bindings that name it, by its rank. */
const subjectMasks = (
  authorizer: Authorizer,
  index: SnapshotIndex,
  query: MatrixQuestion,
  given: readonly Held[],
  verbs: readonly string[],
): Masks => {
  const { role, namespace, namespaces, baseline } = authorizer.subjects.columns();
  const only = query.namespace === null ? -2 : namespaces.indexOf(query.namespace);
  const { ranked, offsets, ranks } = authorizer.subjects.ranking();
  const masks = {
    whole: new Int32Array(ranked.length),
    partial: new Int32Array(ranked.length),
    own: new Uint8Array(ranked.length),
  };
  const scope = scopeInNamespace(index, query.group, query.resource);
  const bindBit = verbs.includes('bind') ? 1 << verbs.indexOf('bind') : 0;
  const inNamespace = scope === 'all' ? -1 : scope === 'bind' ? bindBit : 0;
  for (let at = 0; at < role.length; at++) {
    const held = given[authorizer.classes.of[role[at] ?? -1] ?? -1];
    const home = namespace[at] ?? -1;
    if (held === undefined || held === nothing || (home >= 0 && query.namespace !== null && home !== only)) continue;
    const counted = home < 0 ? -1 : inNamespace;
    const isWhole = home < 0 || query.namespace !== null;
    const whole = isWhole ? held.whole & counted : 0;
    const partial = (isWhole ? held.partial : held.whole | held.partial) & counted;
    if (whole === 0 && partial === 0) continue;
    const end = offsets[at + 1] ?? 0;
    for (let next = offsets[at] ?? 0; next < end; next++) {
      const rank = ranks[next] ?? 0;
      masks.whole[rank] = (masks.whole[rank] ?? 0) | whole;
      masks.partial[rank] = (masks.partial[rank] ?? 0) | partial;
      if (baseline[at] === 0) masks.own[rank] = 1;
    }
  }
  return masks;
};

const cell = (mask: Held, bit: number, isKnown: boolean): MatrixCell => {
  if ((mask.whole & (1 << bit)) !== 0) return 'yes';
  if ((mask.partial & (1 << bit)) !== 0) return 'some';
  return isKnown ? 'no' : 'unknown';
};

/**
 * Subjects that bindings give a right to the resource, and which verbs; a row counts what the subject's groups give as well.
 * `namespace` null: yes means everywhere, some a part of the namespaces or names.
 */
export const matrix = (authorizer: Authorizer, index: SnapshotIndex, query: MatrixQuestion): Matrix => {
  const { policy, subjects } = authorizer;
  const verbs = verbsFor(authorizer, query.group, query.resource);
  const masks = subjectMasks(authorizer, index, query, classMasks(authorizer, query, verbs), verbs);
  const { ranked, rankOf } = subjects.ranking();
  const held = (key: string): Held => {
    const rank = rankOf.get(key);
    return rank === undefined ? nothing : { whole: masks.whole[rank] ?? 0, partial: masks.partial[rank] ?? 0 };
  };
  const roles = authorizer.withoutRole.flatMap(binding => {
    const { namespace } = binding.ref;
    const counts = namespace === null || query.namespace === null || namespace === query.namespace;
    return counts ? (unreadRole(policy, binding) ?? []) : [];
  });
  const needs = uniqueNeeds([
    ...(query.namespace === null ? policy.missingAnywhere() : policy.missing(query.namespace)),
    ...roles,
  ]);
  const rowOf = (key: string): Matrix['rows'][number] => {
    const { kind, name } = subjectOfKey(key);
    const groups = kind === 'user' ? impliedGroups(name) : groupsWith(name);
    const all = [held(key), ...groups.map(group => held(subjects.groupKey(group)))];
    if (groups.includes(mastersGroup)) all.push({ whole: -1, partial: 0 });
    const whole = all.reduce((bits, each) => bits | each.whole, 0);
    const partial = all.reduce((bits, each) => bits | each.partial, 0);
    return {
      subject: subjectText({ kind, name }),
      cells: verbs.map((_, bit) => cell({ whole, partial }, bit, needs.length === 0)),
    };
  };
  const rows: Matrix['rows'] = [];
  let [total, hidden] = [0, 0];
  ranked.forEach((key, rank) => {
    if (masks.whole[rank] === 0 && masks.partial[rank] === 0) return;
    if (query.hideBaseline && masks.own[rank] === 0) return void hidden++;
    if (total >= query.offset && rows.length < query.limit) rows.push(rowOf(key));
    total++;
  });
  return { verbs: [...verbs], total, hidden, rows, needs };
};
