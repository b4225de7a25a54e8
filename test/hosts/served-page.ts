/** `plumbline serve` as a process, spoken to as its page does. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { request } from 'undici';
import type { CoreEvent } from '#contract/events';
import type { Input, MethodName, Output } from '#contract/methods';
import type { Problem } from '#contract/problem';
import type { Result } from '#contract/result';
import type { BuiltNode } from './built-node.ts';

export interface ServedOptions {
  /** PLUMBLINE_HOME. */
  readonly home: string;
  /** A file, for KUBECONFIG. */
  readonly kubeconfig: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface ServedPage {
  readonly child: ChildProcess;
  readonly call: <N extends MethodName>(name: N, input: Input<N>) => Promise<Result<Output<N>, Problem>>;
  /** The value; throws where there is a problem. */
  readonly get: <N extends MethodName>(name: N, input: Input<N>) => Promise<Output<N>>;
  /** Puts a file up in chunks, and gives its handle. */
  readonly upload: (name: string, bytes: Uint8Array) => Promise<string>;
  readonly download: (handle: string) => Promise<Buffer>;
  /** A raw POST with the page's own Origin; the token is this tab's unless another is given. */
  readonly post: (path: string, body: unknown, token?: string) => Promise<{ readonly status: number; readonly body: unknown }>;
  readonly events: readonly CoreEvent[];
  readonly seen: <T extends CoreEvent['type']>(type: T, ms?: number) => Promise<Extract<CoreEvent, { type: T }>>;
  /** Ctrl-C, and how long it took to end. */
  readonly interrupt: () => Promise<{ readonly ms: number; readonly code: number | null }>;
  readonly stop: () => Promise<void>;
}

const firstLine = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let out = '';
    let words = '';
    child.stderr?.on('data', part => (words += String(part)));
    child.stdout?.on('data', part => {
      out += String(part);
      const end = out.indexOf('\n');
      if (end >= 0) resolve(out.slice(0, end));
    });
    child.on('exit', code => reject(new Error(`serve ended with ${String(code)}: ${words}`)));
  });

export const startServed = (node: BuiltNode, { home, kubeconfig, args = [], env = {} }: ServedOptions): ChildProcess => {
  mkdirSync(home, { recursive: true });
  return spawn(process.execPath, [node.file('cli.mjs'), 'serve', '--port', '0', ...args], {
    env: { PATH: process.env['PATH'], HOME: home, PLUMBLINE_HOME: home, KUBECONFIG: kubeconfig, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
};

const ended = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

const end = async (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  if (ended(child)) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
};

const chunkBytes = 300_000;

export async function servePage(node: BuiltNode, options: ServedOptions): Promise<ServedPage> {
  const child = startServed(node, options);
  const url = new URL(await firstLine(child));
  const origin = { origin: url.origin, 'content-type': 'application/json' };
  let own = '';
  const post: ServedPage['post'] = async (path, body, token = own) => {
    const headers = token === '' ? origin : { ...origin, authorization: `Bearer ${token}` };
    const answer = await request(`${url.origin}${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    return { status: answer.statusCode, body: await answer.body.json() };
  };
  own = ((await post('/session', { code: url.hash.replace('#code=', '') })).body as { readonly token: string }).token;

  const events: CoreEvent[] = [];
  const stream = await request(`${url.origin}/events`, {
    headers: { authorization: `Bearer ${own}` },
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  let rest = '';
  stream.body.on('data', (part: Buffer) => {
    const lines = (rest + part.toString()).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') events.push(JSON.parse(line) as CoreEvent);
  });
  stream.body.on('error', () => undefined);

  const call: ServedPage['call'] = async <N extends MethodName>(name: N, input: Input<N>) =>
    (await post(`/rpc/${name}`, input)).body as Result<Output<N>, Problem>;
  const get: ServedPage['get'] = async <N extends MethodName>(name: N, input: Input<N>) => {
    const result = await call(name, input);
    if (!result.ok) throw new Error(`${name}: ${result.error.code}: ${result.error.what} ${result.error.why}`);
    return result.value;
  };
  return {
    child,
    call,
    get,
    post,
    events,
    upload: async (name, bytes) => {
      let handle: string | null = null;
      for (let from = 0; from === 0 || from < bytes.length; from += chunkBytes) {
        const chunk = Buffer.from(bytes.subarray(from, from + chunkBytes)).toString('base64');
        handle = (await get('upload.put', { handle, name, chunk, last: from + chunkBytes >= bytes.length })).handle;
      }
      return handle ?? '';
    },
    download: async handle => {
      const ticket = (await post('/ticket', { handle })).body as { readonly url: string };
      const answer = await request(`${url.origin}${ticket.url}`);
      return Buffer.from(await answer.body.arrayBuffer());
    },
    seen: async <T extends CoreEvent['type']>(type: T, ms = 20_000) => {
      const until = Date.now() + ms;
      for (;;) {
        const found = events.find((event): event is Extract<CoreEvent, { type: T }> => event.type === type);
        if (found !== undefined) return found;
        if (Date.now() > until) throw new Error(`no event ${type}`);
        await delay(20);
      }
    },
    interrupt: async () => {
      const began = performance.now();
      await end(child, 'SIGINT');
      return { ms: performance.now() - began, code: child.exitCode };
    },
    stop: () => end(child, 'SIGTERM'),
  };
}
