/**
 * One default role or binding as Kubernetes 1.`since` to 1.`until` make it. A rule is one line: verbs, groups, resources, names and
 * URLs, divided by `|`, each a list divided by blanks; the core group is `""`.
 */
interface DefaultName {
  readonly namespace: string | null;
  readonly name: string;
  readonly since: number;
  readonly until: number;
}

export interface DefaultRoleEntry extends DefaultName {
  readonly kind: 'Role' | 'ClusterRole';
  readonly rules: readonly string[];
  /** Rules that stand in it only where feature gates that are off by default are on. */
  readonly gated?: readonly string[];
  /** `admin`: takes the rules of ClusterRoles that carry the label aggregate-to-admin. */
  readonly aggregates?: readonly string[];
  /** `admin`: carries the label aggregate-to-admin. */
  readonly into?: readonly string[];
}

export interface DefaultBindingEntry extends DefaultName {
  readonly kind: 'RoleBinding' | 'ClusterRoleBinding';
  /** `ClusterRole edit` */
  readonly role: string;
  /** `User NAME`, `Group NAME`, `ServiceAccount NAMESPACE/NAME` */
  readonly subjects: readonly string[];
}

export type DefaultEntry = DefaultRoleEntry | DefaultBindingEntry;
