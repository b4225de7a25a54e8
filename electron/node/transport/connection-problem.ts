import { problem, type Problem } from '#contract/problem';
import { BodyTooLarge, BodyUnreadable } from './body.ts';
import type { ChosenProxy } from './proxy.ts';

export interface ConnectionPlace {
  /** `https://host:port`, for sentences. */
  readonly server: string;
  readonly proxy: ChosenProxy | null;
  readonly userName: string;
  readonly redact: (text: string) => string;
}

type Explain = (place: ConnectionPlace, message: string) => Omit<Problem, 'detail' | 'todo'> & { readonly todo?: string };

const entry =
  (code: Problem['code'], what: (place: ConnectionPlace) => string, why: string, todo?: string): Explain =>
  place => ({ code, what: what(place), why, ...(todo === undefined ? {} : { todo }) });

const untrusted = (why: string): Explain =>
  entry('tls-untrusted', ({ server }) => `The certificate of ${server} is not trusted.`, why);
const refusedCertificate = (why: string): Explain =>
  entry('tls', ({ server, userName }) => `${server} refused the client certificate of user “${userName}”.`, why);
const reset = entry(
  'connection-reset',
  ({ server }) => `The connection to ${server} broke off.`,
  'The server, or something on the way, closed it before the answer was complete.',
);
const dns = entry('dns', ({ server }) => `The host of ${server} cannot be found.`, 'The name does not resolve.');
const noRoute = (why: string): Explain => entry('unreachable', ({ server }) => `${server} cannot be reached.`, why);
const expiredClient = entry(
  'credentials-expired',
  ({ server, userName }) => `${server} says that the client certificate of user “${userName}” has expired.`,
  'Its time has run out, or the clocks differ.',
);

/** By Node's, OpenSSL's and undici's codes. */
const explanations: Readonly<Record<string, Explain>> = {
  ENOTFOUND: dns,
  EAI_AGAIN: entry(
    'dns',
    ({ server }) => `The host of ${server} cannot be looked up.`,
    'The name server of this machine does not answer.',
  ),
  EAI_FAIL: dns,
  EAI_NODATA: dns,
  ECONNREFUSED: noRoute('Nothing listens there, or a firewall refuses.'),
  EHOSTUNREACH: noRoute('There is no route to the host.'),
  EHOSTDOWN: noRoute('The host is down.'),
  ENETUNREACH: noRoute('There is no route to its network; a VPN may be off.'),
  ENETDOWN: noRoute('The network of this machine is down.'),
  EADDRNOTAVAIL: noRoute('Its address cannot be used from this machine.'),
  EACCES: noRoute('This machine does not allow the connection.'),
  EPERM: noRoute('This machine does not allow the connection.'),
  ETIMEDOUT: entry('timeout', ({ server }) => `${server} did not answer in time.`, 'No connection came about.'),
  UND_ERR_CONNECT_TIMEOUT: entry(
    'timeout',
    ({ server }) => `${server} did not answer within 10 seconds.`,
    'No connection came about: the host may be down, or a firewall drops the packets.',
  ),
  ECONNRESET: reset,
  EPIPE: reset,
  UND_ERR_SOCKET: reset,
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: reset,
  Z_BUF_ERROR: reset,
  UND_ERR_HEADERS_OVERFLOW: entry(
    'response-invalid',
    ({ server }) => `${server} sent more headers than 64 KiB.`,
    'An API server never does.',
  ),
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted('It is self-signed and is not the certificate authority of the kubeconfig.'),
  SELF_SIGNED_CERT_IN_CHAIN: untrusted(
    'It was issued by an authority that is not the one of the kubeconfig; a TLS-inspecting proxy may stand in between.',
  ),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted('It was issued by an authority that is not known here.'),
  UNABLE_TO_GET_ISSUER_CERT: untrusted('A certificate of its chain is missing.'),
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted('It was issued by an authority that is not known here.'),
  CERT_SIGNATURE_FAILURE: untrusted(
    'Its signature does not fit the authority of the kubeconfig: the cluster may have been made anew.',
  ),
  CERT_UNTRUSTED: untrusted('Its authority is not trusted for servers.'),
  CERT_REJECTED: untrusted('Its authority is marked as rejected.'),
  INVALID_CA: untrusted('A certificate of its chain may not issue others.'),
  INVALID_PURPOSE: untrusted('It is not meant for servers.'),
  CERT_HAS_EXPIRED: entry(
    'tls',
    ({ server }) => `The certificate of ${server} has expired.`,
    'The server’s own certificate was not renewed, or the clock of this machine is wrong.',
    'Renew the API server’s certificate, or set the clock of this machine.',
  ),
  CERT_NOT_YET_VALID: entry(
    'tls',
    ({ server }) => `The certificate of ${server} is not valid yet.`,
    'The clock of this machine may be behind.',
    'Set the clock of this machine.',
  ),
  ERR_TLS_CERT_ALTNAME_INVALID: entry(
    'tls',
    ({ server }) => `The certificate of ${server} is for another name.`,
    'None of the names in it is the host of the server.',
    'Use a server address that the certificate names, or set tls-server-name in the kubeconfig.',
  ),
  ERR_SSL_WRONG_VERSION_NUMBER: entry(
    'tls',
    ({ server }) => `${server} does not speak TLS.`,
    'Something else listens at this port, or the server wants http.',
  ),
  ERR_SSL_PACKET_LENGTH_TOO_LONG: entry(
    'tls',
    ({ server }) => `${server} does not speak TLS.`,
    'Something else listens at this port, or the server wants http.',
  ),
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: expiredClient,
};

/** Turns what undici, Node or OpenSSL threw into a problem that says what to do. */
export function connectionProblem(error: unknown, place: ConnectionPlace): Problem {
  const chain = causes(error);
  const message = place.redact(
    chain
      .map(one => one.message)
      .filter(text => text !== '')
      .join(': ')
      .slice(0, 1_000),
  );
  const explained = explain(chain, place, message);
  return problem(explained.code, {
    what: explained.what,
    why: explained.why,
    ...(explained.todo === undefined ? {} : { todo: explained.todo }),
    ...(message === '' ? {} : { detail: message }),
  });
}

interface Cause {
  readonly message: string;
  readonly code: string;
  readonly error: Error;
}

function causes(error: unknown): readonly Cause[] {
  const found: Cause[] = [];
  let next: unknown = error;
  while (next instanceof Error && found.length < 5) {
    const code = 'code' in next && typeof next.code === 'string' ? next.code : '';
    found.push({ message: next.message, code, error: next });
    const within: readonly unknown[] = next instanceof AggregateError ? next.errors : [];
    next = next.cause ?? within[0];
  }
  return found.length === 0 ? [{ message: String(error), code: '', error: new Error(String(error)) }] : found;
}

function explain(chain: readonly Cause[], place: ConnectionPlace, message: string): ReturnType<Explain> {
  const own = chain.map(({ error }) => ownReason(error, place)).find(found => found !== null);
  if (own !== undefined) return own;
  const viaProxy = place.proxy === null ? null : proxyReason(chain, place.proxy);
  if (viaProxy !== null) return viaProxy;
  for (const { code } of chain) {
    const known = Object.hasOwn(explanations, code) ? explanations[code] : byPattern(code);
    if (known !== undefined) return known(place, message);
  }
  return noRoute('The connection failed for a reason that is not known here; see the detail.')(place, message);
}

function ownReason(error: Error, { server }: ConnectionPlace): ReturnType<Explain> | null {
  if (error instanceof BodyTooLarge)
    return {
      code: 'response-invalid',
      what: `An answer of ${server} was too large: ${error.message}.`,
      why: 'Lists are asked for in pages, which are far smaller.',
    };
  if (error.name === 'HTTPParserError')
    return {
      code: 'response-invalid',
      what: `${server} did not answer in HTTP.`,
      why: 'Something else listens at this port, or a proxy garbles the answer.',
    };
  if (error instanceof BodyUnreadable)
    return {
      code: 'response-invalid',
      what: `An answer of ${server} cannot be read: ${error.message}.`,
      why: 'An API server answers in plain or gzip form.',
    };
  return null;
}

/** Alerts that the server sent about us, and families of codes. */
function byPattern(code: string): Explain | undefined {
  if (/ALERT_CERTIFICATE_EXPIRED/.test(code)) return expiredClient;
  if (/CERTIFICATE_REQUIRED|ALERT_(?:BAD|UNKNOWN|UNSUPPORTED|REVOKED)?_?CERT/.test(code) || /ALERT_UNKNOWN_CA/.test(code))
    return refusedCertificate('It asks for a client certificate that it knows; the alert is in the detail.');
  if (/^(?:ERR_SSL|ERR_TLS|EPROTO|CERT_|CRL_|UNABLE_TO)/.test(code))
    return entry(
      'tls',
      ({ server }) => `No TLS connection to ${server} came about.`,
      'The handshake failed; OpenSSL’s words are in the detail.',
    );
  if (code.startsWith('Z_'))
    return entry(
      'response-invalid',
      ({ server }) => `An answer of ${server} cannot be decompressed.`,
      'Something on the way changes it.',
    );
  return undefined;
}

/** Codes that, with a proxy in between, can only be about the way to the proxy. */
const proxyCodes = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'ETIMEDOUT',
  'UND_ERR_PRX_TLS',
  'UND_ERR_PRX_CONN',
]);

function proxyReason(chain: readonly Cause[], proxy: ChosenProxy): ReturnType<Explain> | null {
  const said = chain.map(({ message }) => /Proxy response \((\d+)\)|\((407)\)/.exec(message)).find(match => match !== null);
  const status = said?.[1] ?? said?.[2];
  if (status === '407')
    return {
      code: 'proxy',
      what: `The proxy ${proxy.shown} wants a user name and password.`,
      why: `It was named by ${proxy.from}.`,
      todo: 'Put them into the proxy’s URL, or use another proxy.',
    };
  if (status !== undefined)
    return {
      code: 'proxy',
      what: `The proxy ${proxy.shown} refused the connection (status ${status}).`,
      why: `It was named by ${proxy.from}; it may not be allowed to reach the server.`,
    };
  const socks = chain.some(({ code, message }) => /SOCKS/i.test(code) || /socks/i.test(message));
  if (socks || chain.some(({ code }) => proxyCodes.has(code)))
    return {
      code: 'proxy',
      what: `The proxy ${proxy.shown} could not be used.`,
      why: `It was named by ${proxy.from}, and no connection through it came about.`,
    };
  return null;
}
