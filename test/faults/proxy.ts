/**
 * A proxy in front of the test API server that makes things go wrong on purpose.
 *
 * It ends TLS with a certificate of the cluster's own CA, so a kubeconfig needs only another server address. Upstream it
 * presents the certificate of the persona whose certificate the client presented; bearer tokens pass through.
 * HTTP/1.1 only, no upgrades (exec, port-forward) and no watches longer than the client waits.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { Pool, type Dispatcher } from 'undici';
import { issue, type Certified } from '#test/cluster/certificates';
import { field } from '#test/cluster/client';
import type { TestCluster } from '#test/cluster/cluster';
import { personaNames } from '#test/cluster/personas';
import { relay, sendStatus } from './deliver.ts';
import type { Fault, FaultRule, SeenRequest } from './faults.ts';

export interface OwnAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** The right that the API server would ask for before it answered. */
export interface NeededRight {
  readonly verb: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly group?: string;
  readonly name?: string;
}

export interface FaultProxy {
  readonly url: string;
  /** Rules are tried in the order added; the first that strikes decides. Returns how to take it away. */
  readonly add: (rule: FaultRule) => () => void;
  readonly clear: () => void;
  /** Every request since the start or forget(). */
  readonly seen: () => readonly SeenRequest[];
  /** How often each "METHOD /path" (without query) was asked. */
  readonly counts: () => ReadonlyMap<string, number>;
  /** How often each kind of fault struck. */
  readonly struck: () => ReadonlyMap<Fault['kind'], number>;
  readonly forget: () => void;
  /** Answers a path itself, to whoever has the right, for example /api/v1/nodes/NAME/proxy/configz. */
  readonly answer: (pathname: string, answer: OwnAnswer, needs?: NeededRight) => void;
  readonly stop: () => Promise<void>;
}

interface Active {
  readonly rule: FaultRule;
  left: number;
}

export async function startFaultProxy(cluster: TestCluster): Promise<FaultProxy> {
  const upstream = upstreams(cluster);
  const active: Active[] = [];
  const seen: SeenRequest[] = [];
  const struck = new Map<Fault['kind'], number>();
  const answers = new Map<string, { readonly answer: OwnAnswer; readonly needs: NeededRight | undefined }>();

  const handle = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const client = clientOf(message);
    const request = seenRequest(message, client.persona);
    seen.push(request);
    const fault = strike(active, request);
    if (fault !== undefined) struck.set(fault.kind, (struck.get(fault.kind) ?? 0) + 1);
    if (fault?.kind === 'status') return sendStatus(response, fault);
    if (fault?.kind === 'hang') return;
    if (fault?.kind === 'reset' && fault.afterBytes === undefined) return void message.socket.destroy();
    if (!client.trusted) return sendStatus(response, { kind: 'status', status: 401, reason: 'Unauthorized' });
    const own = answers.get(request.pathname);
    const pool = upstream.poolOf(client.persona);
    if (own === undefined) return relay(await forward(pool, message, fault), response, fault);
    if (own.needs !== undefined && !(await isAllowed(pool, message, own.needs))) {
      return sendStatus(response, { kind: 'status', status: 403, reason: 'Forbidden' });
    }
    sendJson(response, own.answer);
  };

  const identity = issue(cluster.authority, { commonName: 'fault-proxy', hosts: ['127.0.0.1', 'localhost'] });
  const server = createServer(
    { key: identity.key, cert: identity.cert, ca: cluster.caPem, requestCert: true, rejectUnauthorized: false },
    (message, response) => {
      handle(message, response).catch((error: unknown) => {
        // The client went away, or the API server did: either way this exchange is over.
        response.destroy(error instanceof Error ? error : undefined);
      });
    },
  );
  server.keepAliveTimeout = 60_000;
  const sockets = new Set<Socket>();
  server.on('secureConnection', socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;

  return {
    url: `https://127.0.0.1:${String(port)}`,
    add: rule => {
      const entry: Active = { rule, left: rule.times ?? Number.POSITIVE_INFINITY };
      active.push(entry);
      return () => void active.splice(active.indexOf(entry), active.includes(entry) ? 1 : 0);
    },
    clear: () => void active.splice(0),
    seen: () => [...seen],
    counts: () => tally(seen.map(({ method, pathname }) => `${method} ${pathname}`)),
    struck: () => new Map(struck),
    forget: () => {
      seen.splice(0);
      struck.clear();
    },
    answer: (pathname, answer, needs) => void answers.set(pathname, { answer, needs }),
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise(resolve => server.close(resolve));
      await upstream.close();
    },
  };
}

function strike(active: readonly Active[], request: SeenRequest): Fault | undefined {
  const entry = active.find(({ rule, left }) => left > 0 && rule.when(request));
  if (entry === undefined) return undefined;
  entry.left -= 1;
  return entry.rule.fault;
}

interface Client {
  readonly persona: string | undefined;
  /** False when it presented a certificate that the CA did not sign, or an expired one. */
  readonly trusted: boolean;
}

function clientOf(message: IncomingMessage): Client {
  const { socket } = message;
  if (!(socket instanceof TLSSocket)) return { persona: undefined, trusted: false };
  const name = field(socket.getPeerCertificate(), 'subject', 'CN');
  if (typeof name !== 'string') return { persona: undefined, trusted: true };
  return socket.authorized ? { persona: name, trusted: true } : { persona: undefined, trusted: false };
}

function seenRequest(message: IncomingMessage, persona: string | undefined): SeenRequest {
  const url = new URL(message.url ?? '/', 'https://proxy.invalid');
  return { method: message.method ?? 'GET', pathname: url.pathname, query: url.searchParams, persona, headers: message.headers };
}

function upstreams(cluster: TestCluster) {
  const pools = new Map<string, Pool>();
  const certificateOf = (persona: string | undefined): Certified | undefined => {
    const known = personaNames.find(name => name === persona);
    return known === undefined ? undefined : cluster.certificates[known];
  };
  const open = (persona: string | undefined): Pool => {
    const connect = { ca: cluster.caPem, ...certificateOf(persona) };
    // HTTP/2 would join repeated headers.
    return new Pool(cluster.url, { allowH2: false, connect, headersTimeout: 0, bodyTimeout: 0 });
  };
  return {
    poolOf: (persona: string | undefined): Pool => {
      const pool = pools.get(persona ?? '') ?? open(persona);
      pools.set(persona ?? '', pool);
      return pool;
    },
    close: async (): Promise<void> => void (await Promise.all([...pools.values()].map(pool => pool.destroy()))),
  };
}

const hopByHop = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'te',
  'trailer',
  'upgrade',
  'proxy-connection',
  'expect',
]);

function forward(pool: Pool, message: IncomingMessage, fault: Fault | undefined): Promise<Dispatcher.ResponseData> {
  // A fault that cuts the body must cut JSON, not gzip.
  const dropped = fault === undefined ? hopByHop : new Set([...hopByHop, 'accept-encoding']);
  const hasBody = message.headers['content-length'] !== undefined || message.headers['transfer-encoding'] !== undefined;
  return pool.request({
    method: message.method ?? 'GET',
    path: message.url ?? '/',
    headers: rawHeaders(message, dropped),
    body: hasBody ? message : null,
  });
}

/** Name, value, name, value: as they came, repeated ones repeated. */
function rawHeaders(message: IncomingMessage, dropped: ReadonlySet<string>): string[] {
  const { rawHeaders: raw } = message;
  return raw.filter((_, index) => !dropped.has((raw[index - (index % 2)] ?? '').toLowerCase()));
}

async function isAllowed(pool: Pool, message: IncomingMessage, needs: NeededRight): Promise<boolean> {
  const review = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec: { resourceAttributes: needs } };
  const { authorization } = message.headers;
  const response = await pool.request({
    method: 'POST',
    path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    headers: { 'content-type': 'application/json', ...(authorization === undefined ? {} : { authorization }) },
    body: JSON.stringify(review),
  });
  return field(await response.body.json(), 'status', 'allowed') === true;
}

function sendJson(response: ServerResponse, answer: OwnAnswer): void {
  response.writeHead(answer.status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(answer.body));
}

function tally<T>(keys: readonly T[]): ReadonlyMap<T, number> {
  const counts = new Map<T, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
