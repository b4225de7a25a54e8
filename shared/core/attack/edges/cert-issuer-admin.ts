import { redactedText } from '#contract/fact';
import { textAt } from '#kube/json-fields';
import { signingIssuers } from '../cluster/issuers.ts';
import { because, seen } from '../reached.ts';
import type { FoundEdge } from '../edge.ts';
import { adminId, secretId } from '../world.ts';

const trust = 'client-ca-file';

export const certIssuerAdmin: FoundEdge = {
  kind: 'found',
  from: 'secret',
  to: 'admin',
  id: 'CERT_ISSUER_ADMIN',
  row: 'X2',
  title: 'The API server trusts the authority of an issuer',
  severity: 'critical',
  cost: 1,
  gives: 'A client certificate of any user and group, system:masters among them.',
  abuse: 'The API server takes every client certificate that an authority in its client-ca-file signed.',
  detect: 'Client certificates that the cluster’s own signers did not issue.',
  remove: 'Take the authority out of --client-ca-file, and give the issuer one of its own.',
  mitigations: [],
  references: [
    'https://kubernetes.io/docs/reference/access-authn-authz/authentication/#x509-client-certificates',
    'https://attack.mitre.org/techniques/T1649/',
  ],
  reads: ['issuers.cert-manager.io', 'clusterissuers.cert-manager.io', 'secrets', 'configmaps'],
  *find(world) {
    const map = world.get('configmaps', 'kube-system', 'extension-apiserver-authentication');
    const trusted = map === undefined ? undefined : textAt(map, 'data', trust);
    if (map === undefined || trusted === undefined) return;
    for (const { by, namespace, secret: name, evidence } of signingIssuers(world)) {
      const secret = world.get('secrets', namespace, name);
      if (by !== 'key' || secret === undefined) continue;
      // Values are not kept: their fingerprints are compared, of one certificate against a file with that one alone.
      const same = world
        .facts(secret, 'secret-key')
        .some(
          ({ class: key, fingerprint }) =>
            (key === 'tls.crt' || key === 'ca.crt') && fingerprint !== null && redactedText(fingerprint) === trusted,
        );
      if (!same) continue;
      const what = 'The API server trusts client certificates of this authority.';
      yield { from: secretId(namespace, name), to: adminId, ...because(evidence, seen(world, map, `/data/${trust}`, what)) };
    }
  },
};
