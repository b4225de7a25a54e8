import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** The built command line in its own process: what only a process can show. */
const root = join(import.meta.dirname, '../..');
const cli = join(root, 'dist/node/cli.mjs');
let folder = '';
let server: Server;
const sockets = new Set<Socket>();

const inFolder = (name: string): string => join(folder, name);

const kubeconfig = (port: number): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'hangs',
    clusters: [{ name: 'hangs', cluster: { server: `http://127.0.0.1:${port}` } }],
    users: [{ name: 'u', user: { token: 'a-token-of-a-test' } }],
    contexts: [{ name: 'hangs', context: { cluster: 'hangs', user: 'u' } }],
  });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-process-'));
  const built = spawnSync(process.execPath, [join(root, 'build/launch.mjs'), 'cli', '--version'], {
    encoding: 'utf8',
    timeout: 200_000,
  });
  if (built.status !== 0) throw new Error(`The command line could not be built:\n${built.stderr}`);
  server = createServer(socket => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  writeFileSync(inFolder('kubeconfig'), kubeconfig((server.address() as AddressInfo).port));
  writeFileSync(
    inFolder('pods.yaml'),
    Array.from(
      { length: 400 },
      (_, index) => `apiVersion: v1\nkind: Pod\nmetadata: {name: p${index}}\nspec: {containers: [{name: c, image: nginx}]}\n`,
    ).join('---\n'),
  );
});

afterAll(() => {
  for (const socket of sockets) socket.destroy();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const start = (args: readonly string[]): ChildProcess =>
  spawn(process.execPath, [cli, ...args], {
    env: { PATH: process.env['PATH'], PLUMBLINE_HOME: inFolder('home'), HOME: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

const exitOf = (child: ChildProcess): Promise<number | null> => new Promise(resolve => child.on('exit', code => resolve(code)));

const connected = async (): Promise<void> => {
  const before = sockets.size;
  while (sockets.size === before) await new Promise(resolve => setTimeout(resolve, 10));
};

describe('Ctrl-C', () => {
  test.each([
    [['scan', '--output', 'result.json']],
    [['snapshot', '--output', 'case.tar.gz']],
    [['patch', '--output', 'patches']],
    [['doctor']],
  ])('%j ends within a second with 130 and leaves nothing', async args => {
    const before = readdirSync(folder).filter(name => name !== 'home');
    const waiting = connected();
    const child = start(
      args.map(arg => (/^(result|case|patches)/.test(arg) ? inFolder(arg) : arg)).concat('--kubeconfig', inFolder('kubeconfig')),
    );
    await waiting;
    const began = performance.now();
    // A terminal and two launchers send it three times.
    for (const _ of [1, 2, 3]) child.kill('SIGINT');
    expect(await exitOf(child)).toBe(130);
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(readdirSync(folder).filter(name => name !== 'home')).toEqual(before);
  });
});

test('a reader that leaves early (| head) is no error', async () => {
  const child = start(['scan', '--manifests', inFolder('pods.yaml'), '--format', 'json', '--quiet']);
  let err = '';
  child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()));
  child.stdout?.once('data', () => child.stdout?.destroy());
  expect(await exitOf(child)).toBe(0);
  expect(err).toBe('');
});

test('a large result arrives whole through a pipe', async () => {
  const child = start(['scan', '--manifests', inFolder('pods.yaml'), '--format', 'json', '--quiet']);
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise(resolve => child.stdout?.on('end', resolve));
  expect(await exitOf(child)).toBe(0);
  await ended;
  const result = JSON.parse(Buffer.concat(chunks).toString()) as { summary: { objects: number }; findings: unknown[] };
  expect(result.summary.objects).toBe(400);
  expect(result.findings.length).toBeGreaterThan(400);
});
