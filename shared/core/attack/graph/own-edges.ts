import type { FoundEdge } from '../edge.ts';

/** Edges that the graph itself knows: no object says them. */

const noFinds = (): readonly never[] => [];

export const memberEdge: FoundEdge = {
  kind: 'found',
  id: 'MEMBER_OF',
  row: 'G1',
  title: 'Is in a group by what it is',
  severity: 'low',
  cost: 0,
  from: 'service-account',
  to: 'group',
  gives: 'Every right that is bound to the group.',
  abuse: 'Nothing is to be done: the API server adds the group to each of its requests.',
  detect: 'kubectl auth whoami, asked as this identity, lists its groups.',
  remove: 'Bind the right to the accounts that need it in place of the group.',
  mitigations: [],
  references: ['https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-subjects'],
  find: noFinds,
};

export const everyRightEdge: FoundEdge = {
  kind: 'found',
  id: 'EVERY_RIGHT',
  row: 'G2',
  title: 'Every right reaches everything',
  severity: 'critical',
  cost: 1,
  from: 'admin',
  to: 'secret',
  gives: 'Anything in the cluster: whoever has every right may read, run and become all of it.',
  abuse: 'Any request is allowed.',
  detect: 'Audit events of a user whose rights are cluster-admin’s.',
  remove: 'Take away what leads to every right.',
  mitigations: [],
  references: ['https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles'],
  find: noFinds,
};
