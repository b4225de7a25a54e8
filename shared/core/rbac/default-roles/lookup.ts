import type { PolicyRule } from '#kube/rbac/policy-rule';
import { defaultEntries, newestDefaults, oldestDefaults } from './data.generated.ts';
import type { DefaultBindingEntry, DefaultEntry, DefaultRoleEntry } from './entry.ts';
import { kubeadmEntries } from './kubeadm.ts';
import { ruleOfLine } from './rule-line.ts';

export interface DefaultRole {
  readonly by: 'kubernetes' | 'kubeadm';
  readonly rules: readonly PolicyRule[];
  /** Rules of feature gates that are off by default: no surprise where they stand, and none where they don't. */
  readonly gated: readonly PolicyRule[];
  /** Takes its rules from ClusterRoles with the label `aggregate-to-…` of these names; [] for an ordinary role. */
  readonly aggregates: readonly string[];
}

export interface DefaultBinding {
  readonly by: 'kubernetes' | 'kubeadm';
  readonly role: string;
  readonly subjects: readonly string[];
}

interface Named {
  readonly entry: DefaultEntry;
  readonly by: 'kubernetes' | 'kubeadm';
}

const keyOf = (kind: string, namespace: string | null, name: string): string => `${kind} ${namespace ?? ''} ${name}`;

const byKey = ((): ReadonlyMap<string, readonly Named[]> => {
  const all = new Map<string, Named[]>();
  const put = (entry: DefaultEntry, by: Named['by']): void => {
    const key = keyOf(entry.kind, entry.namespace, entry.name);
    const known = all.get(key);
    if (known === undefined) all.set(key, [{ entry, by }]);
    else known.push({ entry, by });
  };
  for (const entry of defaultEntries) put(entry, 'kubernetes');
  for (const entry of kubeadmEntries) put(entry, 'kubeadm');
  return all;
})();

/** A server newer than our newest list is compared with that one; of one that is older than the oldest we know nothing. */
export const defaultsFor = (minor: number | null): number | null =>
  minor === null || minor < oldestDefaults ? null : Math.min(minor, newestDefaults);

const at = (minor: number | null, { entry }: Named): boolean => minor === null || (entry.since <= minor && minor <= entry.until);

const entriesFor = (kind: string, namespace: string | null, name: string, minor: number | null): readonly Named[] =>
  byKey.get(keyOf(kind, namespace, name))?.filter(named => at(defaultsFor(minor), named)) ?? [];

const isRole = (entry: DefaultEntry): entry is DefaultRoleEntry => 'rules' in entry;
const isBinding = (entry: DefaultEntry): entry is DefaultBindingEntry => 'subjects' in entry;

const unique = (lines: readonly string[]): readonly PolicyRule[] => [...new Set(lines)].map(ruleOfLine);

const aggregated = new Map<string, readonly DefaultRoleEntry[]>();

/** The entries whose rules a role of this aggregation has in the end, through others that aggregate themselves. */
const aggregatedInto = (labels: readonly string[], minor: number | null): readonly DefaultRoleEntry[] => {
  const key = `${labels.join(' ')} ${minor ?? ''}`;
  const known = aggregated.get(key);
  if (known !== undefined) return known;
  const wanted = new Set(labels);
  const found = new Set<DefaultRoleEntry>();
  for (let more = true; more;) {
    more = false;
    for (const entry of defaultEntries) {
      if (!isRole(entry) || found.has(entry) || !at(minor, { entry, by: 'kubernetes' })) continue;
      if (!(entry.into ?? []).some(label => wanted.has(label))) continue;
      found.add(entry);
      for (const label of entry.aggregates ?? []) wanted.add(label);
      more = true;
    }
  }
  const result = [...found];
  aggregated.set(key, result);
  return result;
};

/**
 * The default of this name in Kubernetes 1.`minor`, its aggregated rules included; undefined where that version has none. Without
 * a version: all that any version that we know puts into it.
 */
export const defaultRole = (
  kind: 'Role' | 'ClusterRole',
  namespace: string | null,
  name: string,
  minor: number | null,
): DefaultRole | undefined => {
  const own = entriesFor(kind, namespace, name, minor).flatMap(({ entry, by }) => (isRole(entry) ? [{ entry, by }] : []));
  const first = own[0];
  if (first === undefined) return undefined;
  const aggregates = [...new Set(own.flatMap(({ entry }) => entry.aggregates ?? []))];
  const all = [...own.map(({ entry }) => entry), ...aggregatedInto(aggregates, defaultsFor(minor))];
  return {
    by: first.by,
    rules: unique(all.flatMap(entry => entry.rules)),
    gated: unique(all.flatMap(entry => entry.gated ?? [])),
    aggregates,
  };
};

export const defaultBinding = (
  kind: 'RoleBinding' | 'ClusterRoleBinding',
  namespace: string | null,
  name: string,
  minor: number | null,
): DefaultBinding | undefined => {
  const own = entriesFor(kind, namespace, name, minor).flatMap(({ entry, by }) => (isBinding(entry) ? [{ entry, by }] : []));
  const last = own.at(-1);
  if (last === undefined) return undefined;
  return { by: last.by, role: last.entry.role, subjects: [...new Set(own.flatMap(({ entry }) => entry.subjects))] };
};
