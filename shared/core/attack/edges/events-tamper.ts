import { only } from '../impact.ts';
import type { RightsEdge } from '../edge.ts';

const verbs = ['delete', 'deletecollection'];

export const eventsTamper: RightsEdge = {
  kind: 'rights',
  to: 'impact',
  scope: 'cluster',
  id: 'EVENTS_TAMPER',
  row: 'R46',
  title: 'Deletes what was noticed',
  severity: 'low',
  cost: 1,
  gives: 'A cluster without traces of what happened to its pods.',
  abuse: 'Events are objects like any other, and may be deleted all at once.',
  detect: 'Audit events of delete and deletecollection on events.',
  remove: 'Take delete and deletecollection on events away.',
  mitigations: ['Events that are sent elsewhere as they come, and the audit log.'],
  references: ['https://attack.mitre.org/techniques/T1070/'],
  rights: [
    [
      { verbs, group: '', resources: ['events'], where: 'cluster', name: 'none' },
      { verbs, group: 'events.k8s.io', resources: ['events'], where: 'cluster', name: 'none' },
    ],
  ],
  targets: only('impact:traces-removed'),
};
