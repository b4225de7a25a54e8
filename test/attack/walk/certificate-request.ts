import { generateKeyPairSync, sign } from 'node:crypto';
import { bits, integer, oid, sequence, set, tlv, utf8 } from '#test/cluster/der';

/** A PKCS #10 request (RFC 2986) with its key, both PEM. */
export const certificateRequest = (
  commonName: string,
  organizations: readonly string[],
): { readonly request: string; readonly key: string } => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const attribute = (type: string, value: string): Buffer => set(sequence(oid(type), utf8(value)));
  const subject = sequence(...organizations.map(one => attribute('2.5.4.10', one)), attribute('2.5.4.3', commonName));
  const body = sequence(integer(Buffer.from([0])), subject, publicKey.export({ type: 'spki', format: 'der' }), tlv(0xa0));
  const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'));
  const der = sequence(body, ecdsaWithSha256, bits(sign('sha256', body, privateKey)));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    request: `-----BEGIN CERTIFICATE REQUEST-----\n${lines.join('\n')}\n-----END CERTIFICATE REQUEST-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
};
