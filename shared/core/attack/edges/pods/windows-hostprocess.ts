import type { FoundEdge } from '#core/attack/edge';
import { seen } from '#core/attack/reached';
import { containerName, containersIn } from '#core/attack/workloads/containers-of';
import { podEdge } from '#core/attack/workloads/escape';
import { field } from '#kube/json-fields';
import { at } from '#kube/pointer';

const place = ['securityContext', 'windowsOptions', 'hostProcess'] as const;

export const windowsHostProcess: FoundEdge = podEdge(
  {
    id: 'WINDOWS_HOSTPROCESS',
    row: 'P18',
    title: 'A HostProcess container is a process of its Windows node',
    severity: 'high',
    cost: 1,
    gives: 'The Windows node, as the user that runAsUserName names (NT AUTHORITY\\SYSTEM as a rule).',
    abuse: 'HostProcess containers are not isolated: they see the node’s files, processes and network.',
    detect: 'Pods with windowsOptions.hostProcess outside of the namespaces of agents.',
    remove: 'Set windowsOptions.hostProcess to false.',
    mitigations: ['Pod Security baseline refuses it.'],
    references: [
      'https://kubernetes.io/docs/tasks/configure-pod-container/create-hostprocess-pod/',
      'https://attack.mitre.org/techniques/T1611/',
    ],
  },
  (world, workload) =>
    containersIn(workload).flatMap(container => {
      const own = field(container.value, ...place);
      if (own === false || (own !== true && field(workload.podSpec, ...place) !== true)) return [];
      const path = own === true ? at(container.path, ...place) : at(workload.podSpecPath, ...place);
      const what = `The ${containerName(container)} is a process of the node.`;
      return [{ evidence: [seen(world, workload.object, path, what)], blockedBy: [] }];
    }),
  { windows: true },
);
