import { because, seen } from '../reached.ts';
import type { Target } from '../edge.ts';
import type { World } from '../world.ts';

/** Words that both edges to an add-on share. */
export const addonWords = {
  to: 'workload',
  scope: 'cluster',
  row: 'R34',
  cost: 1,
  gives: 'Code in the add-on’s pods: its account, and the nodes where it may do what it likes on them.',
  abuse:
    'The template of a DaemonSet or Deployment says what runs; its pods are made anew as soon as it changes. Network and storage plugins are privileged.',
  detect: 'Audit events of update and patch on workloads of kube-system by anybody but those who upgrade the cluster.',
  remove: 'Give nobody writes in kube-system, or limit them by resourceNames.',
  mitigations: ['Managed clusters restore some of their add-ons after a while.'],
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/', 'https://attack.mitre.org/techniques/T1525/'],
} as const;

export function* addonTargets(world: World, kind: string): Iterable<Target> {
  for (const workload of world.workloadsIn('kube-system')) {
    if (workload.kind !== kind) continue;
    const what = `Its pods run as ${workload.serviceAccount}.`;
    yield { id: workload.id, name: workload.name, ...because(seen(world, workload.object, workload.podSpecPath, what)) };
  }
}
