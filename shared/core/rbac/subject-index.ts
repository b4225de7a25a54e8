import { mastersGroup } from '#kube/rbac/user-names';
import { subjectText } from './identity.ts';
import type { Binding, BoundSubject } from './policy.ts';

/** A subject of a binding: index of the binding in the policy, index of the subject in the binding's list. */
export interface Bound {
  readonly binding: number;
  readonly subject: number;
}

type BySubject = ReadonlyMap<string, readonly Bound[]>;

/** Bindings by subject: those of the whole cluster, those of each namespace, and all of them. */
export interface SubjectIndex {
  readonly cluster: BySubject;
  readonly namespaces: ReadonlyMap<string, BySubject>;
  /** All subjects that bindings name, and `group:system:masters`, in the order of their text, and for each binding where its subjects stand there. */
  ranking(): Ranking;
  columns(): BindingColumns;
  userKey(name: string): string;
  groupKey(name: string): string;
  keyOf(subject: BoundSubject): string;
  /** Every binding that names the subject, in any namespace. */
  all(key: string): readonly Bound[];
}

/** Columns of the bindings, for questions that go through all of them. */
export interface BindingColumns {
  /** Index of the role; -1 for none. */
  readonly role: Int32Array;
  /** Index in `namespaces`; -1 for a ClusterRoleBinding. */
  readonly namespace: Int32Array;
  readonly namespaces: readonly string[];
  /** 1 for baseline. */
  readonly baseline: Uint8Array;
}

export interface Ranking {
  /** Keys by rank, and ranks by key. */
  readonly ranked: readonly string[];
  readonly rankOf: ReadonlyMap<string, number>;
  /** Ranks of the subjects of binding `n`: from `offsets[n]` up to `offsets[n + 1]`. */
  readonly offsets: Int32Array;
  readonly ranks: Int32Array;
}

const userKey = (name: string): string => `u${name}`;
const groupKey = (name: string): string => `g${name}`;
const keyOf = ({ kind, name }: BoundSubject): string => (kind === 'user' ? userKey(name) : groupKey(name));

export interface KeyedSubject {
  readonly kind: 'user' | 'group';
  readonly name: string;
}

export const subjectOfKey = (key: string): KeyedSubject => ({ kind: key.startsWith('u') ? 'user' : 'group', name: key.slice(1) });

const push = (into: Map<string, Bound[]>, key: string, bound: Bound): void => {
  const list = into.get(key);
  if (list === undefined) into.set(key, [bound]);
  // The second mention of a subject in one binding changes nothing.
  else if (list.at(-1)?.binding !== bound.binding) list.push(bound);
};

const mapFor = (namespaces: Map<string, Map<string, Bound[]>>, namespace: string): Map<string, Bound[]> => {
  const known = namespaces.get(namespace);
  if (known !== undefined) return known;
  const made = new Map<string, Bound[]>();
  namespaces.set(namespace, made);
  return made;
};

const none: readonly Bound[] = [];

const rank = (bindings: readonly Binding[], keys: readonly string[]): Ranking => {
  const texts = new Map(keys.map(key => [key, subjectText(subjectOfKey(key))]));
  const ranked = keys.toSorted((left, right) => ((texts.get(left) ?? '') < (texts.get(right) ?? '') ? -1 : 1));
  const rankOf = new Map(ranked.map((key, at) => [key, at]));
  const offsets = new Int32Array(bindings.length + 1);
  const ranks = new Int32Array(bindings.reduce((sum, { subjects }) => sum + subjects.length, 0));
  let next = 0;
  bindings.forEach(({ subjects }, at) => {
    offsets[at] = next;
    for (const subject of subjects) ranks[next++] = rankOf.get(keyOf(subject)) ?? 0;
  });
  offsets[bindings.length] = next;
  return { ranked, rankOf, offsets, ranks };
};

const columnsOf = (bindings: readonly Binding[]): BindingColumns => {
  const columns = {
    role: new Int32Array(bindings.length),
    namespace: new Int32Array(bindings.length),
    namespaces: [...new Set(bindings.flatMap(({ ref }) => ref.namespace ?? []))],
    baseline: new Uint8Array(bindings.length),
  };
  const at = new Map(columns.namespaces.map((name, index) => [name, index]));
  bindings.forEach((binding, index) => {
    columns.role[index] = binding.role;
    columns.namespace[index] = binding.ref.namespace === null ? -1 : (at.get(binding.ref.namespace) ?? -1);
    columns.baseline[index] = binding.baseline ? 1 : 0;
  });
  return columns;
};

export const createSubjectIndex = (bindings: readonly Binding[]): SubjectIndex => {
  const cluster = new Map<string, Bound[]>();
  const all = new Map<string, Bound[]>();
  const namespaces = new Map<string, Map<string, Bound[]>>();
  bindings.forEach(({ ref, subjects }, binding) => {
    const into = ref.namespace === null ? cluster : mapFor(namespaces, ref.namespace);
    for (const subject of subjects) {
      const key = keyOf(subject);
      const bound = { binding, subject: subject.index };
      push(into, key, bound);
      push(all, key, bound);
    }
  });
  let ranking: Ranking | undefined;
  let columns: BindingColumns | undefined;
  return {
    cluster,
    namespaces,
    // system:masters may do everything, whether a binding names it or not.
    ranking: () => (ranking ??= rank(bindings, [...new Set([...all.keys(), groupKey(mastersGroup)])])),
    columns: () => (columns ??= columnsOf(bindings)),
    userKey,
    groupKey,
    keyOf,
    all: key => all.get(key) ?? none,
  };
};
