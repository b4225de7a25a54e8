import { createPrivateKey, X509Certificate } from 'node:crypto';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { ClientCertificate } from '../auth/credential.ts';
import type { ResolvedContext } from '../kubeconfig/resolve.ts';
import { readBytes, reasonOf } from '../kubeconfig/read-text.ts';

const limit = 1024 * 1024;

/** What the kubeconfig says about TLS, read and checked. Nothing of it is needed for a plain http server. */
export interface TlsMaterial {
  /** The kubeconfig's CA as it stands there; null where it has none and the system's are used. */
  readonly ca: Buffer | null;
  readonly certificate: ClientCertificate | null;
  readonly insecure: boolean;
  /** The name that the server's certificate must bear, and that is asked for; null: the server's host. */
  readonly serverName: string | null;
}

/** Errors: `credentials-unreadable` for what is no certificate or key, `credentials-expired` for a client certificate that has ended (told before anything is sent). */
export async function loadTlsMaterial(context: ResolvedContext, now: number): Promise<Result<TlsMaterial, Problem>> {
  const { cluster, user } = context;
  const insecure = cluster.insecure;
  const serverName = cluster.tlsServerName === '' ? null : cluster.tlsServerName;
  if (context.server.protocol !== 'https:') return ok({ ca: null, certificate: null, insecure, serverName });
  const ca = await dataOrFile('certificate-authority', cluster.caData, cluster.caFile);
  if (!ca.ok) return ca;
  const caFault = ca.value === null ? null : caProblem(ca.value, context);
  if (caFault !== null) return fail(caFault);
  const cert = await dataOrFile('client-certificate', user?.certData ?? null, user?.certFile ?? '');
  if (!cert.ok) return cert;
  if (cert.value === null) return ok({ ca: ca.value, certificate: null, insecure, serverName });
  const key = await dataOrFile('client-key', user?.keyData ?? null, user?.keyFile ?? '');
  if (!key.ok) return key;
  const certificate = { cert: cert.value.toString('utf8'), key: (key.value ?? Buffer.alloc(0)).toString('utf8') };
  const fault = certificateProblem(certificate, `The client certificate of user “${context.userName}”`, now);
  return fault === null ? ok({ ca: ca.value, certificate, insecure, serverName }) : fail(fault);
}

/** Data wins over a file, as in kubectl. */
async function dataOrFile(field: string, data: Uint8Array | null, file: string): Promise<Result<Buffer | null, Problem>> {
  if (data !== null) return ok(Buffer.from(data));
  if (file === '') return ok(null);
  const bytes = await readBytes(file, limit);
  if (bytes.ok) return bytes;
  const reason = bytes.error.missing ? reasonOf(Object.assign(new Error(), { code: 'ENOENT' })) : bytes.error.problem.what;
  return fail(
    problem('credentials-unreadable', {
      what: `The ${field} ${file} cannot be read: ${reason}.`,
      why: 'The kubeconfig names it.',
      at: { file, field },
    }),
  );
}

function caProblem(ca: Buffer, context: ResolvedContext): Problem | null {
  if (parseCertificates(ca.toString('utf8')) !== null) return null;
  return problem('credentials-unreadable', {
    what: `The certificate authority of cluster “${context.clusterName}” is no PEM certificate.`,
    why: `It stands in ${context.cluster.caData === null ? context.cluster.caFile : (context.cluster.file ?? context.source.label)}.`,
    at: { file: context.cluster.file ?? context.source.label, field: 'certificate-authority' },
  });
}

/** The certificates of a PEM bundle; null where there is none or one is broken. */
export function parseCertificates(pem: string): readonly X509Certificate[] | null {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
  try {
    const parsed = blocks.map(block => new X509Certificate(block));
    return parsed.length === 0 ? null : parsed;
  } catch {
    return null;
  }
}

/** Why a client certificate cannot be used: unreadable, its key does not fit, not valid at this time. */
export function certificateProblem(certificate: ClientCertificate, subject: string, now: number): Problem | null {
  const unreadable = (reason: string): Problem =>
    problem('credentials-unreadable', {
      what: `${subject} cannot be used: ${reason}.`,
      why: 'A client certificate needs a PEM certificate and its unencrypted PEM key.',
    });
  const [leaf] = parseCertificates(certificate.cert) ?? [];
  if (leaf === undefined) return unreadable('it is no PEM certificate');
  const fits = keyFits(leaf, certificate.key);
  if (fits !== null) return unreadable(fits);
  if (leaf.validToDate.getTime() <= now)
    return problem('credentials-expired', {
      what: `${subject} expired on ${leaf.validToDate.toISOString()}.`,
      why: `It was issued for ${oneLine(leaf.subject)}.`,
    });
  if (leaf.validFromDate.getTime() > now + 60_000)
    return problem('tls', {
      what: `${subject} is valid only from ${leaf.validFromDate.toISOString()}.`,
      why: 'The clock of this machine may be wrong.',
      todo: 'Check the date and time of this machine.',
    });
  return null;
}

function keyFits(leaf: X509Certificate, key: string): string | null {
  if (/ENCRYPTED/.test(key)) return 'its key is encrypted, which kubectl does not support either';
  try {
    return leaf.checkPrivateKey(createPrivateKey(key)) ? null : 'the key belongs to another certificate';
  } catch {
    return 'its key is no PEM private key';
  }
}

export const oneLine = (name: string): string => name.split('\n').join(', ').slice(0, 200);
