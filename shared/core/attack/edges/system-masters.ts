import type { FoundEdge } from '../edge.ts';
import { open } from '../reached.ts';
import { adminId } from '../world.ts';

export const systemMasters: FoundEdge = {
  kind: 'found',
  id: 'SYSTEM_MASTERS',
  row: 'R1',
  title: 'Member of system:masters',
  severity: 'critical',
  cost: 0,
  gives: 'Every right in the cluster, ahead of RBAC and of every authorization webhook.',
  abuse:
    'An authorizer that is built into the API server allows all requests of this group. No binding gives it, so that deleting bindings does not take it away; a client certificate with this organization stays valid until it expires.',
  detect: 'In the audit log, take all events whose user.groups contain system:masters; there should be none in daily use.',
  remove:
    'Issue no certificates with organization system:masters, keep the one for emergencies offline, and replace the certificate authority where one has leaked.',
  mitigations: [],
  references: [
    'https://kubernetes.io/docs/concepts/security/rbac-good-practices/#least-privilege',
    'https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings',
  ],
  from: 'group',
  to: 'admin',
  find: () => [{ from: 'group:system:masters', to: adminId, ...open }],
};
