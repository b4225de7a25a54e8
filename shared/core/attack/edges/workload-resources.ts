import type { Right } from '../edge.ts';

/** Resources whose objects run pods, by group. PodTemplates run none. */
export const workloadResources: readonly { readonly group: string; readonly resources: readonly string[] }[] = [
  { group: '', resources: ['pods', 'replicationcontrollers'] },
  { group: 'apps', resources: ['daemonsets', 'deployments', 'replicasets', 'statefulsets'] },
  { group: 'batch', resources: ['cronjobs', 'jobs'] },
];

/** To create a workload of any kind in the target's namespace, by a name that the rule need not name. */
export const createsWorkload: readonly Right[] = workloadResources.map(({ group, resources }) => ({
  verbs: ['create'],
  group,
  resources,
  where: 'target',
  name: 'none',
}));

/** Those of them whose stored template may be changed at will, and by which its pods are made anew. */
export const templateResources: readonly { readonly group: string; readonly resource: string; readonly kind: string }[] = [
  { group: '', resource: 'replicationcontrollers', kind: 'ReplicationController' },
  { group: 'apps', resource: 'daemonsets', kind: 'DaemonSet' },
  { group: 'apps', resource: 'deployments', kind: 'Deployment' },
  { group: 'apps', resource: 'replicasets', kind: 'ReplicaSet' },
  { group: 'apps', resource: 'statefulsets', kind: 'StatefulSet' },
  { group: 'batch', resource: 'cronjobs', kind: 'CronJob' },
];
