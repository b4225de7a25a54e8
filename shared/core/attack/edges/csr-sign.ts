import type { RightsEdge } from '../edge.ts';
import { open } from '../reached.ts';
import { certificateReferences, clientSigner, kubeletSigner, onSigner } from './certificate-rights.ts';

export const csrSign: RightsEdge = {
  kind: 'rights',
  id: 'CSR_SIGN',
  row: 'R17',
  title: 'Puts certificates into requests',
  severity: 'medium',
  cost: 2,
  gives:
    'Certificates that others fetch from their requests; any user name, for whoever also holds a key that the API server trusts.',
  abuse:
    'The verb sign on a signer and a write to the subresource status set the certificate of a request. The API server does not check who issued it; it is worth something only with the key of a trusted authority.',
  detect:
    'Audit events with objectRef.resource certificatesigningrequests and objectRef.subresource status, by users other than the controllers that sign.',
  remove: 'Remove the verb sign on the signers of kubernetes.io, or update and patch on certificatesigningrequests/status.',
  mitigations: [],
  references: certificateReferences,
  to: 'impact',
  scope: 'cluster',
  rights: [
    [...onSigner('sign', clientSigner), ...onSigner('sign', kubeletSigner).slice(0, 1)],
    [
      {
        verbs: ['update', 'patch'],
        group: 'certificates.k8s.io',
        resources: ['certificatesigningrequests/status'],
        where: 'cluster',
        name: 'some',
      },
    ],
  ],
  targets: () => [{ id: 'impact:signs-certificates', name: '', ...open }],
};
