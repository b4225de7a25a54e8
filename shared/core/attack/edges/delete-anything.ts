import { only } from '../impact.ts';
import type { RightsEdge } from '../edge.ts';

/** Only what is lost with all that hangs on it; that a team deletes its own pods is daily work. */
const verbs = ['delete', 'deletecollection'];

export const deleteAnything: RightsEdge = {
  kind: 'rights',
  to: 'impact',
  scope: 'cluster',
  id: 'DELETE_ANYTHING',
  row: 'R46',
  title: 'Deletes namespaces, volumes, nodes or kinds',
  severity: 'medium',
  cost: 1,
  gives: 'Loss of all that stands in a namespace, lies on a volume, runs on a node or is of a kind.',
  abuse: 'Deleting one of these deletes what hangs on it.',
  detect: 'Audit events of delete and deletecollection on namespaces, persistentvolumes, nodes and customresourcedefinitions.',
  remove: 'Take delete and deletecollection away, or limit delete by resourceNames.',
  mitigations: ['Backups that the cluster’s own rights do not reach.'],
  references: [
    'https://kubernetes.io/docs/concepts/architecture/garbage-collection/',
    'https://attack.mitre.org/techniques/T1485/',
  ],
  rights: [
    [
      { verbs, group: '', resources: ['namespaces', 'persistentvolumes', 'nodes'], where: 'cluster', name: 'some' },
      { verbs, group: 'apiextensions.k8s.io', resources: ['customresourcedefinitions'], where: 'cluster', name: 'some' },
    ],
  ],
  targets: only('impact:data-loss'),
};
