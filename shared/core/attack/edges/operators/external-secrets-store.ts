import { operatorEdge } from '#core/attack/cluster/operator-edge';
import type { RightsEdge } from '#core/attack/edge';
import { because } from '#core/attack/reached';
import { serviceAccountId } from '#core/attack/world';
import { accountsIn } from '../account-targets.ts';

export const externalSecretsStore: RightsEdge = operatorEdge(
  {
    id: 'EXTERNAL_SECRETS_STORE',
    title: 'Has External Secrets log in as accounts of the namespace',
    severity: 'high',
    cost: 2,
    gives: 'A token of each account of the namespace for which the controller may request one.',
    abuse: 'A SecretStore names an account of its namespace and the server to log in at, which may be one of the attacker’s.',
    detect: 'SecretStores with unknown servers; audit events of create on serviceaccounts/token by the controller.',
    remove: 'Take writes to secretstores away.',
    mitigations: ['Network policies for the controller that let it reach known servers only.'],
    references: ['https://external-secrets.io/latest/guides/security-best-practices/'],
  },
  {
    program: { name: 'External Secrets', images: ['external-secrets'], otherwise: ['webhook', 'certcontroller'] },
    scope: 'namespace',
    group: 'external-secrets.io',
    resources: ['secretstores'],
  },
  'service-account',
  (world, namespace, { evidence }) =>
    accountsIn(world, namespace).map(name => ({ id: serviceAccountId(namespace, name), name: '', ...because(evidence) })),
);
