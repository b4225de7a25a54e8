import { writes } from '../cluster/rights.ts';
import { only } from '../impact.ts';
import type { RightsEdge } from '../edge.ts';

const group = 'certificates.k8s.io';

export const clusterTrustBundleAttest: RightsEdge = {
  kind: 'rights',
  to: 'impact',
  scope: 'cluster',
  id: 'CLUSTERTRUSTBUNDLE_ATTEST',
  row: 'R48',
  title: 'Chooses which authorities pods trust',
  severity: 'medium',
  cost: 2,
  since: 27,
  gives: 'Pods that take certificates of the attacker’s authority for true.',
  abuse:
    'Pods mount ClusterTrustBundles of a signer as their roots of trust. Writing one for a signer asks for the verb attest on it as well.',
  detect: 'Audit events of writes to clustertrustbundles.',
  remove: 'Take attest on signers, or the writes, away.',
  mitigations: ['It works only where pods project bundles, and the API (beta, off by default) is served.'],
  references: ['https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#cluster-trust-bundles'],
  rights: [
    [{ verbs: ['attest'], group, resources: ['signers'], where: 'cluster', name: 'some' }],
    writes(group, ['clustertrustbundles'], 'cluster'),
  ],
  targets: only('impact:trust-roots'),
};
