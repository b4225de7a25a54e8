import { resourceName } from '#contract/kube';
import type { SnapshotIndex } from '#core/evaluate/snapshot-index';

/**
 * What a rule about a resource gives through a RoleBinding: everything, nothing (requests for it carry no namespace), or
 * `bind` alone (asked in the namespace of the binding that is written). Unknown resources count as namespaced.
 */
export type ScopeInNamespace = 'all' | 'none' | 'bind';

/** Cluster-scoped names that only rules know: no list has such objects. */
const virtual: ReadonlySet<string> = new Set([
  'users',
  'groups',
  'uids.authentication.k8s.io',
  'userextras.authentication.k8s.io',
  'signers.certificates.k8s.io',
]);

export const scopeInNamespace = (index: SnapshotIndex, group: string, resource: string): ScopeInNamespace => {
  if (group === '*' || resource === '*' || resource.startsWith('*/')) return 'all';
  const slash = resource.indexOf('/');
  const name = resourceName(group, slash < 0 ? resource : resource.slice(0, slash));
  // A request for one namespace itself carries that namespace.
  if (name === 'namespaces') return 'all';
  if (name === 'clusterroles.rbac.authorization.k8s.io' && slash < 0) return 'bind';
  if (virtual.has(name)) return 'none';
  return index.typeOf(name)?.namespaced === false ? 'none' : 'all';
};
