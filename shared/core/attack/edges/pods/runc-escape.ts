import type { FoundEdge } from '#core/attack/edge';
import { because, seen } from '#core/attack/reached';
import { nodeId } from '#core/attack/world';
import { hasOldRunc } from '#core/attack/workloads/old-runc';
import { textAt } from '#kube/json-fields';

export const runcEscape: FoundEdge = {
  kind: 'found',
  from: 'workload',
  to: 'node',
  id: 'RUNC_ESCAPE',
  row: 'P14',
  title: 'A container may replace the runtime of an old node',
  severity: 'high',
  cost: 3,
  gives: 'Root on the node.',
  abuse:
    'The runc of Docker before 18.09.2 can be overwritten from a container when somebody executes a command in it (CVE-2019-5736).',
  detect: 'Writes to the runc binary of a node.',
  remove: 'Upgrade the container runtime of the node.',
  mitigations: [
    'A container that does not run as root cannot write the binary.',
    'SELinux stops it where nodes enforce it; a snapshot does not show that.',
  ],
  references: ['https://nvd.nist.gov/vuln/detail/CVE-2019-5736'],
  reads: ['nodes'],
  *find(world) {
    for (const node of world.list('nodes')) {
      const version = textAt(node, 'status', 'nodeInfo', 'containerRuntimeVersion') ?? '';
      if (!hasOldRunc(version)) continue;
      const path = '/status/nodeInfo/containerRuntimeVersion';
      const reached = because(seen(world, node, path, `The container runtime of ${node.metadata.name} is ${version}.`));
      for (const workload of world.workloadsOn(node.metadata.name))
        yield { from: workload.id, to: nodeId(node.metadata.name), ...reached };
    }
  },
};
