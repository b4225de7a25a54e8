import type { Blocked } from '#contract/attack';

/** Admission plugin CertificateSubjectRestriction, on by default and not visible in the cluster. */
export const subjectRestriction: Blocked = {
  mitigation: 'certificate-subject-restriction',
  what: 'The API server refuses certificate requests of this signer for group system:masters.',
  object: null,
};
