import { changes, endByName } from '../cluster/rights.ts';
import type { RightsEdge } from '../edge.ts';

/** Only what is lost with all that hangs on it; that a team deletes its own pods is daily work. */
const verbs = ['delete', 'deletecollection'];
const core = ['namespaces', 'persistentvolumes', 'nodes'].map(resource => ({
  right: changes('', [resource], 'cluster', verbs),
  list: resource,
  namespace: '',
}));
const extensions = 'apiextensions.k8s.io';
const kinds = {
  right: changes(extensions, ['customresourcedefinitions'], 'cluster', verbs),
  list: `customresourcedefinitions.${extensions}`,
  namespace: '',
};

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
  rights: [[...core.map(({ right }) => right), kinds.right]],
  targets: world => endByName(world, { id: 'impact:data-loss' }, ...core, kinds),
};
