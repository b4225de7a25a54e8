import type { RightsEdge, Target } from '../edge.ts';
import { open } from '../reached.ts';
import { serviceAccountId, type World } from '../world.ts';
import { accountsIn, boundAccountsIn } from './account-targets.ts';
import { impersonatesAccount, impersonationDetect, impersonationReferences } from './impersonation.ts';

/** Nobody asks whether the account exists: a binding to one that is gone serves as well. */
function* targets(world: World, namespace: string): Iterable<Target> {
  const names = new Set([...accountsIn(world, namespace), ...boundAccountsIn(world, namespace)]);
  for (const name of [...names].sort()) yield { id: serviceAccountId(namespace, name), name, ...open };
}

export const impersonateServiceAccount: RightsEdge = {
  kind: 'rights',
  id: 'IMPERSONATE_SERVICE_ACCOUNT',
  row: 'R7',
  title: 'Acts as a service account',
  severity: 'high',
  cost: 1,
  gives: 'All rights of the service account, those of its groups included.',
  abuse:
    'A request whose header Impersonate-User names a service account is authorized as that account. The right is asked for on serviceaccounts in the account’s namespace; the default roles admin and edit hold it.',
  detect: impersonationDetect,
  remove:
    'Remove the verb impersonate on serviceaccounts, or limit it by resourceNames; bind a role without it in place of edit.',
  mitigations: ['Constrained impersonation (Kubernetes 1.36) limits what may be done as another account.'],
  references: impersonationReferences,
  to: 'service-account',
  scope: 'namespace',
  reads: ['serviceaccounts'],
  rights: [[impersonatesAccount('target', 'target')]],
  targets,
};
