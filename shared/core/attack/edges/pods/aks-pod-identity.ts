import type { FoundEdge } from '#core/attack/edge';
import { cloudId } from '#core/attack/cluster/cloud';
import { because, seen } from '#core/attack/reached';
import { textAt } from '#kube/json-fields';
import { at, parentOf } from '#kube/pointer';

const label = 'aadpodidbinding';

/** AAD Pod Identity, which Azure Workload Identity replaced: a label of the pod chooses a binding, and that an identity. */
export const aksPodIdentity: FoundEdge = {
  kind: 'found',
  from: 'workload',
  to: 'cloud',
  id: 'AKS_POD_IDENTITY',
  row: 'P26',
  title: 'A pod has the Azure identity that its label chooses',
  severity: 'medium',
  cost: 1,
  gives: 'What the managed identity may do in Azure.',
  abuse:
    'The agent of AAD Pod Identity gives tokens of the identity to pods whose label aadpodidbinding is the selector of an AzureIdentityBinding. A pod that an AzurePodIdentityException selects goes past the agent and gets the node’s identity.',
  detect: 'Sign-ins of the managed identity, in Azure’s sign-in log.',
  remove: 'Move to Azure Workload Identity, which ties identities to accounts.',
  mitigations: ['Whoever may create pods in the namespace may set the label.'],
  references: ['https://azure.github.io/aad-pod-identity/docs/concepts/azureidentitybinding/'],
  reads: ['azureidentitybindings.aadpodidentity.k8s.io', 'azureidentities.aadpodidentity.k8s.io'],
  *find(world) {
    for (const binding of world.list('azureidentitybindings.aadpodidentity.k8s.io')) {
      const namespace = binding.metadata.namespace ?? '';
      const selector = textAt(binding, 'spec', 'selector');
      const name = textAt(binding, 'spec', 'azureIdentity') ?? textAt(binding, 'spec', 'AzureIdentity');
      const identity = name === undefined ? undefined : world.get('azureidentities.aadpodidentity.k8s.io', namespace, name);
      const client = textAt(identity, 'spec', 'clientID') ?? textAt(identity, 'spec', 'ClientID');
      if (selector === undefined || client === undefined || client === '') continue;
      const shown = seen(
        world,
        binding,
        '/spec/selector',
        `AzureIdentityBinding ${binding.metadata.name} gives ${client} to the label ${selector}.`,
      );
      for (const workload of world.workloadsIn(namespace)) {
        if (workload.podLabels[label] !== selector) continue;
        const path = at(parentOf(workload.podSpecPath), 'metadata', 'labels', label);
        yield {
          from: workload.id,
          to: cloudId('azure', client),
          ...because(shown, seen(world, workload.object, path, 'Its pods have the label.')),
        };
      }
    }
  },
};
