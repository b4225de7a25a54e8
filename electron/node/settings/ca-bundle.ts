import { createHash } from 'node:crypto';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { CaBundle } from '#contract/settings';
import { redactText } from '#core/redact/text';
import { oneLine, parseCertificates } from '#node/transport/tls-material';

const shownSubjects = 200;

const refused = (name: string, why: string): Problem =>
  problem('ca-invalid', { what: `${redactText(name, { maxLength: 200 })} is no bundle of certificates.`, why });

/** What a PEM text holds. A private key in it is refused: it has no business there, and would be kept with the settings. */
export const describeCaBundle = (name: string, pem: string): Result<CaBundle, Problem> => {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem))
    return fail(refused(name, 'It holds a private key, which nobody should hand on; only the certificates are needed.'));
  const certificates = parseCertificates(pem);
  if (certificates === null)
    return fail(
      refused(
        name,
        'It holds no PEM block “BEGIN CERTIFICATE”, or one that cannot be read. DER files are to be converted first.',
      ),
    );
  const ends = certificates.map(certificate => certificate.validToDate.getTime());
  return ok({
    name: name.slice(0, 255),
    certificates: certificates.length,
    sha256: createHash('sha256').update(pem).digest('hex'),
    subjects: certificates.slice(0, shownSubjects).map(certificate => oneLine(certificate.subject)),
    expires: new Date(Math.min(...ends)).toISOString(),
  });
};
