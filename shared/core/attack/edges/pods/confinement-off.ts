import type { FoundEdge } from '#core/attack/edge';
import { seen } from '#core/attack/reached';
import { containerName, containersIn, isPrivileged } from '#core/attack/workloads/containers-of';
import { podImpact, type Way } from '#core/attack/workloads/escape';
import type { Workload, World } from '#core/attack/world';
import { textAt } from '#kube/json-fields';
import { at } from '#kube/pointer';

/** What is turned off by name; a profile that is only not set is what the node makes of it. */
const offSwitches = [
  { place: ['seccompProfile', 'type'], off: 'Unconfined', what: 'without a seccomp profile' },
  { place: ['appArmorProfile', 'type'], off: 'Unconfined', what: 'without an AppArmor profile' },
  { place: ['seLinuxOptions', 'type'], off: 'spc_t', what: 'in the SELinux domain spc_t, which is not confined' },
] as const;

const waysOf = (world: World, workload: Workload): readonly Way[] =>
  containersIn(workload).flatMap(container =>
    isPrivileged(container)
      ? []
      : offSwitches.flatMap(({ place, off, what }): Way[] => {
          const own = textAt(container.value, 'securityContext', ...place);
          const found = own ?? textAt(workload.podSpec, 'securityContext', ...place);
          if (found !== off) return [];
          const base = own === undefined ? workload.podSpecPath : container.path;
          const sentence = `The ${containerName(container)} runs ${what}.`;
          return [{ evidence: [seen(world, workload.object, at(base, 'securityContext', ...place), sentence)], blockedBy: [] }];
        }),
  );

export const confinementOff: FoundEdge = podImpact(
  {
    id: 'CONFINEMENT_OFF',
    row: 'P19',
    title: 'A container runs without the confinement of its node',
    severity: 'low',
    cost: 3,
    gives: 'More of the kernel to attack; no way out by itself. It makes sure what is only possible where a capability is added.',
    abuse: 'Calls and mounts that a default profile refuses are allowed.',
    detect: 'Pods that name Unconfined or spc_t.',
    remove: 'Use RuntimeDefault for seccomp and AppArmor, and leave seLinuxOptions.type at its default.',
    mitigations: ['Pod Security baseline refuses all three.'],
    references: [
      'https://kubernetes.io/docs/concepts/security/linux-kernel-security-constraints/',
      'https://attack.mitre.org/techniques/T1562/001/',
    ],
  },
  'kernel-attack-surface',
  waysOf,
);
