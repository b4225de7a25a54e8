import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isJsonObject, type JsonObject } from '#contract/json';
import type { Problem } from '#contract/problem';
import type { Result } from '#contract/result';
import { createAuthority, issue } from '#test/cluster/certificates';
import { base64, contextOf, headerValues, json, startServer, temporaryFolder } from '#test/transport/server';
import { connect } from '../transport/connect.ts';
import type { ConnectOptions } from '../transport/connect-options.ts';
import type { Credential } from './credential.ts';
import { execHash, ExecSource, type ExecOptions, type ExecQuestion } from './exec.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => (folder = await temporaryFolder()));
afterAll(() => folder.remove());

let made = 0;

interface Plugin {
  readonly command: string;
  /** How often it ran. */
  runs(): Promise<number>;
}

/** A shell script as plugin; it notes each run and what it was told. */
async function plugin(body: string): Promise<Plugin> {
  made += 1;
  const name = `plugin-${made}`;
  const log = join(folder.path, `${name}.log`);
  await writeFile(
    join(folder.path, name),
    `#!/bin/sh\necho run >> '${log}'\nprintf '%s' "$KUBERNETES_EXEC_INFO" > '${log}.info'\n${body}\n`,
  );
  await chmod(join(folder.path, name), 0o755);
  return { command: name, runs: async () => (await readFile(log, 'utf8').catch(() => '')).split('\n').length - 1 };
}

const infoOf = async (one: Plugin): Promise<JsonObject> => {
  const value: unknown = JSON.parse(await readFile(join(folder.path, `${one.command}.log.info`), 'utf8'));
  if (!isJsonObject(value)) throw new Error('no object');
  return value;
};

const credential = (status: JsonObject, version = 'v1'): string =>
  `cat <<'END'\n${JSON.stringify({ apiVersion: `client.authentication.k8s.io/${version}`, kind: 'ExecCredential', status })}\nEND`;

const options = (more: Partial<ExecOptions> = {}): ExecOptions => ({
  env: { PATH: `${folder.path}:/usr/bin:/bin` },
  trustExec: false,
  redact: text => text.replaceAll('s3cret', '[redacted]'),
  ...more,
});

interface Given {
  readonly body: string;
  readonly exec?: Record<string, unknown>;
  readonly cluster?: Record<string, unknown>;
  readonly options?: Partial<ExecOptions>;
  readonly imported?: boolean;
}

async function sourceOf(given: Given): Promise<{ readonly source: ExecSource; readonly plugin: Plugin }> {
  const one = await plugin(given.body);
  const exec = { apiVersion: 'client.authentication.k8s.io/v1', interactiveMode: 'Never', command: one.command, ...given.exec };
  const context = await contextOf(
    { cluster: { server: 'https://127.0.0.1:1', ...given.cluster }, user: { exec }, imported: given.imported ?? false },
    folder.path,
  );
  if (context.user?.exec == null) throw new Error('no exec');
  return { source: new ExecSource(context, context.user.exec, null, options(given.options)), plugin: one };
}

const outcome = (result: Result<Credential | null, Problem>): string =>
  result.ok ? (result.value?.authorization ?? 'no token') : result.error.code;

async function check(given: Given, expected: string, words = /(?:)/): Promise<void> {
  const { source } = await sourceOf(given);
  const result = await source.get();
  expect(outcome(result)).toBe(expected);
  expect(result.ok ? '' : [result.error.what, result.error.why, result.error.todo, result.error.detail].join('\n')).toMatch(
    words,
  );
}

describe('what plugins give', () => {
  it('a token', () => check({ body: credential({ token: 'abc' }) }, 'Bearer abc'));
  it('a token in v1beta1', () =>
    check(
      {
        body: credential({ token: 'abc' }, 'v1beta1'),
        exec: { apiVersion: 'client.authentication.k8s.io/v1beta1', interactiveMode: null },
      },
      'Bearer abc',
    ));
  it('D4 a plugin gets its arguments without a shell, and variables', () =>
    check(
      {
        body: `TOKEN="$1$MORE"\n${credential({ token: 'X' }).replace("<<'END'", '<<END').replace('"X"', '"$TOKEN"')}`,
        exec: { args: ['$(id)'], env: [{ name: 'MORE', value: '-m' }] },
      },
      'Bearer $(id)-m',
    ));
  it.each([
    ['another version', credential({ token: 'a' }, 'v1beta1'), /another apiVersion/],
    ['no JSON', 'echo hello', /no JSON object/],
    ['nothing', 'true', /no JSON object/],
    ['no status', credential({}).replace('"status":{}', '"x":1'), /no status/],
    ['an empty status', credential({}), /neither a token nor a certificate/],
    ['half a certificate', credential({ clientCertificateData: 'x' }), /only one of certificate and key/],
    ['a header smuggled in', credential({ token: 'a\r\nX: y' }), /line break/],
    ['a bad expiry', credential({ token: 'a', expirationTimestamp: 'soon' }), /no time/],
    [
      'a failure, with its last words redacted',
      'echo "token s3cret refused" >&2; exit 7',
      /code 7[\s\S]*token \[redacted\] refused/,
    ],
    ['a death', 'kill -9 $$', /SIGKILL/],
  ])('%s', (_name, body, words) => check({ body }, 'exec-failed', words));
  it('never quotes what it printed', async () => {
    const { source } = await sourceOf({ body: 'echo \'{"token":"s3cret"}\'' });
    expect(JSON.stringify(await source.get())).not.toContain('s3cret');
  });
  it('is not found: PATH and the hint are told', () =>
    check(
      { body: '', exec: { command: 'no-such', installHint: 'brew install \u001b[31mno-such' } },
      'exec-failed',
      /Looked for in: .*[\s\S]*brew install �\[31mno-such/,
    ));
  it('Always interactive without a terminal', () =>
    check({ body: credential({ token: 'a' }), exec: { interactiveMode: 'Always' } }, 'exec-failed', /terminal/));
});

describe('what plugins are told', () => {
  it('the version and that nobody can answer', async () => {
    const { source, plugin: one } = await sourceOf({ body: credential({ token: 'a' }) });
    await source.get();
    expect(await infoOf(one)).toEqual({
      apiVersion: 'client.authentication.k8s.io/v1',
      kind: 'ExecCredential',
      spec: { interactive: false },
    });
  });
  it('the cluster, where asked', async () => {
    const { source, plugin: one } = await sourceOf({
      body: credential({ token: 'a' }),
      exec: { provideClusterInfo: true },
      cluster: {
        'tls-server-name': 'n',
        'insecure-skip-tls-verify': true,
        'proxy-url': 'http://p:1',
        extensions: [{ name: 'client.authentication.k8s.io/exec', extension: { audience: 'x' } }],
      },
    });
    await source.get();
    expect(await infoOf(one)).toMatchObject({
      spec: {
        cluster: {
          server: 'https://127.0.0.1:1',
          'tls-server-name': 'n',
          'insecure-skip-tls-verify': true,
          'proxy-url': 'http://p:1',
          config: { audience: 'x' },
        },
      },
    });
  });
  it('a relative command counts from the kubeconfig’s folder', async () => {
    const one = await plugin(credential({ token: 'rel' }));
    await check({ body: '', exec: { command: `./${one.command}` } }, 'Bearer rel');
  });
});

describe('when plugins run', () => {
  it('once for many who ask at once', async () => {
    const { source, plugin: one } = await sourceOf({ body: `sleep 0.2\n${credential({ token: 'a' })}` });
    const all = await Promise.all(Array.from({ length: 20 }, () => source.get()));
    expect(new Set(all.map(outcome))).toEqual(new Set(['Bearer a']));
    expect(await one.runs()).toBe(1);
  });
  const runsAt = async (expiresIn: number | null, laterMs: number): Promise<number> => {
    let now = Date.parse('2026-01-01T00:00:00Z');
    const status = {
      token: 'a',
      ...(expiresIn === null ? {} : { expirationTimestamp: new Date(now + expiresIn).toISOString() }),
    };
    const { source, plugin: one } = await sourceOf({ body: credential(status), options: { now: () => now } });
    await source.get();
    now += laterMs;
    await source.get();
    return one.runs();
  };
  it.each([
    ['no expiry', null, 86_400_000, 1],
    ['well before the end', 3_600_000, 3_000_000, 1],
    ['within a minute of the end', 3_600_000, 3_545_000, 2],
    ['after the end', 3_600_000, 3_700_000, 2],
    ['shorter than the skew, at once', 30_000, 1_000, 1],
    ['shorter than the skew, later', 30_000, 15_000, 2],
  ])('again: %s', async (_name, expiresIn, later, expected) => expect(await runsAt(expiresIn, later)).toBe(expected));
  it('again when refused, but not when another request renewed it meanwhile', async () => {
    const { source, plugin: one } = await sourceOf({ body: credential({ token: 'a' }) });
    const used = await source.get();
    if (!used.ok) throw new Error('no credential');
    await source.renew(used.value);
    await source.renew(used.value);
    expect(await one.runs()).toBe(2);
  });
  it('D4 a plugin runs no longer than its limit, and all that it started ends with it', async () => {
    const alive = join(folder.path, 'alive');
    const started = Date.now();
    await check(
      { body: `(sleep 2; echo alive > '${alive}') &\nwait`, options: { pluginTimeout: 200 } },
      'exec-failed',
      /0 seconds|had not answered/,
    );
    expect(Date.now() - started).toBeLessThan(1_900);
    await sleep(2_200);
    await expect(readFile(alive)).rejects.toThrow('ENOENT');
  });
  it('not past the last one who waits', async () => {
    const { source } = await sourceOf({ body: 'sleep 30' });
    const started = Date.now();
    expect(outcome(await source.get(AbortSignal.timeout(200)))).toBe('cancelled');
    expect(Date.now() - started).toBeLessThan(1_500);
  });
  it('lines of standard error as they come, redacted', async () => {
    const lines: string[] = [];
    await check(
      {
        body: `echo "open s3cret" >&2; printf 'no end' >&2\n${credential({ token: 'a' })}`,
        options: { onPluginStderr: line => void lines.push(line) },
      },
      'Bearer a',
    );
    expect(lines).toEqual(['open [redacted]', 'no end']);
  });
});

describe('whose plugins run', () => {
  const body = credential({ token: 'a' });
  it('D9 an imported file’s plugin does not run without asking', () =>
    check({ body, imported: true }, 'exec-untrusted', /imported/));
  it('D9 an imported file’s plugin runs after a yes, asked once', async () => {
    const questions: ExecQuestion[] = [];
    const { source, plugin: one } = await sourceOf({
      body,
      imported: true,
      exec: { args: ['x', 'two words'], env: [{ name: 'MORE', value: 's3cret' }] },
      options: { onExecQuestion: async question => questions.push(question) > 0 },
    });
    expect(outcome(await source.get())).toBe('Bearer a');
    expect(outcome(await source.get())).toBe('Bearer a');
    expect(questions).toMatchObject([{ command: [one.command, 'x', 'two words'], env: ['MORE'] }]);
    expect(questions[0]?.trust).toMatch(/^[0-9a-f]{64}$/);
  });
  it('D9 an imported file’s that a person trusts runs unasked, until that is taken back', async () => {
    const trusted = new Set<string>();
    let asked = 0;
    const { source, plugin: one } = await sourceOf({
      body,
      imported: true,
      options: {
        isExecTrusted: hash => trusted.has(hash),
        // The answer is remembered where the person says so, before the engine hears it.
        onExecQuestion: async ({ trust }) => {
          asked += 1;
          trusted.add(trust);
          return asked === 1;
        },
      },
    });
    expect(outcome(await source.get())).toBe('Bearer a');
    expect(outcome(await source.get())).toBe('Bearer a');
    trusted.clear();
    expect(outcome(await source.get())).toBe('exec-untrusted');
    expect([asked, await one.runs()]).toEqual([2, 1]);
  });
  it('a trust names one command of one file', async () => {
    const hashes = await Promise.all(
      [
        { exec: {} },
        { exec: { args: ['x'] } },
        { exec: { env: [{ name: 'A', value: '1' }] } },
        { exec: { env: [{ name: 'A', value: '2' }] } },
      ].map(async ({ exec }) => {
        const context = await contextOf(
          {
            cluster: { server: 'https://127.0.0.1:1' },
            user: { exec: { apiVersion: 'client.authentication.k8s.io/v1', interactiveMode: 'Never', command: 'p', ...exec } },
          },
          folder.path,
        );
        return [execHash('/a', context.user!.exec!), execHash('/b', context.user!.exec!)];
      }),
    );
    expect(new Set(hashes.flat()).size).toBe(8);
  });
  it('D9 an imported file’s plugin does not run after a no', async () => {
    const { source, plugin: one } = await sourceOf({ body, imported: true, options: { onExecQuestion: async () => false } });
    expect(outcome(await source.get())).toBe('exec-untrusted');
    expect(await one.runs()).toBe(0);
  });
  it('nobody’s, where the question dies with the last one who waits for it', async () => {
    const asked = new AbortController();
    const withdrawn = Promise.withResolvers<boolean>();
    const onExecQuestion = (_: ExecQuestion, signal: AbortSignal): Promise<boolean> => {
      signal.addEventListener('abort', () => withdrawn.resolve(false), { once: true });
      return withdrawn.promise;
    };
    const { source, plugin: one } = await sourceOf({ body, imported: true, options: { onExecQuestion } });
    const waiting = source.get(asked.signal);
    asked.abort();
    expect(outcome(await waiting)).toBe('cancelled');
    expect(await withdrawn.promise).toBe(false);
    expect(await one.runs()).toBe(0);
  });
  it('an imported file’s with --trust-exec', () => check({ body, imported: true, options: { trustExec: true } }, 'Bearer a'));
});

describe('over the wire', () => {
  const connectOptions = (): ConnectOptions => ({ requestTimeout: 5_000, ...options() });
  it('a 401 makes the plugin run once more, and the request is sent once more', async () => {
    const one = await plugin(
      `N=$(wc -l < "$0.log" | tr -d ' ')\n${credential({ token: 'X' }).replace("<<'END'", '<<END').replace('"X"', '"t$N"')}`,
    );
    const server = await startServer({
      answer: (request, response) => json(response, request.headers.authorization === 'Bearer t2' ? 200 : 401, {}),
    });
    const context = await contextOf(
      {
        cluster: { server: server.url, 'certificate-authority-data': base64(server.authority.cert) },
        user: { exec: { apiVersion: 'client.authentication.k8s.io/v1', interactiveMode: 'Never', command: one.command } },
      },
      folder.path,
    );
    const connection = await connect(context, connectOptions());
    if (!connection.ok) throw new Error(connection.error.what);
    const result = await connection.value.request({ method: 'GET', path: '/version' });
    expect(result.ok ? result.value.status : result.error.what).toBe(200);
    expect(server.seen.map(seen => headerValues(seen, 'authorization')[0])).toEqual(['Bearer t1', 'Bearer t2']);
    expect(await one.runs()).toBe(2);
    await connection.value.close();
    await server.close();
  });
  it('a plugin’s client certificate', async () => {
    const clients = createAuthority('clients');
    const jane = issue(clients, { commonName: 'jane-by-plugin' });
    const one = await plugin(credential({ clientCertificateData: jane.cert, clientKeyData: jane.key }));
    const server = await startServer({
      clientAuthority: clients,
      requireClient: true,
      answer: (_request, response) => json(response, 200, {}),
    });
    const context = await contextOf(
      {
        cluster: { server: server.url, 'certificate-authority-data': base64(server.authority.cert) },
        user: { exec: { apiVersion: 'client.authentication.k8s.io/v1', interactiveMode: 'Never', command: one.command } },
      },
      folder.path,
    );
    const connection = await connect(context, connectOptions());
    if (!connection.ok) throw new Error(connection.error.what);
    expect((await connection.value.request({ method: 'GET', path: '/version' })).ok).toBe(true);
    expect(server.seen[0]?.clientName).toBe('jane-by-plugin');
    await connection.value.close();
    await server.close();
  });
});
