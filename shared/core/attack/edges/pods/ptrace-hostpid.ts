import type { FoundEdge } from '#core/attack/edge';
import { podField, waysByCapability } from '#core/attack/workloads/capabilities';
import { hasHostPid } from '#core/attack/workloads/containers-of';
import { podEdge } from '#core/attack/workloads/escape';

export const ptraceHostPid: FoundEdge = podEdge(
  {
    id: 'PTRACE_HOSTPID',
    row: 'P5',
    title: 'A container may take over processes of its node',
    severity: 'high',
    cost: 2,
    gives: 'Code in any process of the node, those of root among them.',
    abuse:
      'hostPID shows every process of the node, and CAP_SYS_PTRACE lets a process change the memory of another. Either alone does not do it.',
    detect: 'Calls of ptrace and process_vm_writev from a container to a process outside it.',
    remove: 'Set hostPID to false, or take SYS_PTRACE (or ALL) out of capabilities.add.',
    mitigations: [
      'Pod Security baseline refuses both.',
      'Without root in the container the capability has no effect.',
      'AppArmor’s default profile allows ptrace only within the same profile; whether it is loaded a snapshot does not show.',
    ],
    references: ['https://man7.org/linux/man-pages/man2/ptrace.2.html', 'https://attack.mitre.org/techniques/T1055/008/'],
  },
  (world, workload) =>
    hasHostPid(workload)
      ? waysByCapability(world, workload, 'SYS_PTRACE').map(way => ({
          ...way,
          evidence: [podField(world, workload, 'hostPID', 'The pod sees the processes of its node.'), ...way.evidence],
        }))
      : [],
);
