import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { z } from 'zod';
import type { CoreEvent } from '#contract/events';
import type { Core } from '#core/core';
import { assetAt } from '../static/assets.ts';
import { jsonBody } from './body.ts';
import { hasToken, isOurHost, isOurOrigin } from './guard.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { createTickets, type Tickets } from './tickets.ts';

export interface WebHostOptions {
  readonly core: Core;
  readonly subscribe: (listener: (event: CoreEvent) => void) => () => void;
  /** Takes a finished download by its handle, once. */
  readonly takeDownload: (
    handle: string,
  ) => { readonly path: string; readonly name: string; readonly done: () => void } | undefined;
  /** Folder of the built renderer. */
  readonly renderer: string;
  /** 0: any free port. */
  readonly port: number;
}

export interface WebHost {
  readonly port: number;
  /** Where to open the page: the code is in the fragment, so that no server or log sees it. */
  url(path?: string): string;
  close(): Promise<void>;
}

interface Context extends WebHostOptions {
  readonly sessions: Sessions;
  readonly tickets: Tickets;
  readonly boundPort: () => number;
}

const json = (response: ServerResponse, status: number, value: unknown): void => {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  response.end(JSON.stringify(value));
};

const refuse = (response: ServerResponse, status: number, why: string): void => json(response, status, { error: why });

type Route = (context: Context, request: IncomingMessage, response: ServerResponse, rest: string) => Promise<void> | void;

const Code = z.strictObject({ code: z.string().max(200) });
const Handle = z.strictObject({ handle: z.string().max(200) });

const session: Route = async ({ sessions }, request, response) => {
  const body = Code.safeParse((await jsonBody(request))?.value);
  const token = body.success ? sessions.exchange(body.data.code) : undefined;
  if (token === undefined) return refuse(response, 403, 'This code is unknown, used or too old.');
  return json(response, 200, { token });
};

const code: Route = ({ sessions }, _, response) => json(response, 200, { code: sessions.issueCode() });

const rpc: Route = async ({ core }, request, response, name) => {
  const body = await jsonBody(request);
  if (body === undefined) return refuse(response, 400, 'The body is not JSON, or over 1 MiB.');
  const controller = new AbortController();
  response.on('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  const result = await core.call(name, body.value, controller.signal);
  return response.destroyed ? undefined : json(response, 200, result);
};

/** A slow reader is dropped, not buffered for without end; it connects anew and asks. */
const mostBuffered = 4 * 1024 * 1024;

const events: Route = ({ subscribe }, _, response) => {
  response.writeHead(200, {
    'content-type': 'application/x-ndjson; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.write('\n');
  const unsubscribe = subscribe(event => {
    if (response.writableLength > mostBuffered) response.destroy();
    else response.write(`${JSON.stringify(event)}\n`);
  });
  const beat = setInterval(() => response.write('\n'), 15_000);
  response.on('close', () => {
    clearInterval(beat);
    unsubscribe();
  });
};

const ticket: Route = async ({ tickets }, request, response) => {
  const body = Handle.safeParse((await jsonBody(request))?.value);
  return body.success
    ? json(response, 200, { url: `/download/${tickets.issue(body.data.handle)}` })
    : refuse(response, 400, 'A handle is needed.');
};

const download: Route = ({ tickets, takeDownload }, _, response, rest) => {
  const handle = tickets.redeem(rest);
  const file = handle === undefined ? undefined : takeDownload(handle);
  if (file === undefined) return refuse(response, 404, 'This download was fetched already, or its 30 seconds are over.');
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  const stream = createReadStream(file.path);
  response.on('close', file.done);
  stream.on('error', () => response.destroy());
  stream.pipe(response);
  return undefined;
};

interface RouteEntry {
  readonly method: 'GET' | 'POST';
  readonly prefix: string;
  readonly needsToken: boolean;
  readonly route: Route;
}

const routes: readonly RouteEntry[] = [
  { method: 'POST', prefix: '/session', needsToken: false, route: session },
  { method: 'POST', prefix: '/code', needsToken: true, route: code },
  { method: 'POST', prefix: '/rpc/', needsToken: true, route: rpc },
  { method: 'GET', prefix: '/events', needsToken: true, route: events },
  { method: 'POST', prefix: '/ticket', needsToken: true, route: ticket },
  { method: 'GET', prefix: '/download/', needsToken: false, route: download },
];

const routeFor = (method: string | undefined, path: string): RouteEntry | undefined =>
  routes.find(
    entry => entry.method === method && (entry.prefix.endsWith('/') ? path.startsWith(entry.prefix) : path === entry.prefix),
  );

const handle = async (context: Context, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const port = context.boundPort();
  const [path = '/'] = (request.url ?? '/').split('?');
  if (!isOurHost(request, port)) return refuse(response, 403, 'This page answers only at the address that was printed.');
  const entry = routeFor(request.method, path);
  if (entry !== undefined) {
    // A download is a navigation of our own page: it has no Origin, and its one-use ticket stands for it.
    if (entry.method === 'POST' && !isOurOrigin(request, port)) return refuse(response, 403, 'Only the page itself may call.');
    if (entry.needsToken && !hasToken(request, context.sessions)) return refuse(response, 401, 'A bearer token is needed.');
    return entry.route(context, request, response, path.slice(entry.prefix.length));
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'Only GET here.');
  const asset = await assetAt(context.renderer, path);
  response.writeHead(asset.status, asset.headers);
  response.end(request.method === 'HEAD' ? undefined : asset.body);
  return undefined;
};

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });

/** Serves the same interface as the desktop app on 127.0.0.1, and nowhere else. */
export const startWebHost = async (options: WebHostOptions): Promise<WebHost> => {
  let port = options.port;
  const context: Context = {
    ...options,
    sessions: createSessions(Date.now),
    tickets: createTickets(Date.now),
    boundPort: () => port,
  };
  const server = createServer((request, response) => {
    handle(context, request, response).catch(() => {
      if (!response.headersSent) refuse(response, 500, 'A defect of Plumbline: the log has it.');
      else response.destroy();
    });
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 60_000;
  port = await listen(server, options.port);
  return {
    port,
    url: (path = '/') => `http://127.0.0.1:${port}${path}#code=${context.sessions.issueCode()}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
