import { changes, creates, endByName } from '../cluster/rights.ts';
import type { RightsEdge } from '../edge.ts';
import { adminId } from '../world.ts';

const group = 'admissionregistration.k8s.io';
const stableSince = 36;

const rebinds = changes(group, ['mutatingadmissionpolicybindings'], 'cluster');

export const mutatingAdmissionPolicy: RightsEdge = {
  kind: 'rights',
  to: 'admin',
  scope: 'cluster',
  id: 'MUTATING_ADMISSION_POLICY',
  row: 'R29',
  title: 'Changes every object by a policy of the API server itself',
  severity: 'critical',
  cost: 2,
  since: 34,
  gives:
    'Pods of any namespace with containers of one’s own, those of the strongest accounts among them: no server is needed for it.',
  abuse:
    'A MutatingAdmissionPolicy changes the objects of others’ requests by expressions; it takes effect by a MutatingAdmissionPolicyBinding. Both have to be written. Before 1.36 the API is beta and off unless it was turned on.',
  detect: 'Audit events of writes to mutatingadmissionpolicies and their bindings.',
  remove: 'Take create, update and patch on mutatingadmissionpolicies and mutatingadmissionpolicybindings away.',
  mitigations: ['Pod Security judges a pod after it was changed.'],
  references: [
    'https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/',
    'https://attack.mitre.org/techniques/T1546/',
  ],
  rights: [
    [creates(group, ['mutatingadmissionpolicies'], 'cluster')],
    [creates(group, ['mutatingadmissionpolicybindings'], 'cluster'), rebinds],
  ],
  targets(world) {
    // A beta API is served where somebody turned it on: a policy shows that.
    const served =
      world.minor === null || world.minor >= stableSince || world.list(`mutatingadmissionpolicies.${group}`).length > 0;
    const list = `mutatingadmissionpolicybindings.${group}`;
    return served ? endByName(world, { id: adminId }, { right: rebinds, list, namespace: '' }) : [];
  },
};
