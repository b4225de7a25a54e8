import { operatorEdge } from '#core/attack/cluster/operator-edge';
import { issuersFor } from '#core/attack/cluster/issuers';
import type { RightsEdge } from '#core/attack/edge';
import { impactId } from '#core/attack/impact';
import { because } from '#core/attack/reached';

export const certManagerCertificate: RightsEdge = operatorEdge(
  {
    id: 'CERT_MANAGER_CERTIFICATE',
    title: 'Has cert-manager sign certificates of any name',
    severity: 'medium',
    cost: 1,
    gives: 'Certificates of the issuer’s authority for any name, for servers and clients.',
    abuse:
      'A Certificate says for which names it is. An issuer with a key of its own, or with Vault, signs what it is told; a ClusterIssuer does so for every namespace.',
    detect: 'Certificates for names that are not those of the namespace’s own Services.',
    remove: 'Limit names by approver-policy, or by constraints of the authority itself.',
    mitigations: [
      'approver-policy refuses requests that no policy allows; whether it runs as the only approver is not judged here.',
    ],
    references: ['https://cert-manager.io/docs/policy/approval/'],
  },
  {
    program: { name: 'cert-manager', images: ['cert-manager-controller'] },
    scope: 'namespace',
    group: 'cert-manager.io',
    resources: ['certificates', 'certificaterequests'],
  },
  'impact',
  (world, namespace, { evidence }) => {
    const [issuer] = issuersFor(world, namespace);
    return issuer === undefined ? [] : [{ id: impactId('forged-certificates'), name: '', ...because(issuer.evidence, evidence) }];
  },
);
