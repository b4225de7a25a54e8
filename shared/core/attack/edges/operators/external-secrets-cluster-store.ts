import { deputyEdge } from '#core/attack/cluster/operator-edge';
import type { RightsEdge } from '#core/attack/edge';

export const externalSecretsClusterStore: RightsEdge = deputyEdge(
  {
    id: 'EXTERNAL_SECRETS_CLUSTER_STORE',
    title: 'Has External Secrets log in as any account',
    severity: 'critical',
    cost: 2,
    gives: 'Tokens of every account for which the controller may request them, and what its own account may read.',
    abuse:
      'A ClusterSecretStore names an account of any namespace and the server to log in at, which may be one of the attacker’s.',
    detect: 'ClusterSecretStores with unknown servers; audit events of create on serviceaccounts/token by the controller.',
    remove: 'Take writes to clustersecretstores away.',
    mitigations: ['The controller may be installed without ClusterSecretStores (processClusterStore: false).'],
    references: ['https://external-secrets.io/latest/guides/security-best-practices/'],
  },
  {
    program: { name: 'External Secrets', images: ['external-secrets'], otherwise: ['webhook', 'certcontroller'] },
    scope: 'cluster',
    group: 'external-secrets.io',
    resources: ['clustersecretstores'],
  },
);
