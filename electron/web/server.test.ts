import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request as rawRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ok } from '#contract/result';
import { startWebHost, type WebHost } from './server.ts';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

let web: WebHost;
let folder: string;
let token: string;

/** Raw, so that Host, Origin and path arrive as an attacker would write them. */
const ask = (method: string, path: string, headers: Readonly<Record<string, string>> = {}, body = ''): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = rawRequest(
      { host: '127.0.0.1', port: web.port, method, path, headers: { host: `127.0.0.1:${web.port}`, ...headers } },
      response => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts).toString() }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });

const ours = () => ({ origin: `http://127.0.0.1:${web.port}`, 'content-type': 'application/json' });
const codeOf = (url: string): string => url.split('#code=')[1] ?? '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-web-'));
  mkdirSync(join(folder, 'page/assets'), { recursive: true });
  writeFileSync(join(folder, 'page/index.html'), '<meta property="csp-nonce" nonce="{{nonce}}">');
  writeFileSync(join(folder, 'page/assets/app.js'), 'ours');
  writeFileSync(join(folder, 'page/notes.txt'), 'no type, not ours to serve');
  writeFileSync(join(folder, 'secret.json'), 'secret');
  symlinkSync(join(folder, 'secret.json'), join(folder, 'page/link.json'));
  writeFileSync(join(folder, 'download'), 'bytes');
  web = await startWebHost({
    core: { call: async (name, input) => ok({ name, input }) },
    subscribe: () => () => undefined,
    takeDownload: handle =>
      handle === 'h' ? { path: join(folder, 'download'), name: 'naïve "file".tar.gz', done: () => undefined } : undefined,
    renderer: join(folder, 'page'),
    port: 0,
  });
  const session = await ask('POST', '/session', ours(), JSON.stringify({ code: codeOf(web.url()) }));
  token = (JSON.parse(session.body) as { token: string }).token;
});
afterAll(async () => {
  await web.close();
  rmSync(folder, { recursive: true });
});

describe('the loopback host', () => {
  test('sends every document with the policy and a fresh nonce', async () => {
    const [first, second] = [await ask('GET', '/s/x/findings'), await ask('GET', '/')];
    const nonce = /nonce="([^"]+)"/u.exec(first.body)?.[1] ?? '';
    expect(first.headers['content-security-policy']).toContain(`'nonce-${nonce}'`);
    expect(first.headers['content-security-policy']).not.toContain('unsafe');
    expect(first.headers['referrer-policy']).toBe('no-referrer');
    expect(first.headers['set-cookie']).toBeUndefined();
    expect(second.body).not.toContain(nonce);
  });

  test.each([
    '/../secret.json',
    '/%2e%2e/secret.json',
    '/..%2fsecret.json',
    '/%2e%2e%2fsecret.json',
    '/assets/..%5c..%5csecret.json',
    '/link.json',
    '/a%00.js',
    '/%',
    '/notes.txt',
    '/none.js',
  ])('serves nothing at %s', async path => {
    const answer = await ask('GET', path);
    expect(answer.status).toBe(404);
    expect(answer.body).not.toContain('secret');
  });

  test('a code is for one exchange', async () => {
    const code = codeOf(web.url());
    expect((await ask('POST', '/session', ours(), JSON.stringify({ code }))).status).toBe(200);
    expect((await ask('POST', '/session', ours(), JSON.stringify({ code }))).status).toBe(403);
    expect((await ask('POST', '/session', ours(), JSON.stringify({ code: 'guess' }))).status).toBe(403);
  });

  test.each([
    ['no token', {}, 401],
    ['a wrong token', { authorization: 'Bearer guess' }, 401],
    ['the token as a cookie', { cookie: 'token=TOKEN' }, 401],
    ['a foreign Host (DNS rebinding)', { authorization: 'Bearer TOKEN', host: 'evil.test' }, 403],
    ['localhost by name', { authorization: 'Bearer TOKEN', host: 'localhost:PORT' }, 403],
    ['a foreign Origin', { authorization: 'Bearer TOKEN', origin: 'https://evil.test' }, 403],
    ['another port’s Origin', { authorization: 'Bearer TOKEN', origin: 'http://127.0.0.1:1' }, 403],
    ['a null Origin', { authorization: 'Bearer TOKEN', origin: 'null' }, 403],
    ['a cross-site fetch', { authorization: 'Bearer TOKEN', 'sec-fetch-site': 'cross-site' }, 403],
    ['a form', { authorization: 'Bearer TOKEN', 'content-type': 'text/plain' }, 400],
    ['the page itself', { authorization: 'Bearer TOKEN' }, 200],
  ] as const)('a call with %s', async (_, headers, status) => {
    const filled = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value.replace('TOKEN', token).replace('PORT', String(web.port))]),
    );
    expect((await ask('POST', '/rpc/app.info', { ...ours(), ...filled }, '{}')).status).toBe(status);
  });

  test('a body over 1 MiB is refused', async () => {
    const answer = await ask(
      'POST',
      '/rpc/app.info',
      { ...ours(), authorization: `Bearer ${token}` },
      `"${'x'.repeat(1024 * 1024)}"`,
    );
    expect(answer.status).toBe(400);
  });

  test('a ticket is for one download', async () => {
    const made = await ask('POST', '/ticket', { ...ours(), authorization: `Bearer ${token}` }, JSON.stringify({ handle: 'h' }));
    const { url } = JSON.parse(made.body) as { url: string };
    const file = await ask('GET', url);
    expect([file.status, file.body]).toEqual([200, 'bytes']);
    expect(file.headers['content-disposition']).toBe(`attachment; filename*=UTF-8''na%C3%AFve%20%22file%22.tar.gz`);
    expect((await ask('GET', url)).status).toBe(404);
    expect((await ask('GET', '/download/guess')).status).toBe(404);
  });
});
