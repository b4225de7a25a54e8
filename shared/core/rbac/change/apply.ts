import type { Fact } from '#contract/fact';
import type { KubeObject, ResourceType } from '#contract/kube';
import { resourceName } from '#contract/kube';
import type { Snapshot } from '#contract/snapshot';
import { overlaySnapshot } from '#core/evaluate/overlay';
import type { SnapshotIndex } from '#core/evaluate/snapshot-index';
import { isAggregated, settledRules, unsettledRoles } from '#kube/rbac/aggregation';
import type { PolicyRule } from '#kube/rbac/policy-rule';
import { roleRefOf } from '#kube/rbac-rules';
import { rbacList } from '../policy-of.ts';
import { refText } from '../upkeep/ref-text.ts';

/** A snapshot as it would be with manifests applied, and what of them would not be taken. */
export interface Applied {
  readonly snapshot: Snapshot;
  readonly caveats: readonly string[];
}

/** The live object's UID, so that its pods are found and known to be replaced. */
const likeLive = (index: SnapshotIndex, object: KubeObject): KubeObject => {
  const live = index.byKey(index.keyOf(object));
  const uid = live?.metadata.uid;
  return uid === undefined ? object : { ...object, metadata: { ...object.metadata, uid } };
};

const isBinding = ({ kind }: KubeObject): boolean => kind === 'RoleBinding' || kind === 'ClusterRoleBinding';

/** The server refuses to point a binding to another role. */
const refusedBinding = (index: SnapshotIndex, object: KubeObject): string | undefined => {
  if (!isBinding(object)) return undefined;
  const live = index.byKey(index.keyOf(object));
  if (live === undefined) return undefined;
  const [was, is] = [roleRefOf(live), roleRefOf(object)];
  if (was.kind === is.kind && was.name === is.name) return undefined;
  const kind = object.kind === 'RoleBinding' ? 'RoleBinding' : 'ClusterRoleBinding';
  const ref = refText({ kind, namespace: object.metadata.namespace ?? null, name: object.metadata.name });
  return `${ref} binds ${was.kind} ${was.name} now: the server refuses to change that to ${is.kind} ${is.name}, unless it is deleted and made anew, as is assumed here.`;
};

const withFacts = (index: SnapshotIndex, files: Snapshot, snapshot: Snapshot): readonly Fact[] => {
  const replaced = new Set([...files.objects.values()].flat().map(object => index.keyOf(object)));
  return [...snapshot.facts.filter(({ object }) => !replaced.has(object)), ...files.facts];
};

const withTypes = (known: readonly ResourceType[], more: readonly ResourceType[]): readonly ResourceType[] => {
  const names = new Set(known.map(({ group, resource }) => resourceName(group, resource)));
  return [...known, ...more.filter(({ group, resource }) => !names.has(resourceName(group, resource)))];
};

const withNamespaces = (snapshot: Snapshot, files: Snapshot): Snapshot['coverage'] => {
  const { namespaces, entries } = snapshot.coverage;
  return {
    namespaces: namespaces === null ? null : [...new Set([...namespaces, ...(files.coverage.namespaces ?? [])])].sort(),
    entries,
  };
};

const ruleObject = ({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: PolicyRule): Omit<PolicyRule, 'path'> => ({
  verbs,
  apiGroups,
  resources,
  resourceNames,
  nonResourceURLs,
});

/** Rules of aggregated roles as the controller would make them; those that it had not made before either are left as they are. */
const aggregated = (before: Snapshot, after: Snapshot): Snapshot => {
  const list = rbacList.ClusterRole.name;
  const roles = after.objects.get(list) ?? [];
  const odd = new Set(unsettledRoles(before.objects.get(list) ?? []));
  const settled = settledRules(roles);
  const changed = new Set(unsettledRoles(roles));
  if (changed.size === 0) return after;
  const objects = new Map(after.objects);
  objects.set(
    list,
    roles.map(role => {
      const { name } = role.metadata;
      if (!isAggregated(role) || !changed.has(name) || odd.has(name)) return role;
      return { ...role, rules: (settled.get(name) ?? []).map(ruleObject) };
    }),
  );
  return { ...after, objects };
};

const unknownKinds = (index: SnapshotIndex, objects: readonly KubeObject[]): readonly string[] => {
  const kinds = new Set(
    objects
      .filter(({ apiVersion, kind }) => index.resourceOf(apiVersion, kind) === undefined)
      .map(({ apiVersion, kind }) => `${kind} (${apiVersion})`),
  );
  return [...kinds].sort().map(kind => `${kind} is not served by the cluster of the snapshot: its objects are left out.`);
};

/**
 * The snapshot with files laid over it: each object replaces the one of its name or is new, rules of aggregated roles follow, pods
 * of a changed workload are as its template says. Nothing is taken away: files do not tell what they no longer hold.
 */
export const applyFiles = (index: SnapshotIndex, files: Snapshot): Applied => {
  const objects = [...files.objects.values()].flat();
  const laid = overlaySnapshot(
    index,
    objects.map(object => likeLive(index, object)),
  );
  const whole: Snapshot = {
    ...laid,
    types: withTypes(laid.types, files.types),
    facts: withFacts(index, files, laid),
    coverage: withNamespaces(laid, files),
  };
  return {
    snapshot: aggregated(index.snapshot, whole),
    caveats: [...unknownKinds(index, objects), ...objects.flatMap(object => refusedBinding(index, object) ?? [])],
  };
};
