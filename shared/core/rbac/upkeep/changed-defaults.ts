import type { UpkeepRow } from '#contract/rbac';
import type { SnapshotIndex } from '#core/evaluate/snapshot-index';
import { textAt } from '#kube/json-fields';
import { type AtomicRule, uncovered } from '#kube/rbac/covers';
import { bindingSubjects } from '#kube/rbac/subjects';
import { roleRefOf } from '#kube/rbac-rules';
import { atomText } from '../atom-text.ts';
import type { Authorizer } from '../authorizer.ts';
import { defaultBinding, defaultRole, defaultsFor } from '../default-roles/lookup.ts';
import type { Binding, Role } from '../policy.ts';
import { serverMinor } from '../server-minor.ts';
import { refText, rowOf } from './ref-text.ts';

const shown = 12;

const sentences = (words: string, atoms: readonly AtomicRule[]): readonly string[] => {
  const texts = [...new Set(atoms.map(atomText))];
  return texts.length <= shown
    ? texts.map(text => `${words} ${text}`)
    : [...texts.slice(0, shown).map(text => `${words} ${text}`), `${words} ${texts.length - shown} more`];
};

const autoupdateOff = (object: unknown): boolean =>
  textAt(object, 'metadata', 'annotations', 'rbac.authorization.kubernetes.io/autoupdate') === 'false';

const offText = 'Its annotation autoupdate is false, so the server does not restore it.';

/** Rights that a role of other software adds by the label of aggregation are meant: only what no such role has is drift. */
const aggregatedRules = ({ policy }: Authorizer, labels: readonly string[]): Role['rules'] =>
  policy.roles.flatMap(role =>
    labels.some(label => textAt(role.object, 'metadata', 'labels', `rbac.authorization.k8s.io/aggregate-to-${label}`) === 'true')
      ? role.rules
      : [],
  );

const changedRole = (authorizer: Authorizer, role: Role, minor: number): UpkeepRow | undefined => {
  const kind = role.ref.kind === 'Role' ? 'Role' : 'ClusterRole';
  const known = defaultRole(kind, role.ref.namespace, role.ref.name, minor);
  if (known?.by !== 'kubernetes') return undefined;
  const allowed = [...known.rules, ...known.gated, ...aggregatedRules(authorizer, known.aggregates)];
  const extra = uncovered(allowed, role.rules);
  const lacking = uncovered(role.rules, known.rules);
  const off = autoupdateOff(role.object);
  if (extra.length === 0 && lacking.length === 0 && !off) return undefined;
  const version = `1.${String(defaultsFor(minor))}`;
  const differs = [
    ...(extra.length > 0 ? [`grants more than Kubernetes ${version} puts into it`] : []),
    ...(lacking.length > 0 ? [`lacks what Kubernetes ${version} puts into it`] : []),
  ];
  const what = differs.length > 0 ? differs.join(' and ') : 'is not kept up to date by the server';
  return rowOf(
    'default-changed',
    role.ref,
    `${refText(role.ref)} ${what}.`,
    [...sentences('More:', extra), ...sentences('Less:', lacking), ...(off ? [offText] : [])],
    role,
  );
};

const changedBinding = (binding: Binding, minor: number): UpkeepRow | undefined => {
  const kind = binding.ref.kind === 'RoleBinding' ? 'RoleBinding' : 'ClusterRoleBinding';
  const known = defaultBinding(kind, binding.ref.namespace, binding.ref.name, minor);
  if (known?.by !== 'kubernetes') return undefined;
  const roleRef = roleRefOf(binding.object);
  const subjects = bindingSubjects(binding.object).map(({ kind, name, namespace }) =>
    kind === 'ServiceAccount' ? `${kind} ${namespace ?? binding.ref.namespace ?? ''}/${name}` : `${kind} ${name}`,
  );
  const off = autoupdateOff(binding.object);
  const because = [
    ...(`${roleRef.kind} ${roleRef.name}` === known.role
      ? []
      : [`More: it binds ${roleRef.kind} ${roleRef.name}, not ${known.role}`]),
    ...subjects.filter(line => !known.subjects.includes(line)).map(line => `More: ${line}`),
    ...known.subjects.filter(line => !subjects.includes(line)).map(line => `Less: ${line}`),
  ];
  if (because.length === 0 && !off) return undefined;
  const what =
    because.length === 0
      ? 'is not kept up to date by the server'
      : `binds others than Kubernetes 1.${String(defaultsFor(minor))} binds by it`;
  return rowOf(
    'default-changed',
    binding.ref,
    `${refText(binding.ref)} ${what}.`,
    [...because, ...(off ? [offText] : [])],
    binding,
  );
};

/**
 * Default roles and bindings that differ from those of the server's own version: the server adds to them what a new version has and
 * never takes away, so that grants of old versions stay. Nothing where the version is not known or older than our oldest list.
 */
export const changedDefaultRows = (authorizer: Authorizer, index: SnapshotIndex): readonly UpkeepRow[] => {
  const minor = serverMinor(index.snapshot.meta.serverVersion);
  if (minor === null || defaultsFor(minor) === null) return [];
  return [
    ...authorizer.policy.roles.flatMap(role => changedRole(authorizer, role, minor) ?? []),
    ...authorizer.policy.bindings.flatMap(binding => changedBinding(binding, minor) ?? []),
  ];
};
