import { signingIssuers } from '../cluster/issuers.ts';
import { impactId } from '../impact.ts';
import { because, together, uncertain } from '../reached.ts';
import type { FoundEdge } from '../edge.ts';
import { secretId } from '../world.ts';

export const certIssuer: FoundEdge = {
  kind: 'found',
  from: 'secret',
  to: 'impact',
  id: 'CERT_ISSUER',
  row: 'X2',
  title: 'The Secret of an issuer signs certificates of any name',
  severity: 'high',
  cost: 1,
  gives: 'Certificates for any name that whoever trusts the authority takes for true: servers of the cluster, clients of a mesh.',
  abuse:
    'An issuer of cert-manager signs with the key in its Secret, or logs in to Vault with it; so does whoever has the Secret.',
  detect: 'Certificates of the authority that no Certificate object asked for.',
  remove:
    'Keep the Secret in a namespace in which nobody else may read Secrets or run pods; replace the authority after it was read.',
  mitigations: [
    'Name constraints in the authority’s own certificate limit what it can sign.',
    'A key that stays in Vault or in a hardware module cannot be copied; a login to Vault can be revoked.',
  ],
  references: ['https://cert-manager.io/docs/configuration/ca/', 'https://attack.mitre.org/techniques/T1649/'],
  reads: ['issuers.cert-manager.io', 'clusterissuers.cert-manager.io', 'secrets'],
  *find(world) {
    for (const { namespace, secret, evidence } of signingIssuers(world)) {
      const exists = world.get('secrets', namespace, secret) !== undefined;
      const needs = exists ? [] : world.missing('secrets', namespace);
      if (!exists && needs.length === 0) continue;
      yield {
        from: secretId(namespace, secret),
        to: impactId('forged-certificates'),
        ...together(because(evidence), uncertain(needs)),
      };
    }
  },
};
