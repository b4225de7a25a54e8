import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createPlain } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSources } from '#node/kubeconfig/sources';
import type { ResolvedContext } from '#node/kubeconfig/resolve';
import { createAuthority, issue, type Certified } from '#test/cluster/certificates';

export interface Seen {
  readonly method: string;
  readonly url: string;
  /** Name and value by turns, as they came over the wire. */
  readonly rawHeaders: readonly string[];
  readonly body: string;
  readonly clientName: string | null;
}

export interface TestServer {
  readonly port: number;
  readonly url: string;
  readonly authority: Certified;
  readonly seen: Seen[];
  /** TCP connections so far. */
  readonly connections: () => number;
  close(): Promise<void>;
}

export interface TestServerOptions {
  readonly answer: (request: IncomingMessage, response: ServerResponse, seen: Seen) => void;
  readonly hosts?: readonly string[];
  readonly notAfter?: Date;
  readonly clientAuthority?: Certified;
  /** Refuse clients without a known certificate in the handshake. */
  readonly requireClient?: boolean;
  readonly offerHttp2?: boolean;
}

/** A TLS server as an API server would be, with its own authority. */
export async function startServer(options: TestServerOptions): Promise<TestServer> {
  const authority = createAuthority('test authority');
  const leaf = issue(authority, {
    commonName: 'api',
    hosts: options.hosts ?? ['localhost', '127.0.0.1'],
    ...(options.notAfter === undefined ? {} : { notBefore: new Date(0), notAfter: options.notAfter }),
  });
  const seen: Seen[] = [];
  let connections = 0;
  const server: Server = createServer(
    {
      cert: leaf.cert,
      key: leaf.key,
      // It offers HTTP/2 without speaking it: a client that would take it fails at once.
      ALPNProtocols: options.offerHttp2 === false ? ['http/1.1'] : ['h2', 'http/1.1'],
      ...(options.clientAuthority === undefined
        ? {}
        : { ca: options.clientAuthority.cert, requestCert: true, rejectUnauthorized: options.requireClient === true }),
    },
    (request, response) => record(request, response, seen, options.answer),
  );
  server.on('secureConnection', () => (connections += 1));
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { port, url: `https://127.0.0.1:${port}`, authority, seen, connections: () => connections, close: () => stop(server) };
}

export async function startPlainServer(answer: TestServerOptions['answer']): Promise<TestServer> {
  const seen: Seen[] = [];
  let connections = 0;
  const server = createPlain((request, response) => record(request, response, seen, answer));
  server.on('connection', () => (connections += 1));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    authority: createAuthority('unused'),
    seen,
    connections: () => connections,
    close: () => stop(server),
  };
}

function record(request: IncomingMessage, response: ServerResponse, seen: Seen[], answer: TestServerOptions['answer']): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const peer =
      'getPeerCertificate' in request.socket
        ? (request.socket as unknown as { getPeerCertificate(): { subject?: { CN?: string } } }).getPeerCertificate()
        : {};
    const one: Seen = {
      method: request.method ?? '',
      url: request.url ?? '',
      rawHeaders: request.rawHeaders,
      body: Buffer.concat(chunks).toString('utf8'),
      clientName: peer.subject?.CN ?? null,
    };
    seen.push(one);
    answer(request, response, one);
  });
}

async function stop(server: { close(done: () => void): unknown; closeAllConnections(): void }): Promise<void> {
  const closed = new Promise<void>(resolve => void server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}

/** All values of one header, in order, each as its own. */
export const headerValues = (seen: Seen | undefined, name: string): string[] =>
  (seen?.rawHeaders ?? []).flatMap((value, index, all) =>
    index % 2 === 0 && value.toLowerCase() === name ? [all[index + 1] ?? ''] : [],
  );

export const json = (
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string | string[]> = {},
): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
};

export interface ContextSpec {
  readonly cluster: Readonly<Record<string, unknown>>;
  readonly user?: Readonly<Record<string, unknown>> | undefined;
  /** Added by hand instead of named by the flag: its plugins are not trusted. */
  readonly imported?: boolean;
}

/** Writes a kubeconfig of one context and resolves it. */
export async function contextOf(spec: ContextSpec, folder: string): Promise<ResolvedContext> {
  const file = join(folder, `config-${Math.random().toString(36).slice(2)}`);
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'c',
    contexts: [{ name: 'c', context: { cluster: 'k', ...(spec.user === undefined ? {} : { user: 'u' }) } }],
    clusters: [{ name: 'k', cluster: spec.cluster }],
    users: spec.user === undefined ? [] : [{ name: 'u', user: spec.user }],
  };
  await writeFile(file, JSON.stringify(config));
  const sources = await loadSources(
    spec.imported === true
      ? { env: {}, home: '/nowhere', added: [{ kind: 'file', path: file }] }
      : { flag: file, env: {}, home: '/nowhere' },
  );
  const resolved = sources.resolve({ name: 'c', source: file });
  if (!resolved.ok) throw new Error(resolved.error.what);
  return resolved.value;
}

export const base64 = (text: string): string => Buffer.from(text).toString('base64');

export async function temporaryFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'plumbline-test-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
