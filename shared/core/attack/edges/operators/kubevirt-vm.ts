import { operatorEdge } from '#core/attack/cluster/operator-edge';
import type { RightsEdge } from '#core/attack/edge';
import { because } from '#core/attack/reached';
import { serviceAccountId } from '#core/attack/world';
import { accountsIn } from '../account-targets.ts';

export const kubevirtVm: RightsEdge = operatorEdge(
  {
    id: 'KUBEVIRT_VM',
    title: 'Reads tokens of the namespace by a virtual machine',
    severity: 'high',
    cost: 1,
    gives: 'A token of any account of the namespace, and its Secrets and ConfigMaps, as disks of a machine of one’s own.',
    abuse: 'A VirtualMachineInstance may have a volume of the kind serviceAccount, secret or configMap.',
    detect: 'Virtual machines with serviceAccount volumes.',
    remove: 'Keep strong accounts and Secrets out of namespaces in which others may run virtual machines.',
    mitigations: [],
    references: ['https://kubevirt.io/user-guide/storage/disks_and_volumes/#serviceaccount'],
  },
  {
    program: { name: 'virt-controller', images: ['virt-controller'] },
    scope: 'namespace',
    group: 'kubevirt.io',
    resources: ['virtualmachines', 'virtualmachineinstances'],
    newOnly: true,
  },
  'service-account',
  (world, namespace, { evidence }) =>
    accountsIn(world, namespace).map(name => ({ id: serviceAccountId(namespace, name), name: '', ...because(evidence) })),
);
