/**
 * Certificates for test servers and personas, with ECDSA P-256 keys.
 *
 * Written on node:crypto and not on @peculiar/x509, which asks for a Reflect polyfill in every entry point.
 */
import { createPrivateKey, generateKeyPairSync, randomBytes, sign, X509Certificate, type KeyObject } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { bits, bool, integer, octets, oid, sequence, set, time, tlv, utf8 } from './der.ts';

/** A certificate and its private key, both PEM. */
export interface Certified {
  readonly cert: string;
  readonly key: string;
}

export interface CertificateRequest {
  readonly commonName: string;
  /** Kubernetes reads groups from here. */
  readonly organizations?: readonly string[];
  /** Host names and IPv4 addresses: makes it a server certificate as well. */
  readonly hosts?: readonly string[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

const day = 86_400_000;
const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'));

export function createAuthority(commonName: string): Certified {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const usage = extension('2.5.29.15', bits(Buffer.from([0x06]), 1), true);
  const basic = extension('2.5.29.19', sequence(bool(true)), true);
  const name = distinguishedName(commonName, []);
  const cert = certificate({ subject: name, issuer: name, publicKey, signer: privateKey, extensions: [basic, usage] });
  return { cert, key: pem(privateKey) };
}

/** A certificate signed by `authority`, usable by a client, and by a server when it has `hosts`. */
export function issue(authority: Certified, request: CertificateRequest): Certified {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const hosts = request.hosts ?? [];
  const usages = [...(hosts.length > 0 ? ['1.3.6.1.5.5.7.3.1'] : []), '1.3.6.1.5.5.7.3.2'];
  const extensions = [
    extension('2.5.29.15', bits(Buffer.from([0x80]), 7), true),
    extension('2.5.29.37', sequence(...usages.map(oid)), false),
    ...(hosts.length > 0 ? [extension('2.5.29.17', sequence(...hosts.map(generalName)), false)] : []),
  ];
  const cert = certificate({
    subject: distinguishedName(request.commonName, request.organizations ?? []),
    issuer: subjectOf(authority.cert),
    publicKey,
    signer: createPrivateKey(authority.key),
    extensions,
    notBefore: request.notBefore,
    notAfter: request.notAfter,
  });
  return { cert, key: pem(privateKey) };
}

/** An RSA pair for service account tokens (the API server's and the controller manager's). */
export function serviceAccountKeys(): { readonly publicPem: string; readonly privatePem: string } {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(), privatePem: pem(privateKey) };
}

interface Parts {
  readonly subject: Buffer;
  readonly issuer: Buffer;
  readonly publicKey: KeyObject;
  readonly signer: KeyObject;
  readonly extensions: readonly Buffer[];
  readonly notBefore?: Date | undefined;
  readonly notAfter?: Date | undefined;
}

function certificate(parts: Parts): string {
  const notBefore = parts.notBefore ?? new Date(Date.now() - day);
  const notAfter = parts.notAfter ?? new Date(Date.now() + 365 * day);
  const serial = randomBytes(15);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  const body = sequence(
    tlv(0xa0, integer(Buffer.from([2]))),
    integer(serial),
    ecdsaWithSha256,
    parts.issuer,
    sequence(time(notBefore), time(notAfter)),
    parts.subject,
    parts.publicKey.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, sequence(...parts.extensions)),
  );
  const der = sequence(body, ecdsaWithSha256, bits(sign('sha256', body, parts.signer)));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function distinguishedName(commonName: string, organizations: readonly string[]): Buffer {
  const attribute = (type: string, value: string): Buffer => set(sequence(oid(type), utf8(value)));
  return sequence(...organizations.map(o => attribute('2.5.4.10', o)), attribute('2.5.4.3', commonName));
}

/** Our own authorities have a common name and nothing else, so that the name can be built again. */
function subjectOf(certPem: string): Buffer {
  const commonName = /^CN=(.*)$/m.exec(new X509Certificate(certPem).subject)?.[1] ?? '';
  return distinguishedName(commonName, []);
}

function extension(id: string, value: Buffer, critical: boolean): Buffer {
  return sequence(oid(id), ...(critical ? [bool(true)] : []), octets(value));
}

function generalName(host: string): Buffer {
  if (isIPv4(host)) return tlv(0x87, Buffer.from(host.split('.').map(Number)));
  return tlv(0x82, Buffer.from(host));
}

const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
