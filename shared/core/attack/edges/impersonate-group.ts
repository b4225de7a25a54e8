import type { RightsEdge, Target } from '../edge.ts';
import { open } from '../reached.ts';
import type { World } from '../world.ts';
import { groupsOfUse, impersonates, impersonatesAccount, impersonationDetect, impersonationReferences } from './impersonation.ts';

function* targets(world: World): Iterable<Target> {
  for (const name of groupsOfUse(world)) yield { id: `group:${name}`, name, ...open };
}

export const impersonateGroup: RightsEdge = {
  kind: 'rights',
  id: 'IMPERSONATE_GROUP',
  row: 'R7',
  title: 'Acts as a member of a group',
  severity: 'critical',
  cost: 1,
  gives: 'The rights of the group; of system:masters, every right in the cluster.',
  abuse:
    'The header Impersonate-Group is accepted only together with Impersonate-User, so that a user or a service account must be impersonable as well; which one does not matter.',
  detect: impersonationDetect,
  remove: 'Remove the verb impersonate on groups, or limit it by resourceNames; never allow system:masters.',
  mitigations: ['Constrained impersonation (Kubernetes 1.36) never yields system:masters.'],
  references: impersonationReferences,
  to: 'group',
  scope: 'cluster',
  rights: [[impersonates('groups', 'target')], [impersonates('users', 'some'), impersonatesAccount('cluster', 'some')]],
  targets,
};
