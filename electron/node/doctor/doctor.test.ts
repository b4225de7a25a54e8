import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DoctorReport, type DoctorStep } from '#contract/context';
import { problem } from '#contract/problem';
import { fail, ok } from '#contract/result';
import { createAuthority } from '#test/cluster/certificates';
import {
  base64,
  contextOf,
  json,
  startServer,
  temporaryFolder,
  type ContextSpec,
  type TestServer,
  type TestServerOptions,
} from '#test/transport/server';
import { runDoctor, type DoctorOptions } from './doctor.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => (folder = await temporaryFolder()));
afterAll(() => folder.remove());

const options: DoctorOptions = { requestTimeout: 2_000, env: { PATH: '/usr/bin:/bin' }, trustExec: false, redact: text => text };

/** An API server for a user with these rights. */
const api =
  (rights: 'all' | 'namespace' | 'none'): TestServerOptions['answer'] =>
  (request, response) => {
    const url = request.url ?? '';
    if (url.endsWith('/selfsubjectreviews'))
      return json(response, 201, { status: { userInfo: { username: 'jane', groups: ['dev', 'system:authenticated'] } } });
    if (url.startsWith('/api/v1/namespaces'))
      return rights === 'all' ? json(response, 200, { items: [] }) : json(response, 403, { message: 'namespaces is forbidden' });
    if (url.endsWith('/selfsubjectrulesreviews'))
      return json(response, 201, {
        status: {
          resourceRules:
            rights === 'none'
              ? [{ verbs: ['create'], resources: ['selfsubjectreviews'] }]
              : [{ verbs: ['get', 'list'], resources: ['pods', 'services'] }],
        },
      });
    json(response, 200, { gitVersion: 'v1.37.2' });
  };

interface Given {
  readonly answer?: TestServerOptions['answer'];
  readonly cluster?: (server: TestServer) => Record<string, unknown>;
  readonly user?: ContextSpec['user'];
  readonly options?: Partial<DoctorOptions>;
}

/** The states in order, and what one step says. */
async function check(given: Given, states: string, step: DoctorStep['id'], words: RegExp): Promise<void> {
  const server = await startServer({ answer: given.answer ?? api('all') });
  const cluster = given.cluster?.(server) ?? { server: server.url, 'certificate-authority-data': base64(server.authority.cert) };
  const told: string[] = [];
  try {
    const resolved = ok(await contextOf({ cluster, user: given.user ?? { token: 't' } }, folder.path));
    const report = await runDoctor({ name: 'c', resolved }, { ...options, ...given.options }, one => void told.push(one.id));
    expect(DoctorReport.parse(report)).toEqual(report);
    expect(report.steps.map(one => one.state).join(' ')).toBe(states);
    expect(told).toEqual(report.steps.map(one => one.id));
    expect(report.ok).toBe(!states.includes('fail'));
    const found = report.steps.find(one => one.id === step);
    expect([found?.seen, found?.error, found?.fix].join('\n')).toMatch(words);
  } finally {
    await server.close();
  }
}

describe('the doctor', () => {
  it('all is well', () => check({}, 'pass pass pass pass skip pass pass pass', 'authentication', /jane, in the groups dev/));
  it('tells about TLS', () =>
    check(
      {},
      'pass pass pass pass skip pass pass pass',
      'tls',
      /TLSv1\.3, certificate of CN=api, issued by CN=test authority.*GET \/version took/,
    ));
  it('rights in one namespace', () =>
    check(
      { answer: api('namespace') },
      'pass pass pass pass skip pass pass pass',
      'authorization',
      /may not list namespaces; in the namespace default you may list pods, services/,
    ));
  it('no rights', () =>
    check(
      { answer: api('none') },
      'pass pass pass pass skip pass pass fail',
      'authorization',
      /neither list namespaces.*[\s\S]*namespaces is forbidden[\s\S]*--print-role/,
    ));
  it('insecure TLS is said', () =>
    check(
      { cluster: server => ({ server: server.url, 'insecure-skip-tls-verify': true }) },
      'pass pass pass pass skip pass pass pass',
      'tls',
      /NOT CHECKED/,
    ));
  it('an untrusted certificate', () =>
    check(
      { cluster: server => ({ server: server.url, 'certificate-authority-data': base64(createAuthority('other').cert) }) },
      'pass pass pass pass skip fail skip skip',
      'tls',
      /not trusted[\s\S]*--certificate-authority/,
    ));
  it('401', () =>
    check(
      { answer: (_request, response) => json(response, 401, {}) },
      'pass pass pass pass skip pass fail skip',
      'authentication',
      /does not accept the credentials/,
    ));
  it('nobody listens', () =>
    check(
      { cluster: () => ({ server: 'https://127.0.0.1:1' }) },
      'pass pass pass fail skip skip skip skip',
      'network',
      /Nothing listens/,
    ));
  it('no such host', () =>
    check(
      { cluster: () => ({ server: 'https://no-such-host.invalid' }) },
      'pass pass pass fail skip skip skip skip',
      'network',
      /does not resolve|name server/,
    ));
  it('a proxy that is not there', () =>
    check(
      { options: { proxyUrl: 'http://127.0.0.1:1' } },
      'pass pass pass fail skip skip skip skip',
      'network',
      /127\.0\.0\.1:1[\s\S]*named by --proxy-url[\s\S]*Correct --proxy-url/,
    ));
  it('a proxy of the environment that is not there', () =>
    check(
      {
        cluster: () => ({ server: 'https://api.example.invalid' }),
        options: { env: { PATH: '/usr/bin:/bin', HTTPS_PROXY: 'http://127.0.0.1:1' } },
      },
      'pass pass pass fail skip skip skip skip',
      'network',
      /This is the proxy http:\/\/127\.0\.0\.1:1, named by HTTPS_PROXY[\s\S]*NO_PROXY/,
    ));
  it('a proxy’s scheme', () =>
    check(
      { options: { proxyUrl: 'ftp://127.0.0.1:1' } },
      'pass pass pass pass fail skip skip skip',
      'proxy',
      /http, https or socks5/,
    ));
  it('a missing plugin, with its hint', () =>
    check(
      {
        user: {
          exec: {
            apiVersion: 'client.authentication.k8s.io/v1',
            interactiveMode: 'Never',
            command: 'no-such-plugin',
            installHint: 'brew install it',
          },
        },
      },
      'pass pass fail pass skip pass fail skip',
      'plugin',
      /was not found[\s\S]*brew install it/,
    ));
  it('an environment that could not be captured', () =>
    check(
      { options: { captured: fail(problem('not-available', { what: 'zsh hung.', why: 'x' })) } },
      'pass fail pass pass skip pass pass pass',
      'environment',
      /zsh hung/,
    ));
  it('a token file', async () => {
    const tokenFile = join(folder.path, 'token');
    await writeFile(tokenFile, 'x');
    await check({ user: { tokenFile } }, 'pass pass pass pass skip pass pass pass', 'plugin', /a token/);
  });
  it('a context that is broken', async () => {
    const resolved = fail(problem('context-broken', { what: 'The cluster is not defined.', why: 'line 3' }));
    const report = await runDoctor({ name: 'c', resolved }, options);
    expect(report.steps.map(one => one.state)).toEqual(['fail', 'skip', 'skip', 'skip', 'skip', 'skip', 'skip', 'skip']);
    expect(report).toMatchObject({ server: null, ok: false });
  });
});
