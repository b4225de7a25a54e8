import type { FoundEdge } from '#core/attack/edge';
import { waysByCapability } from '#core/attack/workloads/capabilities';
import { podImpact } from '#core/attack/workloads/escape';

export const capSysBoot: FoundEdge = podImpact(
  {
    id: 'CAP_SYS_BOOT',
    row: 'P7',
    title: 'A container may restart its node',
    severity: 'medium',
    cost: 1,
    gives: 'Restart of the node and, where kexec is allowed, another kernel on it.',
    abuse: 'CAP_SYS_BOOT allows the calls reboot and kexec_load.',
    detect: 'Nodes that become NotReady without a drain before.',
    remove: 'Take SYS_BOOT (or ALL) out of capabilities.add.',
    mitigations: [
      'Pod Security baseline refuses to add it.',
      'Without root in the container the capability has no effect.',
      'In a PID namespace of its own, reboot ends the container alone; kexec_load knows no such limit.',
    ],
    references: ['https://man7.org/linux/man-pages/man2/reboot.2.html', 'https://attack.mitre.org/techniques/T1529/'],
  },
  'node-restart',
  (world, workload) => waysByCapability(world, workload, 'SYS_BOOT'),
);
