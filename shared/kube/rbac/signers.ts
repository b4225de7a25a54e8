import type { ResourceAccess } from '#contract/rbac';

export type SignerVerb = 'approve' | 'sign' | 'attest';

/**
 * Requests of which one has to be allowed for a verb on a signer: by its whole name, or by `DOMAIN/*`, which is a name here
 * and no pattern.
 */
export const signerAccesses = (verb: SignerVerb, signer: string): readonly ResourceAccess[] => {
  const [domain = ''] = signer.split('/');
  return [signer, `${domain}/*`].map(name => ({
    verb,
    group: 'certificates.k8s.io',
    resource: 'signers',
    subresource: '',
    namespace: '',
    name,
  }));
};
