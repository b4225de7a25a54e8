import type { Right, RightsEdge } from '../edge.ts';
import { open } from '../reached.ts';
import { impersonates, impersonatesAccount, impersonationDetect, impersonationReferences } from './impersonation.ts';

const extra: Right = {
  verbs: ['impersonate'],
  group: 'authentication.k8s.io',
  resources: ['uids', 'userextras/?'],
  where: 'cluster',
  name: 'some',
};

export const impersonateExtra: RightsEdge = {
  kind: 'rights',
  id: 'IMPERSONATE_EXTRA',
  row: 'R8',
  title: 'Acts with chosen extra fields or a chosen UID',
  severity: 'medium',
  cost: 1,
  gives: 'What authorizers and admission policies grant by a UID or by extra fields, such as scopes or the node of a token.',
  abuse:
    'The headers Impersonate-Uid and Impersonate-Extra are authorized one by one, on uids and userextras; they need Impersonate-User as well. RBAC itself looks at neither, other authorizers and policies do.',
  detect: impersonationDetect,
  remove: 'Remove the verb impersonate on uids and userextras.',
  mitigations: [],
  references: impersonationReferences,
  to: 'impact',
  scope: 'cluster',
  rights: [[extra], [impersonates('users', 'some'), impersonatesAccount('cluster', 'some')]],
  targets: () => [{ id: 'impact:impersonated-extras', name: '', ...open }],
};
