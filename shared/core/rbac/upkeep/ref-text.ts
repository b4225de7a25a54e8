import type { RbacRef, UpkeepKind, UpkeepRow } from '#contract/rbac';

/** `RoleBinding shop/dev`, `ClusterRole edit` */
export const refText = ({ kind, namespace, name }: RbacRef): string =>
  `${kind} ${namespace === null ? '' : `${namespace}/`}${name}`;

export const rowOf = (
  kind: UpkeepKind,
  object: RbacRef,
  what: string,
  because: readonly string[],
  more: { readonly baseline: boolean; readonly claimableBy?: readonly string[] },
): UpkeepRow => ({
  kind,
  object,
  what,
  because: [...because],
  claimableBy: [...(more.claimableBy ?? [])],
  baseline: more.baseline,
});
