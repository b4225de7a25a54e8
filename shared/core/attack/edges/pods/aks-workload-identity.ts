import type { FoundEdge } from '#core/attack/edge';
import { cloudAccounts } from '#core/attack/cluster/cloud';
import { because, seen } from '#core/attack/reached';
import { at, parentOf } from '#kube/pointer';
import { workloadResources } from '#kube/pod-templates';

const label = 'azure.workload.identity/use';

export const aksWorkloadIdentity: FoundEdge = {
  kind: 'found',
  from: 'workload',
  to: 'cloud',
  id: 'AKS_WORKLOAD_IDENTITY',
  row: 'P26',
  title: 'A pod has the Azure identity that its account names',
  severity: 'medium',
  cost: 1,
  gives: 'What the application or managed identity may do in Azure.',
  abuse:
    'The webhook of Azure Workload Identity gives a pod with the label azure.workload.identity/use: "true" a token for Azure, which exchanges it for one of the application. Without the label it gives none.',
  detect: 'Sign-ins of the application with a federated credential, in Azure’s sign-in log.',
  remove: 'Give the application no more than the program needs; use an account of its own for each program.',
  mitigations: ['The application must have a federated credential for this cluster and account; it stands in Azure.'],
  references: ['https://azure.github.io/azure-workload-identity/docs/'],
  reads: ['serviceaccounts', ...workloadResources],
  *find(world) {
    for (const { account, provider, id, evidence } of cloudAccounts(world)) {
      if (provider !== 'azure') continue;
      for (const workload of world.workloadsIn(account.metadata.namespace ?? '')) {
        if (workload.serviceAccount !== account.metadata.name || workload.podLabels[label] !== 'true') continue;
        const path = at(parentOf(workload.podSpecPath), 'metadata', 'labels', label);
        yield {
          from: workload.id,
          to: id,
          ...because(evidence, seen(world, workload.object, path, 'Its pods ask for the identity.')),
        };
      }
    }
  },
};
