import type { SnapshotIndex } from '#core/evaluate/snapshot-index';
import { unsettledRoles } from '#kube/rbac/aggregation';
import type { Identity } from './identity.ts';

const platforms: readonly (readonly [RegExp, string])[] = [
  [/-eks-/, 'EKS access entries and their policies'],
  [/-gke\./, 'Google Cloud IAM'],
];

/** Rights that no RBAC object shows: whatever is said here is a lower bound where such an authorizer is set up. */
export const otherAuthorizers = (index: SnapshotIndex): string => {
  const version = index.snapshot.meta.serverVersion ?? '';
  const platform = platforms.find(([mark]) => mark.test(version))?.[1];
  return platform === undefined
    ? 'This is RBAC alone: a webhook or a cloud’s own authorizer may allow more; no cluster shows their rules.'
    : `This is RBAC alone: ${platform} may allow more; no object of the cluster shows it.`;
};

export const mastersCaveat = 'Members of system:masters may do everything, ahead of RBAC and by no binding.';

export const groupsCaveat =
  'Whoever is a member of a group named here has the right, too; members of most groups are known to the identity provider alone.';

export const nodeCaveat =
  'By the Node authorizer, which kubeadm and every cloud run; no object of the cluster says whether this one does.';

const byKind: Readonly<Record<Identity['kind'], string | undefined>> = {
  user: 'Groups that the identity provider or a certificate gives this user are not in the cluster: rights by them are not counted.',
  group: 'This counts what the group gives; a member may hold more by its name or by other groups.',
  account: undefined,
  node: 'What the Node authorizer lets a kubelet do is counted only where one request is asked about.',
};

const unsettled = new WeakMap<SnapshotIndex, readonly string[]>();

/** Roles are taken as they were served, also where the aggregation controller has not been there yet, or does not run. */
const aggregationCaveats = (index: SnapshotIndex): readonly string[] => {
  if (index.snapshot.meta.origin === 'manifests') return [];
  const names = unsettled.get(index) ?? unsettledRoles(index.list('clusterroles.rbac.authorization.k8s.io'));
  unsettled.set(index, names);
  if (names.length === 0) return [];
  const shown = names.slice(0, 5).join(', ') + (names.length > 5 ? ` and ${String(names.length - 5)} more` : '');
  return [`What these aggregated ClusterRoles hold is not what they gather, and may change soon: ${shown}.`];
};

/** What an answer about all subjects does not cover. */
export const generalCaveats = (index: SnapshotIndex): string[] => [otherAuthorizers(index), ...aggregationCaveats(index)];

/** What an answer about this identity does not cover. */
export const identityCaveats = (index: SnapshotIndex, identity: Identity): string[] => {
  const own = byKind[identity.kind];
  return own === undefined ? generalCaveats(index) : [own, ...generalCaveats(index)];
};
