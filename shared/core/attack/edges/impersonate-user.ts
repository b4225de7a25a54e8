import type { RightsEdge, Target } from '../edge.ts';
import { open } from '../reached.ts';
import type { World } from '../world.ts';
import { impersonates, impersonationDetect, impersonationReferences, usersOfUse } from './impersonation.ts';

function* targets(world: World): Iterable<Target> {
  for (const name of usersOfUse(world)) yield { id: `user:${name}`, name, ...open };
}

export const impersonateUser: RightsEdge = {
  kind: 'rights',
  id: 'IMPERSONATE_USER',
  row: 'R7',
  title: 'Acts as a user',
  severity: 'high',
  cost: 1,
  gives:
    'The rights that bindings give to this user name, and to all authenticated users; groups of the real user are not taken over.',
  abuse:
    'A request with the header Impersonate-User is authorized as that user. The right is asked for on the cluster-scoped resource users, so that a RoleBinding to it gives nothing; names of service accounts are asked for as serviceaccounts.',
  detect: impersonationDetect,
  remove: 'Remove the verb impersonate on users, or limit it by resourceNames to users without rights of weight.',
  mitigations: ['Constrained impersonation (Kubernetes 1.36) limits what may be done as another user.'],
  references: impersonationReferences,
  to: 'user',
  scope: 'cluster',
  rights: [[impersonates('users', 'target')]],
  targets,
};
