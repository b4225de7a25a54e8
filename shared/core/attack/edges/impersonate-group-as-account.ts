import { allowsEverything } from '#kube/rbac-rules';
import type { PolicyRule } from '#kube/rbac/policy-rule';
import type { RightsEdge, Target } from '../edge.ts';
import { open } from '../reached.ts';
import { ofPolicy, type Ruled } from '../remembered.ts';
import type { World } from '../world.ts';
import { bindingsIn, holdersOf } from './bound-identities.ts';
import { groupsOfUse, impersonates, impersonatesAccount, impersonationDetect, impersonationReferences } from './impersonation.ts';

const has = (entries: readonly string[], wanted: string): boolean => entries.includes('*') || entries.includes(wanted);

const impersonatesGroups = (rule: PolicyRule): boolean =>
  has(rule.verbs, 'impersonate') && has(rule.apiGroups, '') && has(rule.resources, 'groups') && !allowsEverything(rule);

const someoneMay: (world: Ruled) => boolean = ofPolicy(
  world => holdersOf(world, bindingsIn(world, ''), impersonatesGroups).length > 0,
);

const nobody: readonly Target[] = [];

// One list for all namespaces, so that thousands of them share what it comes to.
const groupTargets: (world: Ruled) => readonly Target[] = ofPolicy(world =>
  groupsOfUse(world).map(name => ({ id: `group:${name}`, name, ...open })),
);

// Thousands of namespaces have holders of `edit`, who may act as its accounts; hardly anyone may act as groups.
const targets = (world: World, namespace: string): readonly Target[] =>
  someoneMay(world) && bindingsIn(world, namespace).length > 0 ? groupTargets(world) : nobody;

export const impersonateGroupAsAccount: RightsEdge = {
  kind: 'rights',
  id: 'IMPERSONATE_GROUP_AS_ACCOUNT',
  row: 'R7',
  title: 'Acts as a member of a group, by a service account',
  severity: 'critical',
  cost: 1,
  gives: 'The rights of the group; of system:masters, every right in the cluster.',
  abuse:
    'The header Impersonate-Group is accepted only together with Impersonate-User. The name of a service account will do for that, and the right to act as one may come from a RoleBinding in any namespace, by the default role edit for example.',
  detect: impersonationDetect,
  remove: 'Remove the verb impersonate on groups, or limit it by resourceNames; never allow system:masters.',
  mitigations: ['Constrained impersonation (Kubernetes 1.36) never yields system:masters.'],
  references: impersonationReferences,
  to: 'group',
  scope: 'namespace',
  rights: [[impersonates('groups', 'target')], [impersonatesAccount('target', 'some')]],
  targets,
};
