import type { FoundEdge } from '#core/attack/edge';
import { cloudAccounts } from '#core/attack/cluster/cloud';
import { because } from '#core/attack/reached';
import { namespaceId } from '#core/attack/world';

export const namespaceCloud: FoundEdge = {
  kind: 'found',
  from: 'namespace',
  to: 'cloud',
  id: 'NAMESPACE_CLOUD',
  row: 'P24',
  title: 'A pod of one’s own takes any cloud identity of its namespace',
  severity: 'high',
  cost: 1,
  gives: 'What the cloud identity may do.',
  abuse: 'Who writes the pod chooses its account, and by it the cloud identity.',
  detect: 'New workloads that run as an account with a cloud identity.',
  remove: 'Keep accounts with cloud identities in namespaces in which only their owners may run pods.',
  mitigations: ['An admission policy may tie accounts to the workloads that they are for.'],
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/#workload-creation'],
  reads: ['serviceaccounts'],
  *find(world) {
    for (const { account, id, evidence } of cloudAccounts(world))
      yield { from: namespaceId(account.metadata.namespace ?? ''), to: id, ...because(evidence) };
  },
};
