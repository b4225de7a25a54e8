import type { RightsEdge, Target } from '../edge.ts';
import { admissionOf } from '../mitigations/admission-policy.ts';
import { subjectRestriction } from '../mitigations/subject-restriction.ts';
import { blocked } from '../reached.ts';
import type { World } from '../world.ts';
import { boundIdentities, strongestIdentities } from './bound-identities.ts';
import { certificateReferences, clientSigner, onSigner, requestsCertificate, writesApproval } from './certificate-rights.ts';

const masters = 'group:system:masters';
const nobody: ReadonlySet<string> = new Set([masters, 'group:system:unauthenticated', 'user:system:anonymous']);

/** One of those who hold every right will do; where there is none, all whom a binding names. */
function* targets(world: World): Iterable<Target> {
  const write = { operation: 'CREATE', group: 'certificates.k8s.io', resource: 'certificatesigningrequests' } as const;
  const reached = admissionOf(world, { ...write, namespace: '' });
  const strongest = strongestIdentities(world).filter(id => !nobody.has(id));
  const all = strongest.length > 0 ? strongest : boundIdentities(world).filter(id => !nobody.has(id));
  for (const id of all) yield { id, name: '', ...reached };
  yield { id: masters, name: '', ...blocked(subjectRestriction) };
}

export const csrClientCert: RightsEdge = {
  kind: 'rights',
  id: 'CSR_CLIENT_CERT',
  row: 'R15',
  title: 'Approves a client certificate for any user',
  severity: 'critical',
  cost: 2,
  gives: 'Any user name and any groups except system:masters: those of service accounts and of controllers too.',
  abuse:
    'A certificate request for signer kubernetes.io/kube-apiserver-client may carry any common name and organization. Its approval takes a write to the subresource approval and the verb approve on the signer; a controller then signs it.',
  detect:
    'Audit events with objectRef.resource certificatesigningrequests and objectRef.subresource approval, by users that are no controllers; the subject stands in spec.request of the object.',
  remove: 'Remove the verb approve on signers, or update and patch on certificatesigningrequests/approval.',
  mitigations: [
    'The admission plugin CertificateSubjectRestriction, on by default, refuses organization system:masters.',
    'A ValidatingAdmissionPolicy on certificatesigningrequests.',
  ],
  references: certificateReferences,
  to: 'user',
  scope: 'cluster',
  rights: [[requestsCertificate], [writesApproval], onSigner('approve', clientSigner)],
  targets,
};
