import { createSecureContext } from 'node:tls';
import { Agent, ProxyAgent, type Dispatcher } from 'undici';
import type { ChosenProxy } from './proxy.ts';
import type { ClientCertificate } from '../auth/credential.ts';

export interface DispatcherOptions {
  readonly authorities: string[];
  /** Trust for an https proxy: the machine's authorities and the extra bundle. */
  readonly proxyAuthorities: string[];
  readonly certificate: ClientCertificate | null;
  readonly insecure: boolean;
  readonly serverName: string | null;
  readonly proxy: ChosenProxy | null;
}

export const connectTimeoutMs = 10_000;
/** More than are used at once: undici takes one up again only a turn of the event loop after its answer, which may be long. */
const connections = 8;

/**
 * One pool of kept-alive connections to one cluster. Never HTTP/2: undici joins two Impersonate-Group headers there into
 * one group. Our own timers bound headers and body. Throws what OpenSSL says about a certificate or key it cannot use.
 */
export function makeDispatcher(options: DispatcherOptions): Dispatcher {
  // Made once: parsing the machine's authorities for every connection would cost more than the handshake.
  const secureContext = createSecureContext({
    ca: options.authorities,
    ...(options.certificate === null ? {} : { cert: options.certificate.cert, key: options.certificate.key }),
  });
  const tls = {
    secureContext,
    rejectUnauthorized: !options.insecure,
    ...(options.serverName === null ? {} : { servername: options.serverName }),
  };
  const pool = {
    allowH2: false,
    connections,
    pipelining: 1,
    keepAliveTimeout: 30_000,
    headersTimeout: 0,
    bodyTimeout: 0,
    maxHeaderSize: 64 * 1024,
  };
  const connect = { ...tls, timeout: connectTimeoutMs, allowH2: false, keepAlive: true, keepAliveInitialDelay: 30_000 };
  if (options.proxy === null) return new Agent({ ...pool, connect });
  return new ProxyAgent({
    ...pool,
    uri: options.proxy.url.href,
    requestTls: connect,
    // Its mere presence makes undici speak TLS to a SOCKS proxy.
    ...(options.proxy.url.protocol === 'https:'
      ? { proxyTls: { ca: options.proxyAuthorities, timeout: connectTimeoutMs, allowH2: false } }
      : {}),
    connectTimeout: connectTimeoutMs,
  });
}
