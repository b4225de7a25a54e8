import { changes, endByName } from '../cluster/rights.ts';
import type { RightsEdge } from '../edge.ts';

const unsafe = changes('', ['secrets'], 'cluster', ['unsafe-delete-ignore-read-errors']);

/** Of Secrets, which are what is encrypted at rest: any other object can be read whatever happens to the keys. */
export const deleteUnsafe: RightsEdge = {
  kind: 'rights',
  to: 'impact',
  scope: 'cluster',
  id: 'DELETE_UNSAFE',
  row: 'R50',
  title: 'Deletes Secrets that cannot be read',
  severity: 'low',
  cost: 1,
  since: 32,
  gives: 'Loss of Secrets that could be read again once their key is back, past finalizers and owners.',
  abuse:
    'A delete with ignoreStoreReadErrorWithClusterBreakingPotential removes an object that cannot be decrypted; it asks for this verb beside delete.',
  detect: 'Audit events of delete with this option.',
  remove: 'Take the verb away until it is needed.',
  mitigations: ['The feature AllowUnsafeMalformedObjectDeletion is off by default.'],
  references: ['https://kubernetes.io/docs/reference/access-authn-authz/rbac/', 'https://attack.mitre.org/techniques/T1485/'],
  reads: ['secrets'],
  rights: [[unsafe], [changes('', ['secrets'], 'cluster', ['delete'])]],
  targets: world => endByName(world, { id: 'impact:data-loss' }, { right: unsafe, list: 'secrets' }),
};
