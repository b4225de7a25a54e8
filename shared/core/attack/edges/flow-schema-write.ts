import { writesCluster } from '../cluster/rights.ts';
import { only } from '../impact.ts';
import type { RightsEdge } from '../edge.ts';

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
  rights: [
    [
      writesCluster(
        'flowcontrol.apiserver.k8s.io',
        ['flowschemas', 'prioritylevelconfigurations'],
        ['create', 'update', 'patch', 'delete', 'deletecollection'],
      ),
    ],
  ],
  targets: only('impact:denial-of-service'),
};
