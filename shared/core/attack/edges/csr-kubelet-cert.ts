import type { Right, RightsEdge, Target } from '../edge.ts';
import { admissionOf } from '../mitigations/admission-policy.ts';
import type { World } from '../world.ts';
import { certificateReferences, kubeletSigner, onSigner, requestsCertificate, writesApproval } from './certificate-rights.ts';

/** What the approving controller of Kubernetes asks of the requester; the request carries no name. */
const approvedUnasked: Right = {
  verbs: ['create'],
  group: 'certificates.k8s.io',
  resources: ['certificatesigningrequests/nodeclient'],
  where: 'cluster',
  name: 'none',
};

function* targets(world: World): Iterable<Target> {
  const write = { operation: 'CREATE', group: 'certificates.k8s.io', resource: 'certificatesigningrequests' } as const;
  const reached = admissionOf(world, { ...write, namespace: '' });
  for (const { metadata } of world.list('nodes')) yield { id: `user:system:node:${metadata.name}`, name: '', ...reached };
}

export const csrKubeletCert: RightsEdge = {
  kind: 'rights',
  id: 'CSR_KUBELET_CERT',
  row: 'R16',
  title: 'Gets the certificate of a kubelet',
  severity: 'high',
  cost: 2,
  gives: 'The identity of any node: Secrets and tokens of the pods on it.',
  abuse:
    'A request for signer kubernetes.io/kube-apiserver-client-kubelet may name any node, existing ones too. Whoever may create certificatesigningrequests/nodeclient has it approved by a controller; others need the right to approve.',
  detect:
    'Audit events with verb create and objectRef.resource certificatesigningrequests, whose requestObject.spec.signerName is kubernetes.io/kube-apiserver-client-kubelet, from addresses that are no new nodes.',
  remove:
    'Remove create on certificatesigningrequests/nodeclient, and approve requests of joining nodes by hand; remove the verb approve on this signer.',
  mitigations: [
    'The Node authorizer limits a kubelet to what pods on its own node need.',
    'NodeRestriction keeps it from changing other nodes.',
  ],
  references: [...certificateReferences, 'https://kubernetes.io/docs/reference/access-authn-authz/kubelet-tls-bootstrapping/'],
  to: 'user',
  scope: 'cluster',
  reads: ['nodes'],
  rights: [[requestsCertificate], [approvedUnasked, writesApproval], [approvedUnasked, ...onSigner('approve', kubeletSigner)]],
  targets,
};
