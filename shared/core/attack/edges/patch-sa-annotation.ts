import { changes, endByName } from '../cluster/rights.ts';
import { cloudAccounts } from '../cluster/cloud.ts';
import { impactId } from '../impact.ts';
import { because } from '../reached.ts';
import type { RightsEdge } from '../edge.ts';
import { createsWorkload } from './workload-resources.ts';

const right = changes('', ['serviceaccounts'], 'target');

export const patchSaAnnotation: RightsEdge = {
  kind: 'rights',
  to: 'impact',
  scope: 'namespace',
  id: 'PATCH_SA_ANNOTATION',
  row: 'R36',
  title: 'Chooses the cloud identity of a service account',
  severity: 'high',
  cost: 3,
  gives: 'Each role of the cloud whose trust policy admits accounts of this namespace.',
  abuse:
    'The cloud identity of an account is an annotation. Who may write it and run a pod as the account may try any role; which of them admit it stands in the cloud.',
  detect: 'Audit events of patch and update on serviceaccounts that change such an annotation.',
  remove: 'Take update and patch on serviceaccounts away where accounts have cloud identities.',
  mitigations: ['A trust policy that pins the account’s full name admits no other.'],
  references: [
    'https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html',
    'https://attack.mitre.org/techniques/T1098/',
  ],
  reads: ['serviceaccounts'],
  rights: [[right], createsWorkload],
  *targets(world, namespace) {
    // Only where accounts of the namespace have cloud identities is there a trust to lean on.
    const [first] = cloudAccounts(world, namespace);
    if (first === undefined) return;
    const end = { id: impactId('cloud-role-choice'), ...because(first.evidence) };
    yield* endByName(world, end, { right, list: 'serviceaccounts', namespace });
  },
};
