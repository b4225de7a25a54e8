import { describe, expect, it } from 'vitest';
import { connectionProblem } from './connection-problem.ts';

const check = (error: unknown, code: string, words: RegExp): void => {
  const found = connectionProblem(error, {
    server: 'https://api:6443',
    proxy: null,
    userName: 'jane',
    redact: text => text.replaceAll('s3cret', '[redacted]'),
  });
  expect(found.code).toBe(code);
  expect(`${found.what} ${found.why}`).toMatch(words);
};

const coded = (code: string, message = 'x'): Error => Object.assign(new Error(message), { code });

describe('connection faults in words', () => {
  it.each([
    ['ENOTFOUND', 'dns', /cannot be found/],
    ['EAI_AGAIN', 'dns', /name server/],
    ['ECONNREFUSED', 'unreachable', /Nothing listens/],
    ['EHOSTUNREACH', 'unreachable', /no route/],
    ['ENETUNREACH', 'unreachable', /VPN/],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout', /10 seconds/],
    ['ECONNRESET', 'connection-reset', /broke off/],
    ['UND_ERR_SOCKET', 'connection-reset', /broke off/],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'tls-untrusted', /TLS-inspecting/],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls-untrusted', /not known/],
    ['CERT_HAS_EXPIRED', 'tls', /certificate of https:\/\/api:6443 has expired/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls', /another name/],
    ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED', 'credentials-expired', /client certificate of user “jane” has expired/],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'tls', /refused the client certificate/],
    ['ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', 'tls', /refused the client certificate/],
    ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN', 'tls', /refused the client certificate/],
    ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'tls', /refused the client certificate/],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'tls', /handshake failed/],
    ['SOMETHING_NEW', 'unreachable', /not known here/],
  ])('%s', (code, expected, words) => check(coded(code), expected, words));

  it('the cause of a cause', () =>
    check(
      new Error('fetch failed', { cause: new AggregateError([coded('ECONNREFUSED')], 'all') }),
      'unreachable',
      /Nothing listens/,
    ));
  it('what is thrown and no error', () => check('odd', 'unreachable', /not known here/));
  it('the raw words, through the redactor', () => {
    const found = connectionProblem(coded('EPROTO', 'token s3cret'), {
      server: 'x',
      proxy: null,
      userName: '',
      redact: text => text.replaceAll('s3cret', '[redacted]'),
    });
    expect(found.detail).toBe('token [redacted]');
  });
});
