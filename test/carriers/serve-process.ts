/** `plumbline serve` as a process, spoken to over HTTP as its page does; every byte that it sends is kept. */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { request } from 'undici';
import type { Input, MethodName, Output } from '#contract/methods';
import type { Problem } from '#contract/problem';
import type { Result } from '#contract/result';
import type { BuiltCli } from '#test/cli/built-cli';

export interface ServedPage {
  readonly call: <N extends MethodName>(name: N, input: Input<N>) => Promise<Result<Output<N>, Problem>>;
  /** The value; throws the problem. */
  readonly get: <N extends MethodName>(name: N, input: Input<N>) => Promise<Output<N>>;
  /** A file that a call offered. */
  readonly download: (handle: string) => Promise<Buffer>;
  /** Raw bodies of every answer so far, with the call that each was for. */
  readonly bodies: () => readonly { readonly call: string; readonly text: string }[];
  /** The raw event stream so far. */
  readonly events: () => string;
  /** What the process wrote, both streams. */
  readonly output: () => string;
  readonly stop: () => Promise<void>;
}

export async function servePage(cli: BuiltCli, env: Readonly<Record<string, string>>): Promise<ServedPage> {
  const child = cli.start(['serve', '--port', '0'], env);
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const lines = createInterface({ input: child.stdout });
  const [line] = (await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(() => {
      throw new Error(`serve ended: ${output}`);
    }),
  ])) as [string];
  const url = new URL(line);
  const base = url.origin;
  const code = url.hash.replace('#code=', '');
  const bodies: { call: string; text: string }[] = [];
  const origin = { origin: base, 'content-type': 'application/json' };
  const post = async (path: string, headers: Readonly<Record<string, string>>, body: unknown): Promise<unknown> => {
    const response = await request(`${base}${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
      headersTimeout: 120_000,
    });
    const text = await response.body.text();
    bodies.push({ call: `${path} ${JSON.stringify(body)}`, text });
    return JSON.parse(text);
  };
  const { token } = (await post('/session', origin, { code })) as { readonly token: string };
  const headers = { ...origin, authorization: `Bearer ${token}` };
  let events = '';
  const streaming = new AbortController();
  const stream = await request(`${base}/events`, { headers, signal: streaming.signal, bodyTimeout: 0 });
  stream.body.on('data', (chunk: Buffer) => (events += chunk.toString()));
  stream.body.on('error', () => undefined);
  const call: ServedPage['call'] = async (name, input) =>
    (await post(`/rpc/${name}`, headers, input)) as Result<Output<typeof name>, Problem>;
  return {
    call,
    get: async (name, input) => {
      const result = await call(name, input);
      if (!result.ok) throw new Error(`${name}: ${JSON.stringify(result.error)}`);
      return result.value;
    },
    download: async handle => {
      const ticket = (await post('/ticket', headers, { handle })) as { readonly url: string };
      const response = await request(`${base}${ticket.url}`);
      return Buffer.from(await response.body.arrayBuffer());
    },
    bodies: () => bodies,
    events: () => events,
    output: () => output,
    stop: async () => {
      streaming.abort();
      if (child.exitCode === null) {
        child.kill('SIGTERM');
        await Promise.race([once(child, 'exit'), delay(5_000)]);
      }
      if (child.exitCode === null) child.kill('SIGKILL');
    },
  };
}
