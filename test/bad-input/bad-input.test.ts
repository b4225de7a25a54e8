import { once } from 'node:events';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ScanResult } from '#contract/scan-result';
import { buildCli, type BuiltCli } from '#test/cli/built-cli';
import { createAuthority, issue, type Certified } from '#test/cluster/certificates';
import type { TestCluster } from '#test/cluster/cluster';
import type { CommandOutcome } from '#test/cluster/command';
import { freePorts } from '#test/cluster/ports';
import { startCluster } from '#test/cluster/start';
import { clusterSuite } from '#test/cluster/suite';
import { always, onPath, type FaultRule } from '#test/faults/faults';
import { startFaultProxy, type FaultProxy } from '#test/faults/proxy';
import { alteredBundle, newerBundle, truncatedBundles } from './bundles.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const past = { notBefore: new Date('2020-01-01'), notAfter: new Date('2020-02-01') };

await clusterSuite('bad input', () => {
  let cluster: TestCluster;
  let cli: BuiltCli;
  let proxy: FaultProxy;
  const servers: Server[] = [];
  /** Runs a minute, until the plugin's time is over: begun first, looked at last. */
  let hanging: Promise<CommandOutcome>;

  beforeAll(async () => {
    [cluster, cli] = await Promise.all([startCluster(), buildCli()]);
    proxy = await startFaultProxy(cluster);
    const file = await kubeconfig('plugin-hangs', { user: { exec: plugin('sleep 600') } });
    hanging = cli.run(['scan', '--kubeconfig', file, '--output', cli.path('hanging.out')]);
  });
  afterAll(async () => {
    for (const server of servers) server.close();
    await proxy?.stop();
    await cli?.close();
    await cluster?.stop();
  });

  interface Config {
    readonly cluster?: Readonly<Record<string, unknown>>;
    readonly user?: Readonly<Record<string, unknown>>;
    readonly context?: Readonly<Record<string, unknown>>;
  }

  const admin = (certified: Certified = cluster.certificates.admin): Readonly<Record<string, unknown>> => ({
    'client-certificate-data': base64(certified.cert),
    'client-key-data': base64(certified.key),
  });

  /** A file `name.kubeconfig` that works, but for what is given. */
  async function kubeconfig(name: string, { cluster: entry, user, context }: Config = {}): Promise<string> {
    const file = cli.path(`${name}.kubeconfig`);
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'k', cluster: { server: cluster.url, 'certificate-authority-data': base64(cluster.caPem), ...entry } }],
      users: [{ name: 'u', user: user ?? admin() }],
      contexts: [{ name: 'prod', context: context ?? { cluster: 'k', user: 'u' } }],
      'current-context': 'prod',
    };
    await writeFile(file, JSON.stringify(config), { mode: 0o600 });
    return file;
  }

  const plugin = (script: string): object => ({
    apiVersion: 'client.authentication.k8s.io/v1',
    command: '/bin/sh',
    args: ['-c', script],
    interactiveMode: 'Never',
  });

  async function httpsServer(certified: Certified, answer = ''): Promise<string> {
    const server = createServer({ key: certified.key, cert: certified.cert }, (_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end(answer);
    });
    servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `https://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  }

  let outputs = 0;

  /** Wrong in one way: this code, all these words with a next step, nothing on stdout, nothing at --output or beside it. */
  const check = async (args: readonly string[], code: number, words: readonly (string | RegExp)[]): Promise<void> => {
    outputs += 1;
    const folder = cli.path(`out-${String(outputs)}`);
    await mkdir(folder);
    const outcome = await cli.run([...args, '--output', join(folder, 'result')]);
    expect({ code: outcome.code, stdout: outcome.stdout, left: await readdir(folder), stderr: outcome.stderr }).toEqual({
      code,
      stdout: '',
      left: [],
      stderr: outcome.stderr,
    });
    for (const word of words) expect(outcome.stderr).toMatch(word);
    expect(outcome.stderr).toMatch(/^ {2}do +\S/m);
    expect(outcome.stderr).not.toMatch(/\bat .*\.(?:mjs|ts):\d+|defect of Plumbline/);
  };

  const commands = ['scan', 'snapshot', 'patch'] as const;

  describe('kubeconfig', () => {
    const files: readonly (readonly [string, string, readonly (string | RegExp)[]])[] = [
      [
        'broken YAML',
        'apiVersion: v1\nkind: Config\nclusters:\n- name: a\n  cluster: {server: "x\nusers: []\n',
        [/broken-YAML\.kubeconfig:[4-7]\b/],
      ],
      ['a tab', 'apiVersion: v1\nkind: Config\nclusters:\n\t- name: a\n', [/a-tab\.kubeconfig:4\b/]],
      [
        'a list of another type',
        'apiVersion: v1\nkind: Config\ncontexts: 7\n',
        [/a-list-of-another-type\.kubeconfig/, /contexts/],
      ],
      ['not a kubeconfig', 'just some words\n', [/not-a-kubeconfig\.kubeconfig/]],
      ['empty', '', [/empty\.kubeconfig|no (?:current )?context/i]],
    ];
    it.each(files)('%s', async (name, text, words) => {
      const file = cli.path(`${name.replaceAll(' ', '-')}.kubeconfig`);
      await writeFile(file, text);
      for (const command of commands) await check([command, '--kubeconfig', file], 2, words);
    });

    it('missing', async () => {
      for (const command of commands) await check([command, '--kubeconfig', '/nowhere/config'], 2, ['/nowhere/config']);
      await check(['scan'], 2, [/\.kube\/config/, /--kubeconfig|KUBECONFIG/]);
      const doctor = await cli.run(['doctor']);
      expect(doctor.code).toBe(3);
      const contexts = await cli.run(['contexts', '--kubeconfig', '/nowhere/config']);
      expect(contexts).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('/nowhere/config') as string });
    });

    it('unknown context', async () => {
      const file = await kubeconfig('known');
      for (const command of commands) await check([command, '--kubeconfig', file, '--context', 'prud'], 2, ['prud', /\bprod\b/]);
    });

    const entries: readonly (readonly [string, () => Config, number, readonly (string | RegExp)[]])[] = [
      ['a context without its cluster', () => ({ context: { cluster: 'gone', user: 'u' } }), 2, ['prod', 'gone']],
      ['a context without its user', () => ({ context: { cluster: 'k', user: 'nobody-here' } }), 2, ['prod', 'nobody-here']],
      ['no server', () => ({ cluster: { server: '' } }), 2, [/server/]],
      ['a server that is no URL', () => ({ cluster: { server: 'https://[bad' } }), 2, [/server/]],
      [
        'certificate data that is no base64',
        () => ({ user: { 'client-certificate-data': '%%%', 'client-key-data': '%%%' } }),
        2,
        [/client-certificate-data/],
      ],
      [
        'a certificate file that is not there',
        () => ({ user: { 'client-certificate': '/nowhere/a.crt', 'client-key': '/nowhere/a.key' } }),
        2,
        ['/nowhere/a.'],
      ],
      [
        'a CA file that is not there',
        () => ({ cluster: { 'certificate-authority-data': undefined, 'certificate-authority': '/nowhere/ca.crt' } }),
        2,
        ['/nowhere/ca.crt'],
      ],
      ['a token file that is not there', () => ({ user: { tokenFile: '/nowhere/token' } }), 2, ['/nowhere/token']],
    ];
    it.each(entries)('%s', async (name, config, code, words) => {
      const file = await kubeconfig(name.replaceAll(' ', '-'), config());
      await check(['scan', '--kubeconfig', file], code, words);
    });
  });

  describe('connecting', () => {
    const cases: readonly (readonly [string, () => Promise<Config>, readonly (string | RegExp)[]])[] = [
      [
        'an expired client certificate',
        async () => ({
          user: admin(issue(cluster.authority, { commonName: 'admin', organizations: ['system:masters'], ...past })),
        }),
        [/expired/i, /“u”|user/],
      ],
      [
        'an expired server certificate',
        async () => ({
          cluster: { server: await httpsServer(issue(cluster.authority, { commonName: 's', hosts: ['127.0.0.1'], ...past })) },
        }),
        [/127\.0\.0\.1:\d+ has expired/, /Renew/],
      ],
      [
        'a server certificate for another name',
        async () => ({
          cluster: { server: await httpsServer(issue(cluster.authority, { commonName: 's', hosts: ['example.com'] })) },
        }),
        [/another name/],
      ],
      [
        'an untrusted CA',
        async () => ({ cluster: { 'certificate-authority-data': base64(createAuthority('other').cert) } }),
        [/127\.0\.0\.1:\d+ is not trusted/, /--certificate-authority/],
      ],
      [
        'no CA',
        async () => ({ cluster: { 'certificate-authority-data': undefined } }),
        [/is not trusted/, /--certificate-authority/],
      ],
      [
        'nothing that listens',
        async () => ({ cluster: { server: `https://127.0.0.1:${String((await freePorts(1))[0])}` } }),
        [/https:\/\/127\.0\.0\.1:\d+ cannot be reached/, /doctor/],
      ],
      [
        'a name that does not resolve',
        async () => ({ cluster: { server: 'https://cluster.plumbline.invalid:6443' } }),
        [/cluster\.plumbline\.invalid/, /DNS|name server/],
      ],
      [
        'plain HTTP where TLS is expected',
        async () => ({ cluster: { server: cluster.url.replace('https', 'http') } }),
        [/127\.0\.0\.1/],
      ],
      [
        'a page instead of an API server',
        async () => ({
          cluster: {
            server: await httpsServer(
              issue(cluster.authority, { commonName: 's', hosts: ['127.0.0.1'] }),
              '<html>Sign in</html>',
            ),
          },
        }),
        [/127\.0\.0\.1/],
      ],
      ['a wrong token', async () => ({ user: { token: 'not-a-token' } }), [/does not accept|401|credentials/i, /log in/i]],
      [
        'a proxy that is not there',
        async () => ({ cluster: { 'proxy-url': 'http://127.0.0.1:9' } }),
        [/proxy/i, /127\.0\.0\.1:9/],
      ],
      [
        'a plugin that fails',
        async () => ({ user: { exec: plugin('echo please log in >&2; exit 7') } }),
        [/\/bin\/sh/, /code 7/, /please log in/],
      ],
      ['a plugin that prints no credential', async () => ({ user: { exec: plugin('echo hello') } }), [/\/bin\/sh/]],
      [
        'a plugin that is missing',
        async () => ({
          user: {
            exec: {
              apiVersion: 'client.authentication.k8s.io/v1',
              command: 'no-such-plugin',
              installHint: 'Install it from the shelf.',
              interactiveMode: 'Never',
            },
          },
        }),
        [/no-such-plugin/, /was not found/, /Install it from the shelf/],
      ],
    ];
    it.each(cases)('%s', async (name, config, words) => {
      const file = await kubeconfig(name.replaceAll(' ', '-'), await config());
      await check(['scan', '--kubeconfig', file, '--quiet'], 3, words);
      await check(['snapshot', '--kubeconfig', file, '--quiet'], 3, words);
      const doctor = await cli.run(['doctor', '--kubeconfig', file]);
      expect({ code: doctor.code, fix: /do: {2}\S/.test(doctor.stdout) }).toEqual({ code: 3, fix: true });
    });

    const hangs = async (name: string, when: FaultRule['when']): Promise<readonly string[]> => {
      proxy.clear();
      proxy.add({ when, fault: { kind: 'hang' } });
      const file = await kubeconfig(name, { cluster: { server: proxy.url } });
      return ['scan', '--kubeconfig', file, '--request-timeout', '1s', '--format', 'json', '--quiet'];
    };

    it('a server that hangs is given up', async () => {
      const began = performance.now();
      await check(await hangs('hangs', always), 3, [/127\.0\.0\.1:\d+/, /1 second|in time/, /--request-timeout/]);
      expect(performance.now() - began).toBeLessThan(30_000);
    });

    it('lists that hang are given up, and the rest is told', async () => {
      const began = performance.now();
      const outcome = await cli.run(await hangs('hangs-at-lists', onPath(/\/(?:pods|configmaps|nodes)$/)));
      expect(outcome.code).toBe(0);
      const { entries } = ScanResult.parse(JSON.parse(outcome.stdout)).coverage;
      const failed = entries.filter(({ state }) => state === 'failed').map(({ resource }) => resource);
      expect(failed.filter(resource => resource !== 'kubeletconfigs')).toEqual(['configmaps', 'nodes', 'pods']);
      expect(performance.now() - began).toBeLessThan(30_000);
      proxy.clear();
    });

    it('insecure TLS is done and told', async () => {
      const file = await kubeconfig('insecure', {
        cluster: { 'certificate-authority-data': undefined, 'insecure-skip-tls-verify': true },
      });
      const outcome = await cli.run(['scan', '--kubeconfig', file, '--format', 'json']);
      expect(outcome).toMatchObject({ code: 0 });
      expect(outcome.stderr).toMatch(/TLS is not verified for https:\/\/127\.0\.0\.1:\d+/);
      const listed = await cli.run(['contexts', '--kubeconfig', file]);
      expect(listed.stdout).toMatch(/insecure/i);
    });
  });

  describe('files', () => {
    const good = 'apiVersion: v1\nkind: Pod\nmetadata: {name: good}\nspec: {containers: [{name: c, image: nginx}]}\n';
    const wrongYaml = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n   namespace: b\n';
    const cases: readonly (readonly [string, Readonly<Record<string, string>>, readonly (string | RegExp)[]])[] = [
      ['wrong YAML', { 'wrong.yaml': wrongYaml }, [/wrong\.yaml:[45]\b/]],
      ['wrong JSON', { 'wrong.json': '{"apiVersion": "v1",\n"kind": "Pod",\n"metadata": {,}}' }, [/wrong\.json:3\b/]],
      ['no Kubernetes object', { 'values.yaml': 'replicas: 3\nimage: nginx\n' }, [/values\.yaml/, /apiVersion, kind/]],
      ['a list that is no object', { 'list.yaml': '- a\n- b\n' }, [/list\.yaml/]],
      [
        'a raw template',
        { 'templates/a.yaml': 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Release.Name }}\n' },
        [/helm template/],
      ],
      ['an empty folder', {}, [/\.yaml/]],
      ['binary', { 'binary.yaml': '\u0000\u0001\u0002' }, [/binary\.yaml/]],
    ];
    const folderOf = async (name: string, files: Readonly<Record<string, string>>): Promise<string> => {
      const folder = cli.path(name.replaceAll(' ', '-'));
      for (const [file, text] of Object.entries(files)) {
        await mkdir(join(folder, file, '..'), { recursive: true });
        await writeFile(join(folder, file), text);
      }
      await mkdir(folder, { recursive: true });
      return folder;
    };
    it.each(cases)('%s', async (name, files, words) => {
      await check(['scan', '--manifests', await folderOf(name, files)], 2, words);
    });

    it('a file that is not there', () => check(['scan', '--manifests', cli.path('gone.yaml')], 2, ['gone.yaml']));
    it('nothing on standard input', () => check(['scan', '--manifests', '-'], 2, [/Standard input holds no Kubernetes object/]));

    it('one broken file among good ones is told in every format, and the rest is scanned', async () => {
      const folder = await folderOf('mixed', { 'good.yaml': good, 'wrong.yaml': wrongYaml });
      for (const format of ['table', 'json', 'jsonl', 'csv']) {
        const outcome = await cli.run(['scan', '--manifests', folder, '--format', format]);
        expect(outcome.code).toBe(0);
        expect(outcome.stdout).toMatch(/wrong\.yaml/);
        expect(outcome.stdout).toMatch(/failed/);
        expect(outcome.stdout).toMatch(/\bgood\b/);
      }
      const json = await cli.run(['scan', '--manifests', folder, '--format', 'json']);
      const { entries } = ScanResult.parse(JSON.parse(json.stdout)).coverage;
      expect(entries.filter(({ state }) => state === 'failed')).toMatchObject([
        { file: join(folder, 'wrong.yaml'), reason: expect.stringMatching(/line [45]/) as string },
      ]);
    });

    it('a config file with an unknown field, an output in no folder', async () => {
      await writeFile(cli.path('good.yaml'), good);
      await writeFile(cli.path('config.yaml'), 'registry: [a]\n');
      await check(['scan', '--manifests', cli.path('good.yaml'), '--config', cli.path('config.yaml')], 2, [
        /config\.yaml/,
        /registry/,
      ]);
      const outcome = await cli.run(['scan', '--manifests', cli.path('good.yaml'), '--output', cli.path('no/such/folder/x')]);
      expect(outcome).toMatchObject({ code: 2, stdout: '' });
      expect(outcome.stderr).toMatch(/no\/such\/folder/);
    });
  });

  describe('bundles', () => {
    let bundle: Buffer;
    beforeAll(async () => {
      const file = cli.path('whole.tar.gz');
      const taken = await cli.run(['snapshot', '--kubeconfig', await kubeconfig('for-bundle'), '--output', file, '--quiet']);
      if (taken.code !== 0) throw new Error(taken.stderr);
      bundle = await readFile(file);
    });

    const checkBundle = async (
      name: string,
      bytes: Buffer,
      codes: { scan: number; verify: number },
      words: readonly (string | RegExp)[],
    ) => {
      const file = cli.path(name);
      await writeFile(file, bytes);
      await check(['scan', '--snapshot', file], codes.scan, [name, ...words]);
      const imported = await cli.run(['library', 'import', file]);
      expect(imported).toMatchObject({ code: codes.scan, stdout: '' });
      expect(imported.stderr).toMatch(name);
      const verified = await cli.run(['verify', file]);
      expect(verified.code).toBe(codes.verify);
      for (const word of words) expect(`${verified.stdout}${verified.stderr}`).toMatch(word);
      expect(await cli.run(['library', 'list', '--format', 'json'])).toMatchObject({ code: 0, stdout: '[]\n' });
    };

    it.each(['gzip', 'tar'] as const)('truncated %s', async which =>
      checkBundle(`truncated-${which}.tar.gz`, truncatedBundles(bundle)[which], { scan: 2, verify: 2 }, [
        /complete|truncated|cut|ends/i,
      ]),
    );
    it('a newer format', async () =>
      checkBundle('newer.tar.gz', await newerBundle(bundle, '2.0'), { scan: 2, verify: 2 }, [/newer/, /Update Plumbline/]));
    it('altered', async () => {
      const { bytes, member } = await alteredBundle(bundle);
      await checkBundle('altered.tar.gz', bytes, { scan: 1, verify: 1 }, [member]);
    });
    it('a file that is none', () => checkBundle('none.tar.gz', Buffer.from('nothing at all'), { scan: 2, verify: 2 }, []));
    it('missing', async () => {
      await check(['scan', '--snapshot', cli.path('gone.tar.gz')], 2, ['gone.tar.gz']);
      expect((await cli.run(['verify', cli.path('gone.tar.gz')])).code).toBe(2);
    });
  });

  it('a plugin that hangs is ended after its minute', async () => {
    const outcome = await hanging;
    expect(outcome).toMatchObject({ code: 3, stdout: '' });
    expect(outcome.stderr).toMatch(/\/bin\/sh.*60 seconds/s);
    expect(await readdir(cli.folder)).not.toContain('hanging.out');
  });
});
