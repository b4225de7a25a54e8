import { changes, endByName, writes } from '../cluster/rights.ts';
import type { RightsEdge } from '../edge.ts';

const group = 'scheduling.k8s.io';
const resources = ['priorityclasses'];

export const priorityClassWrite: RightsEdge = {
  kind: 'rights',
  to: 'impact',
  scope: 'cluster',
  id: 'PRIORITY_CLASS_WRITE',
  row: 'R46',
  title: 'Drives other pods out by priority',
  severity: 'low',
  cost: 2,
  gives: 'Room for pods of one’s own where those of others ran.',
  abuse:
    'The scheduler removes pods of lower priority for one of higher. A class that is the default gives its priority to all new pods.',
  detect: 'Audit events of writes to priorityclasses; events with the reason Preempted.',
  remove: 'Take writes to priorityclasses away.',
  mitigations: ['Quotas by PriorityClass limit who may use a class.'],
  references: [
    'https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/',
    'https://attack.mitre.org/techniques/T1499/',
  ],
  reads: [`priorityclasses.${group}`],
  rights: [writes(group, resources, 'cluster')],
  targets: world =>
    endByName(
      world,
      { id: 'impact:denial-of-service' },
      { right: changes(group, resources, 'cluster'), list: `priorityclasses.${group}`, namespace: '' },
    ),
};
