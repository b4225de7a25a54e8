import { signerAccesses } from '#kube/rbac/signers';
import type { Right } from '../edge.ts';

const group = 'certificates.k8s.io';

export const requestsCertificate: Right = {
  verbs: ['create'],
  group,
  resources: ['certificatesigningrequests'],
  where: 'cluster',
  name: 'none',
};

/** The requester names the request, so that a rule with resourceNames stops nobody who may make requests. */
export const writesApproval: Right = {
  verbs: ['update', 'patch'],
  group,
  resources: ['certificatesigningrequests/approval'],
  where: 'cluster',
  name: 'some',
};

/** On one signer, by its name or by that of its whole domain. */
export const onSigner = (verb: 'approve' | 'sign', signer: string): readonly Right[] =>
  signerAccesses(verb, signer).map(({ resource, name }) => ({
    verbs: [verb],
    group,
    resources: [resource],
    where: 'cluster',
    name: { is: name },
  }));

export const clientSigner = 'kubernetes.io/kube-apiserver-client';
export const kubeletSigner = 'kubernetes.io/kube-apiserver-client-kubelet';

export const certificateReferences: readonly string[] = [
  'https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/',
  'https://kubernetes.io/docs/concepts/security/rbac-good-practices/#csrs-and-certificate-issuing',
];
