import { createHash } from 'node:crypto';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthority } from '#test/cluster/certificates';
import { base64, temporaryFolder } from '#test/transport/server';
import { loadSources, type KubeconfigSources, type LoadSourcesOptions } from './sources.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => (folder = await temporaryFolder()));
afterAll(() => folder.remove());

let made = 0;
async function file(text: string, name?: string): Promise<string> {
  made += 1;
  const path = join(folder.path, name ?? `file-${made}`);
  await writeFile(path, text);
  return path;
}

const load = (options: Partial<LoadSourcesOptions>): Promise<KubeconfigSources> =>
  loadSources({ env: {}, home: '/nowhere', ...options });

const one = (name: string, server = `https://${name}:6443`, user = 'token: t'): string => `
apiVersion: v1
kind: Config
current-context: ${name}
contexts:
- name: ${name}
  context: {cluster: ${name}, user: ${name}}
clusters:
- name: ${name}
  cluster: {server: "${server}"}
users:
- name: ${name}
  user: {${user}}
`;

/** What one text as `--kubeconfig` comes to: `name: problems` a context, or the problem's code. */
async function check(text: string, expected: RegExp): Promise<void> {
  const sources = await load({ flag: await file(text) });
  const shown = [
    ...(sources.problem === null ? [] : [`${sources.problem.code}: ${sources.problem.what}`]),
    ...sources.contexts.map(context => `${context.name}: ${context.problems.join('; ') || 'good'}`),
    ...sources.sources.flatMap(source => source.problems.map(found => `source: ${found}`)),
  ].join('\n');
  expect(shown).toMatch(expected);
}

describe('which files', () => {
  it('the flag’s alone', async () => {
    const [flag, other] = [await file(one('a')), await file(one('b'))];
    const sources = await load({ flag, env: { KUBECONFIG: other } });
    expect(sources.contexts.map(context => [context.source, context.name])).toEqual([[flag, 'a']]);
  });
  it('a flag that names no file', async () => {
    const sources = await load({ flag: '/nowhere/config' });
    expect(sources.problem).toMatchObject({ code: 'kubeconfig-missing', at: { file: '/nowhere/config' } });
    expect(sources.resolve(undefined)).toMatchObject({ ok: false, error: { code: 'kubeconfig-missing' } });
  });
  it('the list merged as one source: missing skipped, the first wins', async () => {
    const [first, second] = [
      await file(one('a', 'https://first')),
      await file(one('a', 'https://second').replace('current-context: a', 'current-context: b')),
    ];
    const list = [first, '/nowhere/x', second, ''].join(delimiter);
    const sources = await load({ env: { KUBECONFIG: list } });
    expect(sources.sources).toMatchObject([{ id: list, kind: 'environment', problems: [], trustedExec: true }]);
    expect(sources.contexts).toMatchObject([{ source: list, name: 'a', current: true, cluster: { server: 'https://first' } }]);
  });
  it('one broken file among good ones is told, with its line', async () => {
    const [good, bad] = [await file(one('a')), await file('contexts:\n- name: x\n  context: {unclosed\n')];
    const sources = await load({ env: { KUBECONFIG: [good, bad].join(delimiter) } });
    expect(sources.problem).toBeNull();
    expect(sources.contexts).toHaveLength(1);
    expect(sources.sources[0]?.problems.join('\n')).toMatch(new RegExp(`${bad} cannot be read \\(line \\d\\)`));
  });
  it('nothing at all', async () => expect((await load({})).problem?.code).toBe('kubeconfig-missing'));
  it('a default file that is there', async () => {
    await mkdir(join(folder.path, '.kube'));
    await writeFile(join(folder.path, '.kube', 'config'), one('d'));
    expect((await load({ home: folder.path })).contexts).toMatchObject([{ name: 'd', current: true }]);
  });
  it('a folder where a file should be', async () =>
    expect((await load({ flag: folder.path })).problem?.what).toMatch(/it is a folder/));
  it('what may not be read', async () => {
    if (process.getuid?.() === 0) return;
    const path = await file(one('a'));
    await chmod(path, 0o000);
    expect((await load({ flag: path })).problem?.what).toMatch(/permission denied/);
  });
  it('added by hand: each stands alone, and the same name twice is shown with its file', async () => {
    const [main, added] = [await file(one('a', 'https://main')), await file(one('a', 'https://added'))];
    const sources = await load({
      flag: main,
      added: [
        { kind: 'file', path: added },
        { kind: 'file', path: main },
        { kind: 'pasted', id: '1', label: 'pasted at noon', text: one('p') },
      ],
    });
    expect(sources.contexts.map(context => [context.source, context.name, context.cluster?.server])).toEqual([
      [main, 'a', 'https://main'],
      [added, 'a', 'https://added'],
      ['pasted:1', 'p', 'https://p:6443'],
    ]);
    expect(sources.sources.map(source => [source.kind, source.trustedExec])).toEqual([
      ['flag', true],
      ['file', false],
      ['pasted', false],
    ]);
    const hostOf = (source?: string): string => {
      const resolved = sources.resolve({ name: 'a', source });
      return resolved.ok ? resolved.value.server.host : resolved.error.code;
    };
    expect([hostOf(), hostOf(added), hostOf('nowhere')]).toEqual(['main', 'added', 'context-unknown']);
  });
  it('a name in two added files must say which', async () => {
    const [one1, one2] = [await file(one('a')), await file(one('a'))];
    const sources = await load({
      added: [
        { kind: 'file', path: one1 },
        { kind: 'file', path: one2 },
      ],
    });
    const resolved = sources.resolve({ name: 'a' });
    expect(resolved).toMatchObject({ ok: false, error: { code: 'context-unknown' } });
    expect(resolved.ok ? '' : resolved.error.what).toContain(one2);
  });
  it('a folder: every kubeconfig in it, no backups, no strangers', async () => {
    const at = join(folder.path, 'configs');
    await mkdir(at);
    for (const name of ['b.yaml', 'a', 'a~', '.hidden', 'a.bak', '.a.swp', 'a.lock'])
      await writeFile(join(at, name), one(name.replace(/\W/g, '')));
    await writeFile(join(at, 'notes.txt'), 'hello: world\n');
    await writeFile(join(at, 'broken.yaml'), 'a: [\n');
    const sources = await load({ added: [{ kind: 'folder', path: at }] });
    expect(sources.contexts.map(context => context.source)).toEqual([join(at, 'a'), join(at, 'b.yaml')]);
    expect(sources.sources.map(source => source.id)).toContain(join(at, 'broken.yaml'));
    await rm(at, { recursive: true });
  });
  it('relative paths in pasted text have no folder', async () => {
    const sources = await load({
      added: [{ kind: 'pasted', id: '1', label: 'pasted', text: one('p', 'https://p', 'tokenFile: ./token') }],
    });
    expect(sources.contexts[0]?.problems.join()).toMatch(/tokenFile .* relative path/);
  });
});

describe('contexts, one by one', () => {
  it('a good one', () => check(one('a'), /^a: good$/));
  it('good beside broken', () =>
    check(
      one('a').replace(
        'contexts:',
        'contexts:\n- {name: lost, context: {cluster: gone, user: gone}}\n- {name: bare}\n- {context: {cluster: a}}\n- 5',
      ),
      /^: the context has no name\na: good\nbare: the context names no cluster\nlost: the cluster “gone” is not defined; the user “gone” is not defined\nsource: contexts\[2\] \(line \d+\) of .* has no name\nsource: contexts\[3\] \(line \d+\) of .* is not a map$/,
    ));
  it.each([
    ['no server', one('a').replace('server: "https://a:6443"', ''), /no server is given/],
    ['a server that is no URL', one('a', 'https://'), /server is not a URL/],
    ['a scheme that is not http', one('a', 'ftp://a'), /scheme is ftp/],
    ['no scheme', one('a', 'a:6443'), /plain http without credentials/],
    [
      'an unreadable CA',
      one('a').replace('server:', 'certificate-authority: gone.pem, server:'),
      /certificate-authority .*gone\.pem cannot be read: there is no such file/,
    ],
    [
      'both CA and data',
      one('a').replace('server:', `certificate-authority: /dev/null, certificate-authority-data: ${base64('x')}, server:`),
      /both certificate-authority and/,
    ],
    ['bad base64', one('a').replace('server:', 'certificate-authority-data: "%%", server:'), /not valid base64/],
    [
      'a number as token',
      one('a', 'https://a', 'token: 12345'),
      /users\[0\] \(line \d+\)\.user\.token must be text, not a number \(put it in quotes\)|users\[0\].*token must be text/,
    ],
    ['gcp', one('a', 'https://a', 'auth-provider: {name: gcp}'), /auth-provider “gcp”, which kubectl dropped/],
    [
      'oidc without an issuer',
      one('a', 'https://a', 'auth-provider: {name: oidc, config: {client-id: x}}'),
      /lacks idp-issuer-url/,
    ],
    [
      'an exec plugin of an unknown version',
      one('a', 'https://a', 'exec: {command: x, apiVersion: client.authentication.k8s.io/v1alpha1}'),
      /v1 and v1beta1 are known/,
    ],
    ['groups without a user', one('a', 'https://a', 'token: t, as-groups: [x]'), /without a user \(as\)/],
    ['token and password', one('a', 'https://a', 'token: t, username: u'), /only one is allowed/],
    ['a certificate without a key', one('a', 'https://a', `client-certificate-data: ${base64('x')}`), /without a key/],
    ['a name used twice', `${one('a')}- name: a\n  user: {token: other}\n`, /uses the name “a” again \(first at line \d+\)/],
  ])('%s', (_name, text, expected) => check(text, expected));
  it('resolving a broken one says why, where and what else', async () => {
    const path = await file(one('a').replace('server: "https://a:6443"', '').replace('user: a}', 'user: gone}'));
    const resolved = (await load({ flag: path })).resolve(undefined);
    expect(resolved).toMatchObject({
      ok: false,
      error: { code: 'context-broken', at: { file: path, line: 9 } },
    });
    expect(resolved.ok ? '' : resolved.error.why).toMatch(/also: the user “gone” is not defined/);
  });
  it('an unknown one lists what there is', async () => {
    const resolved = (await load({ flag: await file(one('a')) })).resolve({ name: 'b' });
    expect(resolved).toMatchObject({ ok: false, error: { code: 'context-unknown', why: 'Defined are: a.' } });
  });
  it('shows every kind of credential, and none of them', async () => {
    const secret = 'hunter2-very-secret';
    const user = `token: ${secret}, username: u, password: ${secret}, as: jane, exec: {command: x, env: [{name: K, value: ${secret}}]}, auth-provider: {name: oidc, config: {client-secret: ${secret}}}, tokenFile: /x, client-key-data: ${base64(secret)}, client-certificate-data: ${base64('c')}`;
    const ca = createAuthority('x').cert;
    const sources = await load({
      flag: await file(
        one('a', `https://u:${secret}@a`, user).replace(
          'server:',
          `certificate-authority-data: ${base64(ca)}, proxy-url: "http://u:${secret}@p", server:`,
        ),
      ),
    });
    expect(sources.contexts[0]).toMatchObject({
      user: { auth: ['clientCertificate', 'token', 'tokenFile', 'basic', 'exec', 'authProvider', 'impersonate'] },
      cluster: { ca: createHash('sha256').update(ca).digest('hex'), proxyUrl: 'http://***@p' },
    });
    const everything = JSON.stringify([sources.contexts, sources.sources, sources.resolve({ name: 'a' })]);
    expect(everything).not.toContain(secret);
    expect(everything).not.toContain(base64(secret));
  });
});

describe('hostile YAML', () => {
  it.each([
    [
      'a bomb of aliases',
      `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n`,
      /kubeconfig-invalid.*alias/i,
    ],
    ['brackets', '['.repeat(100_000), /kubeconfig-invalid.*nested/],
    ['braces', '{a: '.repeat(5_000), /kubeconfig-invalid.*nested/],
    ['dashes', '- '.repeat(100_000), /kubeconfig-invalid.*nested/],
    ['nested maps', Array.from({ length: 200 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'), /kubeconfig-invalid.*nested/],
    ['a custom tag', 'contexts: !!js/function "x"\n', /kubeconfig-invalid.*tag/],
    ['a local tag', 'contexts: !evil x\n', /kubeconfig-invalid.*tag/],
    ['a list', '- a\n', /kubeconfig-invalid.*not a map/],
    ['another kind', 'kind: Pod\n', /kubeconfig-invalid.*Pod/],
    ['nothing', '', /kubeconfig-invalid.*defines no context/],
    ['NUL bytes', '\0\0\0', /kubeconfig-invalid/],
  ])('D5 YAML is bounded: %s', (_name, text, expected) => check(text, expected));
  it('D5 YAML is bounded: more than 16 MiB', async () =>
    expect((await load({ flag: await file(`a: "${'x'.repeat(17 * 1024 * 1024)}"\n`) })).problem?.what).toMatch(/larger than/));
  it('__proto__ is a name like any other', async () => {
    const sources = await load({ flag: await file(`${one('__proto__')}__proto__: {polluted: true}\n`) });
    expect(sources.contexts).toMatchObject([{ name: '__proto__', problems: [] }]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    const inherited = await load({ flag: await file('contexts:\n- name: x\n  context: {__proto__: {cluster: a, user: a}}\n') });
    expect(inherited.contexts[0]?.problems.join()).toMatch(/names no cluster/);
  });
});
