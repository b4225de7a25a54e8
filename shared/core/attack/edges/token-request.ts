import type { RightsEdge } from '../edge.ts';
import { accountTargets } from './account-targets.ts';

export const tokenRequest: RightsEdge = {
  kind: 'rights',
  id: 'TOKEN_REQUEST',
  row: 'R10',
  title: 'Requests a token of a service account',
  severity: 'high',
  cost: 1,
  gives: 'All rights of the service account, from outside of the cluster too, for as long as the token lives.',
  abuse:
    'The subresource token of a service account answers with a signed token. The request carries the account’s name, so that resourceNames limit it; the default roles admin and edit hold the right for all accounts of a namespace.',
  detect:
    'Audit events with verb create, objectRef.resource serviceaccounts and objectRef.subresource token, by users that are neither kubelets nor controllers.',
  remove: 'Remove create on serviceaccounts/token, or limit it by resourceNames; bind a role without it in place of edit.',
  mitigations: ['The flag --service-account-max-token-expiration of the API server bounds the lifetime.'],
  references: [
    'https://kubernetes.io/docs/concepts/security/rbac-good-practices/#token-request',
    'https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/token-request-v1/',
  ],
  to: 'service-account',
  scope: 'namespace',
  reads: ['serviceaccounts'],
  rights: [[{ verbs: ['create'], group: '', resources: ['serviceaccounts/token'], where: 'target', name: 'target' }]],
  targets: accountTargets,
};
