import { changes, creates, endByName } from '../cluster/rights.ts';
import type { RightsEdge } from '../edge.ts';

const group = 'flowcontrol.apiserver.k8s.io';
const resources = ['flowschemas', 'prioritylevelconfigurations'];
const change = changes(group, resources, 'cluster', ['update', 'patch', 'delete', 'deletecollection']);

export const flowSchemaWrite: RightsEdge = {
  kind: 'rights',
  to: 'impact',
  scope: 'cluster',
  id: 'FLOW_SCHEMA_WRITE',
  row: 'R46',
  title: 'Starves requests to the API server',
  severity: 'medium',
  cost: 1,
  gives: 'An API server that answers some users late or never.',
  abuse: 'FlowSchemas and PriorityLevelConfigurations share the API server’s attention out among users.',
  detect: 'Audit events of writes to flowschemas and prioritylevelconfigurations; answers with status 429.',
  remove: 'Take these writes away.',
  mitigations: ['Requests of system:masters are never held back.'],
  references: [
    'https://kubernetes.io/docs/concepts/cluster-administration/flow-control/',
    'https://attack.mitre.org/techniques/T1499/',
  ],
  reads: [`flowschemas.${group}`, `prioritylevelconfigurations.${group}`],
  rights: [[creates(group, resources, 'cluster'), change]],
  targets: world =>
    endByName(
      world,
      { id: 'impact:denial-of-service' },
      ...resources.map(one => ({ right: change, list: `${one}.${group}`, namespace: '' })),
    ),
};
