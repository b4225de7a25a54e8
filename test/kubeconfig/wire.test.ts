import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSources } from '#node/kubeconfig/sources';
import { connect } from '#node/transport/connect';
import { findBinaries } from '#test/cluster/binaries';
import { createAuthority, issue } from '#test/cluster/certificates';
import { base64, headerValues, json, startServer, temporaryFolder, type Seen, type TestServer } from '#test/transport/server';
import { kubectl } from './kubectl.ts';

/** The same kubeconfig used by kubectl and by us against one server: what arrives must identify the same user in the same way. */
const binaries = await findBinaries();
const program = binaries.found ? binaries.paths.kubectl : '';
if (!binaries.found && process.env['CI'] !== undefined) throw new Error(`kubectl is missing: ${binaries.reasons.join('; ')}`);

const clients = createAuthority('clients');
const jane = issue(clients, { commonName: 'jane' });
const idToken = `e30.${Buffer.from(JSON.stringify({ exp: Math.floor(Date.now() / 1000) + 3600 })).toString('base64url')}.sig`;
const execOf = (command: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  exec: { apiVersion: 'client.authentication.k8s.io/v1', interactiveMode: 'Never', command, ...more },
});
const certificate = { 'client-certificate-data': base64(jane.cert), 'client-key-data': base64(jane.key) };

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: TestServer;

beforeAll(async () => {
  folder = await temporaryFolder();
  server = await startServer({
    offerHttp2: false,
    clientAuthority: clients,
    hosts: ['localhost', '127.0.0.1', 'kube.internal'],
    answer: (_request, response) => json(response, 200, {}),
  });
  await mkdir(join(folder.path, 'deep', 'bin'), { recursive: true });
  const script = `#!/bin/sh\ncat <<END\n{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"plugin-$1-$EXTRA"}}\nEND\n`;
  await writeFile(join(folder.path, 'deep', 'bin', 'login'), script);
  await chmod(join(folder.path, 'deep', 'bin', 'login'), 0o755);
  const info = `#!/bin/sh\nI=$(printf '%s' "$KUBERNETES_EXEC_INFO" | od -An -tx1 | tr -d ' \\n')\ncat <<END\n{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"$I"}}\nEND\n`;
  await writeFile(join(folder.path, 'deep', 'bin', 'info'), info);
  await chmod(join(folder.path, 'deep', 'bin', 'info'), 0o755);
  await writeFile(join(folder.path, 'deep', 'token'), '  file-token\n');
  await writeFile(join(folder.path, 'deep', 'jane.crt'), jane.cert);
  await writeFile(join(folder.path, 'deep', 'jane.key'), jane.key);
  await writeFile(join(folder.path, 'deep', 'ca.crt'), server.authority.cert);
});
afterAll(async () => {
  await server.close();
  await folder.remove();
});

const identity = (seen: Seen | undefined): unknown => ({
  url: seen?.url,
  client: seen?.clientName ?? null,
  authorization: headerValues(seen, 'authorization').map(decodeInfo),
  ...Object.fromEntries(
    [
      'impersonate-user',
      'impersonate-uid',
      'impersonate-group',
      'impersonate-extra-acme.com%2fscope',
      'impersonate-extra-scopes',
    ].map(name => [name, headerValues(seen, name).toSorted()]),
  ),
});

/** A token that is KUBERNETES_EXEC_INFO in hex is compared by meaning: the order of fields is free. */
function decodeInfo(header: string): unknown {
  const hex = /^Bearer ([0-9a-f]{20,})$/.exec(header)?.[1];
  const parsed: unknown = hex === undefined ? header : JSON.parse(Buffer.from(hex, 'hex').toString('utf8'));
  return parsed;
}

let made = 0;

async function check(
  user: Record<string, unknown> | undefined,
  cluster: Record<string, unknown> = {},
  flags: { readonly as?: string; readonly asGroups?: readonly string[] } = {},
): Promise<void> {
  made += 1;
  const file = join(folder.path, 'deep', `config-${made}`);
  const config = {
    'current-context': 'c',
    contexts: [{ name: 'c', context: { cluster: 'k', ...(user === undefined ? {} : { user: 'u' }) } }],
    clusters: [{ name: 'k', cluster: { server: server.url, 'certificate-authority': 'ca.crt', ...cluster } }],
    users: user === undefined ? [] : [{ name: 'u', user }],
  };
  await writeFile(file, JSON.stringify(config));
  server.seen.length = 0;
  const args = [
    'get',
    '--raw',
    '/version',
    ...(flags.as === undefined ? [] : ['--as', flags.as]),
    ...(flags.asGroups ?? []).flatMap(group => ['--as-group', group]),
  ];
  const answer = await kubectl(
    program,
    { env: { KUBECONFIG: file, HOME: folder.path }, flag: undefined, folder: folder.path },
    args,
  );
  expect(answer.stderr).toBe('');
  const theirs = identity(server.seen[0]);
  server.seen.length = 0;
  const resolved = (await loadSources({ env: { KUBECONFIG: file }, home: folder.path })).resolve(undefined);
  if (!resolved.ok) throw new Error(resolved.error.what);
  const connection = await connect(resolved.value, {
    requestTimeout: 5_000,
    env: { PATH: '/usr/bin:/bin' },
    trustExec: false,
    redact: text => text,
    ...flags,
  });
  if (!connection.ok) throw new Error(connection.error.what);
  const result = await connection.value.request({ method: 'GET', path: '/version' });
  await connection.value.close();
  expect(result.ok ? result.value.status : result.error.what).toBe(200);
  expect(identity(server.seen[0])).toEqual(theirs);
}

describe.skipIf(!binaries.found)('on the wire, as the real kubectl', () => {
  it.each<[string, Record<string, unknown>]>([
    ['a token', { token: 'abc' }],
    ['a token file, relative', { tokenFile: 'token' }],
    ['a token file beats a token', { token: 'abc', tokenFile: './token' }],
    ['a token where its file is missing', { token: 'abc', tokenFile: 'gone' }],
    ['basic', { username: 'u', password: 'p:ä' }],
    ['basic without password', { username: 'u' }],
    ['a certificate', certificate],
    ['certificate files, relative', { 'client-certificate': 'jane.crt', 'client-key': '../deep/jane.key' }],
    ['a certificate and a token', { ...certificate, token: 'abc' }],
    ['a plugin, relative', execOf('./bin/login', { args: ['x'] })],
    ['a plugin, relative without a dot', execOf('bin/login', { args: ['$HOME'], env: [{ name: 'EXTRA', value: 'e' }] })],
    ['a plugin beside a token', { ...execOf('./bin/login'), token: 'abc' }],
    ['a plugin beside a certificate', { ...execOf('./bin/login'), ...certificate }],
    ['a plugin beside basic', { ...execOf('./bin/login'), username: 'u', password: 'p' }],
    ['what a plugin is told', execOf('./bin/info')],
    ['what a plugin is told of the cluster', execOf('./bin/info', { provideClusterInfo: true })],
    [
      'oidc',
      { 'auth-provider': { name: 'oidc', config: { 'idp-issuer-url': 'https://i', 'client-id': 'c', 'id-token': idToken } } },
    ],
    [
      'oidc beside a token',
      {
        token: 'abc',
        'auth-provider': { name: 'oidc', config: { 'idp-issuer-url': 'https://i', 'client-id': 'c', 'id-token': idToken } },
      },
    ],
    [
      'impersonation',
      {
        token: 'abc',
        as: 'jané',
        'as-uid': '7',
        'as-groups': ['dev', 'a, b'],
        'as-user-extra': { 'acme.com/scope': ['x'], scopes: ['y', 'z'] },
      },
    ],
  ])('%s', (_name, user) => check(user));

  it('a user and groups by flag', () => check({ token: 'abc' }, {}, { as: 'max', asGroups: ['x', 'y z'] }));
  it('flags over a kubeconfig that impersonates', () =>
    check({ token: 'abc', as: 'jane', 'as-groups': ['dev'], 'as-uid': '7' }, {}, { as: 'max' }));
  it('groups by flag over a kubeconfig that impersonates', () =>
    check({ token: 'abc', as: 'jane', 'as-groups': ['dev'] }, {}, { as: 'max', asGroups: ['x'] }));
  it('a path prefix', () => check({ token: 'abc' }, { server: `${server.url}/k8s/c-1/` }));
  it('a path prefix and a query', () => check({ token: 'abc' }, { server: `${server.url}/k8s?x=1` }));
  it('tls-server-name', () => check({ token: 'abc' }, { 'tls-server-name': 'kube.internal' }));
  it('insecure', () => check({ token: 'abc' }, { 'certificate-authority': '', 'insecure-skip-tls-verify': true }));
  it('what a plugin is told of an odd cluster', () =>
    check(execOf('./bin/info', { provideClusterInfo: true }), {
      'tls-server-name': 'kube.internal',
      'disable-compression': true,
      server: `${server.url}/prefix/`,
      extensions: [{ name: 'client.authentication.k8s.io/exec', extension: { audience: 'x' } }],
    }));
});
