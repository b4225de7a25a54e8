import type { RightsEdge } from '#core/attack/edge';
import { cloudAccounts } from '#core/attack/cluster/cloud';
import { because } from '#core/attack/reached';

export const cloudTokenRequest: RightsEdge = {
  kind: 'rights',
  to: 'cloud',
  scope: 'namespace',
  id: 'CLOUD_TOKEN_REQUEST',
  row: 'P24',
  title: 'Whoever may request tokens of an account has its cloud identity',
  severity: 'high',
  cost: 2,
  gives: 'What the cloud identity of the account may do.',
  abuse:
    'A token request names its audience: with that of the cloud’s token service it can be exchanged for credentials, without a pod. A token that was made for the API server cannot.',
  detect: 'Audit events of create on serviceaccounts/token with an audience of a cloud.',
  remove: 'Take create on serviceaccounts/token away, or limit it by resourceNames.',
  mitigations: ['The cloud’s trust policy names the accounts that it takes; it stands in the cloud.'],
  references: ['https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/token-request-v1/'],
  reads: ['serviceaccounts'],
  rights: [[{ verbs: ['create'], group: '', resources: ['serviceaccounts/token'], where: 'target', name: 'target' }]],
  *targets(world, namespace) {
    for (const { account, id, evidence } of cloudAccounts(world, namespace))
      yield { id, name: account.metadata.name, ...because(evidence) };
  },
};
