import type { FoundEdge } from '#core/attack/edge';
import { waysByCapability } from '#core/attack/workloads/capabilities';
import { podEdge } from '#core/attack/workloads/escape';

/** Tracing programs need both; either alone does not reach other processes. */
export const capBpf: FoundEdge = podEdge(
  {
    id: 'CAP_BPF',
    row: 'P7',
    title: 'A container may run tracing programs in the kernel',
    severity: 'high',
    cost: 3,
    gives: 'What all processes of the node read and write, and changes to it on the way.',
    abuse:
      'CAP_BPF and CAP_PERFMON together load tracing programs into the kernel, which see and can change the memory of every process of the node.',
    detect: 'Calls of bpf from a container that is no known agent.',
    remove: 'Take BPF and PERFMON (or ALL) out of capabilities.add.',
    mitigations: [
      'Pod Security baseline refuses to add them.',
      'Without root in the container the capabilities have no effect.',
      'hostUsers: false makes them count in the pod’s own user namespace alone.',
      'Kernel lockdown refuses programs that write memory; a snapshot does not show it.',
    ],
    references: ['https://man7.org/linux/man-pages/man7/capabilities.7.html', 'https://attack.mitre.org/techniques/T1611/'],
  },
  (world, workload) => {
    const perfmon = waysByCapability(world, workload, 'PERFMON');
    if (perfmon.length === 0) return [];
    const containerOf = (path: string): string => path.slice(0, path.indexOf('/securityContext/capabilities'));
    return waysByCapability(world, workload, 'BPF').flatMap(way => {
      const pathOf = ({ evidence }: typeof way): string => {
        const first = evidence[0];
        return first !== undefined && 'path' in first ? containerOf(first.path) : '';
      };
      const other = perfmon.find(candidate => pathOf(candidate) === pathOf(way));
      return other === undefined ? [] : [{ ...way, evidence: [...way.evidence, ...other.evidence] }];
    });
  },
);
