import { impactId } from '../impact.ts';
import { because, seen } from '../reached.ts';
import type { RightsEdge } from '../edge.ts';

export const quotaTamper: RightsEdge = {
  kind: 'rights',
  to: 'impact',
  scope: 'namespace',
  id: 'QUOTA_TAMPER',
  row: 'R46',
  title: 'Takes the limits of a namespace away',
  severity: 'low',
  cost: 1,
  gives: 'As much of the cluster as there is, for the pods of the namespace.',
  abuse: 'A ResourceQuota that is deleted or raised limits nothing.',
  detect: 'Audit events of delete, update and patch on resourcequotas.',
  remove: 'Take these verbs on resourcequotas away from whoever is limited by them.',
  mitigations: [],
  references: ['https://kubernetes.io/docs/concepts/policy/resource-quotas/', 'https://attack.mitre.org/techniques/T1499/'],
  reads: ['resourcequotas'],
  rights: [
    [
      {
        verbs: ['delete', 'deletecollection', 'update', 'patch'],
        group: '',
        resources: ['resourcequotas'],
        where: 'target',
        name: 'target',
      },
    ],
  ],
  *targets(world, namespace) {
    for (const quota of world.list('resourcequotas', namespace)) {
      const { name } = quota.metadata;
      yield {
        id: impactId('denial-of-service'),
        name,
        ...because(seen(world, quota, '/spec/hard', `Quota ${name} limits ${namespace}.`)),
      };
    }
  },
};
