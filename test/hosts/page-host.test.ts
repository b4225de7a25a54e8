import { execFile } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { FindingRow } from '#contract/findings-query';
import type { Output } from '#contract/methods';
import type { Problem } from '#contract/problem';
import type { Result } from '#contract/result';
import type { ContextRef } from '#contract/snapshot';
import { bundleSource } from '#core/evidence/bundle';
import { writeBundle } from '#node/bundle/bundle-file';
import type { TestCluster } from '#test/cluster/cluster';
import { sharedCluster } from '#test/cluster/shared';
import { clusterSuite } from '#test/cluster/suite';
import { onPath } from '#test/faults/faults';
import { type FaultProxy, startFaultProxy } from '#test/faults/proxy';
import { sampleEvaluation, sampleSnapshot } from '#test/fixtures/sample-snapshot';
import { buildNode, type BuiltNode } from './built-node.ts';
import { servePage, type ServedPage } from './served-page.ts';

const run = promisify(execFile);
const canary = 'canary-hunter2-51f7';
const outcome = (result: Result<unknown, Problem>): string => (result.ok ? 'done' : result.error.code);

/** What a home holds that only a run under way may leave. */
const leftIn = (home: string): readonly string[] =>
  ['library', 'tmp']
    .flatMap(name => (existsSync(join(home, name)) ? readdirSync(join(home, name)) : []))
    .filter(name => name.includes('.capturing-') || name.startsWith('run-'));

await clusterSuite('the page host as a process', () => {
  let node: BuiltNode;
  let cluster: TestCluster;
  let proxy: FaultProxy;
  let kubeconfig: string;
  let home: string;
  const pages: ServedPage[] = [];

  beforeAll(async () => {
    node = await buildNode();
    cluster = await sharedCluster();
    proxy = await startFaultProxy(cluster);
    kubeconfig = await cluster.writeKubeconfig('admin', { server: proxy.url });
  });
  afterAll(async () => {
    await proxy?.stop();
    await cluster?.stop();
    node?.remove();
  });
  beforeEach(() => {
    home = mkdtempSync(join(node.folder, 'home-'));
  });
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.stop();
    proxy.clear();
    proxy.forget();
    rmSync(home, { recursive: true, force: true });
  });

  const serve = async (
    options: { readonly kubeconfig?: string; readonly args?: readonly string[] } = {},
  ): Promise<ServedPage> => {
    const page = await servePage(node, { home, kubeconfig, ...options });
    pages.push(page);
    return page;
  };
  const contextOf = async (page: ServedPage, name: string): Promise<ContextRef> => {
    const { contexts } = await page.get('contexts.list', {});
    const found = contexts.find(entry => entry.name === name);
    if (found === undefined) throw new Error(`no context ${name}`);
    return { source: found.source, name };
  };
  type Options = Parameters<typeof startCapture>[2];
  const startCapture = async (
    page: ServedPage,
    context: ContextRef,
    options: { readonly as?: string; readonly asGroups?: string[]; readonly requestTimeout?: number } = {},
  ): Promise<string> => (await page.get('capture.start', { context, options })).captureId;
  const capture = async (page: ServedPage, name: string, options?: Options): Promise<Result<Output<'capture.result'>, Problem>> =>
    page.call('capture.result', { captureId: await startCapture(page, await contextOf(page, name), options) });
  const importFile = async (page: ServedPage, name: string, bytes: Uint8Array) =>
    page.call('snapshots.import', { upload: await page.upload(name, bytes) });
  const titles = async (page: ServedPage): Promise<readonly string[]> =>
    (await page.get('snapshots.list', {})).snapshots.map(({ title }) => title).toSorted();

  const rowsOf = async (page: ServedPage, snapshot: string): Promise<readonly FindingRow[]> =>
    (await page.get('findings.list', { snapshot, group: 'none', limit: 500 })).lines.flatMap(line =>
      line.type === 'finding' ? [line.row] : [],
    );
  const fixable = async (page: ServedPage, snapshot: string): Promise<string> =>
    (await rowsOf(page, snapshot)).find(row => row.fixable)?.id ?? '';

  const ours = async (): Promise<Buffer> => {
    const path = join(home, 'ours.tar.gz');
    await writeBundle(path, bundleSource(sampleSnapshot()), sampleEvaluation(), { pause: async () => undefined });
    return readFileSync(path);
  };

  test('a bundle comes in by upload, and goes out again byte by byte', async () => {
    const page = await serve();
    const bytes = await ours();
    const imported = await importFile(page, 'case.tar.gz', bytes);
    expect(imported.ok && imported.value.title).toBe('case');
    const { handle } = await page.get('snapshots.export', { snapshot: imported.ok ? imported.value.id : '' });
    expect(gunzipSync(await page.download(handle)).equals(gunzipSync(bytes))).toBe(true);
  });

  const raw = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', namespace: 'n' }, data: { password: canary } };

  test('a dump of several chunks comes in, its values do not', async () => {
    const page = await serve();
    const filler = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'filler', namespace: 'n' },
      data: { text: 'x'.repeat(900_000) },
    };
    const imported = await importFile(
      page,
      'dump.json',
      Buffer.from(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [raw, filler] })),
    );
    expect(imported.ok && { objects: imported.value.objects, origin: imported.value.meta.origin }).toEqual({
      objects: 2,
      origin: 'dump',
    });
    await page.stop();
    const kept = readdirSync(join(home, 'library')).map(name => readFileSync(join(home, 'library', name), 'latin1'));
    expect(kept.join('').includes(canary)).toBe(false);
  });

  test('a bundle that another program wrote brings no values to the page', async () => {
    const page = await serve();
    const path = join(home, 'foreign.tar.gz');
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p', namespace: 'shop' },
      spec: { containers: [{ name: 'c', image: 'nginx', env: [{ name: 'DB_PASSWORD', value: canary }] }] },
    };
    await writeBundle(
      path,
      bundleSource({
        ...sampleSnapshot(),
        objects: new Map([
          ['pods', [pod]],
          ['configmaps', [raw]],
        ]),
        facts: [],
        redactions: [],
      }),
      null,
      { pause: async () => undefined },
    );
    const imported = await importFile(page, 'foreign.tar.gz', readFileSync(path));
    const snapshot = imported.ok ? imported.value.id : '';
    expect(imported.ok && imported.value.meta.parent).toMatch(/^[0-9a-f]{64}$/u);
    const rows = await rowsOf(page, snapshot);
    const details = await Promise.all(rows.map(row => page.call('findings.get', { snapshot, finding: row.id })));
    expect(rows.map(({ ruleId }) => ruleId)).toContain('credential-in-env');
    expect(JSON.stringify([imported, rows, details, page.events])).not.toContain(canary);
  });

  test.each([
    ['truncated', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2), 'bundle-invalid'],
    [
      'of a newer format',
      (bytes: Buffer) =>
        gzipSync(
          Buffer.from(gunzipSync(bytes).toString('latin1').replace('"formatVersion":"1.0"', '"formatVersion":"9.0"'), 'latin1'),
        ),
      'bundle-newer',
    ],
    [
      'altered',
      (bytes: Buffer) =>
        gzipSync(Buffer.from(gunzipSync(bytes).toString('latin1').replace('"name":"prod"', '"name":"prob"'), 'latin1')),
      'bundle-altered',
    ],
    ['of no kind that we read', () => Buffer.from('hello'), 'not-kubernetes'],
    ['empty', () => Buffer.alloc(0), 'not-kubernetes'],
  ])('a file that is %s is refused with its reason, and nothing stays', async (_, change, code) => {
    const page = await serve();
    const imported = await importFile(page, 'case.tar.gz', change(await ours()));
    expect(outcome(imported)).toBe(code);
    const words = imported.ok ? '' : JSON.stringify(imported.error);
    expect(words).toContain('case.tar.gz');
    expect(words).not.toContain(home);
    expect([await titles(page), leftIn(home).filter(name => name.includes('.capturing-'))]).toEqual([[], []]);
  });

  /** A pasted kubeconfig whose plugin gives the admin's token; it notes each run, and says a secret on stderr. */
  const paste = async (page: ServedPage): Promise<ContextRef> => {
    const plugin = join(home, 'plugin');
    const credential = {
      apiVersion: 'client.authentication.k8s.io/v1',
      kind: 'ExecCredential',
      status: { token: cluster.tokens.admin },
    };
    writeFileSync(
      plugin,
      `#!/bin/sh\necho run >> '${plugin}.log'\necho "password=${canary}" >&2\ncat <<'END'\n${JSON.stringify(credential)}\nEND\n`,
    );
    chmodSync(plugin, 0o755);
    const exec = {
      apiVersion: credential.apiVersion,
      interactiveMode: 'Never',
      command: plugin,
      args: ['--for', 'two words'],
      env: [{ name: 'PLUGIN_SECRET', value: canary }],
    };
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        {
          name: 'c',
          cluster: { server: proxy.url, 'certificate-authority-data': Buffer.from(cluster.caPem).toString('base64') },
        },
      ],
      users: [{ name: 'u', user: { exec } }],
      contexts: [{ name: 'pasted', context: { cluster: 'c', user: 'u' } }],
    };
    const { source } = await page.get('contexts.add', {
      upload: await page.upload('mine.yaml', Buffer.from(JSON.stringify(config))),
    });
    return { source, name: 'pasted' };
  };
  const runs = (): number =>
    existsSync(join(home, 'plugin.log')) ? readFileSync(join(home, 'plugin.log'), 'utf8').split('\n').length - 1 : 0;
  const questions = (page: ServedPage) => page.events.filter(event => event.type === 'exec.question');

  test('a plugin of a pasted file: two captures ask once, by its arguments and variable names, and run after the yes', async () => {
    const page = await serve();
    const context = await paste(page);
    const started = [await startCapture(page, context), await startCapture(page, context)];
    const asked = await page.seen('exec.question');
    expect([asked.source, asked.command, asked.env]).toEqual([
      context.source,
      [join(home, 'plugin'), '--for', 'two words'],
      ['PLUGIN_SECRET'],
    ]);
    expect(runs()).toBe(0);
    expect(await page.get('exec.questions', {})).toEqual({ questions: [asked] });
    await page.get('exec.answer', { question: asked.question, allow: true });
    expect((await page.seen('exec.withdrawn')).question).toBe(asked.question);
    expect(await page.get('exec.questions', {})).toEqual({ questions: [] });
    const results = await Promise.all(started.map(captureId => page.call('capture.result', { captureId })));
    expect(results.map(outcome)).toEqual(['done', 'done']);
    expect([questions(page).length, runs()]).toEqual([1, 1]);
    expect(outcome(await page.call('capture.result', { captureId: await startCapture(page, context) }))).toBe('done');
    expect(questions(page)).toHaveLength(1);
    expect(JSON.stringify(page.events)).not.toContain(canary);
  });

  test('a plugin that was refused is not run, is not asked about again at once, and the capture says why', async () => {
    const page = await serve();
    const context = await paste(page);
    const captureId = await startCapture(page, context);
    await page.get('exec.answer', { question: (await page.seen('exec.question')).question, allow: false });
    expect(outcome(await page.call('capture.result', { captureId }))).toBe('exec-untrusted');
    expect([questions(page).length, runs(), await titles(page)]).toEqual([1, 0, []]);
  });

  test('a question dies with the capture that asked it', async () => {
    const page = await serve();
    const context = await paste(page);
    const captureId = await startCapture(page, context);
    const { question } = await page.seen('exec.question');
    await page.get('capture.cancel', { captureId });
    expect(outcome(await page.call('capture.result', { captureId }))).toBe('cancelled');
    expect((await page.seen('exec.withdrawn')).question).toBe(question);
    await page.get('exec.answer', { question, allow: true });
    expect(runs()).toBe(0);
    await startCapture(page, context);
    await expect.poll(() => questions(page).length).toBe(2);
  });

  test('a dry-run asks as the capture did', async () => {
    const page = await serve();
    const taken = await capture(page, 'admin', { as: 'auditor', asGroups: ['auditors', 'more'], requestTimeout: 30_000 });
    const snapshot = taken.ok ? taken.value.id : '';
    expect(taken.ok && [taken.value.meta.capturedAs, taken.value.meta.impersonate]).toEqual([
      'auditor',
      { user: 'auditor', groups: ['auditors', 'more'] },
    ]);
    const finding = await fixable(page, snapshot);
    proxy.forget();
    const check = await page.get('patch.dryRun', { snapshot, finding });
    expect([check.result, check.refusal]).toEqual(['failed', 'rbac']);
    const sent = proxy.seen().filter(({ method }) => method === 'PATCH');
    expect(sent.map(({ headers }) => [headers['impersonate-user'], headers['impersonate-group']])).toEqual([
      ['auditor', 'auditors, more'],
    ]);
  });

  test('patches of one object are merged, dry-run as one, and what the server said is there after a restart', async () => {
    const page = await serve();
    const taken = await capture(page, 'admin');
    const snapshot = taken.ok ? taken.value.id : '';
    const { lines } = await page.get('findings.list', {
      snapshot,
      filter: { fixable: ['yes'], kind: ['Deployment'] },
      group: 'none',
      limit: 500,
    });
    const rows = lines.flatMap(line => (line.type === 'finding' ? [line.row] : []));
    const byObject = Map.groupBy(rows, ({ namespace, name }) => `${namespace ?? ''}/${name}`);
    const own = [...byObject.values()].find(group => new Set(group.map(({ ruleId }) => ruleId)).size > 1) ?? [];
    const findings = [...new Map(own.map(row => [row.ruleId, row.id])).values()].slice(0, 2);
    const [finding = '', ...others] = findings;
    const { patch } = await page.get('patch.merge', { snapshot, findings });
    expect(new Set(patch.findingIds)).toEqual(new Set(findings));
    expect(patch.checks.find(({ check }) => check === 'serverDryRun')?.result).toBe('not-run');
    proxy.forget();
    const check = await page.get('patch.dryRun', { snapshot, finding, with: others });
    expect(check.result).toBe('passed');
    expect(proxy.seen().filter(({ method }) => method === 'PATCH')).toHaveLength(1);
    await page.get('tray.put', { snapshot, tray: { chosen: findings, left: [], choices: [{ findings, keep: null }] } });
    await page.stop();

    const again = await serve();
    const kept = await again.get('patch.merge', { snapshot, findings });
    expect(kept.patch.checks.find(({ check: name }) => name === 'serverDryRun')).toMatchObject({
      result: 'passed',
      at: check.at,
    });
    expect(await again.get('tray.get', { snapshot })).toEqual({
      chosen: findings,
      left: [],
      choices: [{ findings, keep: null }],
    });
  });

  test('a snapshot that was deleted comes back until the next start', async () => {
    const page = await serve();
    const taken = await capture(page, 'admin');
    const snapshot = taken.ok ? taken.value.id : '';
    await page.get('snapshots.update', { snapshot, notes: 'kept' });
    await page.get('snapshots.remove', { snapshot });
    expect([await titles(page), outcome(await page.call('findings.list', { snapshot }))]).toEqual([[], 'snapshot-unknown']);
    expect((await page.get('snapshots.restore', { snapshot })).notes).toBe('kept');
    expect(outcome(await page.call('findings.list', { snapshot }))).toBe('done');
    await page.get('snapshots.remove', { snapshot });
    await page.stop();
    const again = await serve();
    expect(outcome(await again.call('snapshots.restore', { snapshot }))).toBe('snapshot-unknown');
    expect(leftIn(home).filter(name => name.includes('.removed-'))).toEqual([]);
  });

  test('a dry-run is not sent to another cluster than the snapshot’s', async () => {
    const file = join(home, 'moving.yaml');
    writeFileSync(file, cluster.kubeconfig('admin'));
    const page = await serve({ kubeconfig: file });
    const taken = await capture(page, 'admin');
    const snapshot = taken.ok ? taken.value.id : '';
    const finding = await fixable(page, snapshot);
    writeFileSync(file, cluster.kubeconfig('admin', { server: proxy.url }));
    const refused = await page.call('patch.dryRun', { snapshot, finding });
    expect([outcome(refused), proxy.seen()]).toEqual(['not-available', []]);
  });

  test.each([
    ['a server that is not there', () => cluster.kubeconfig('admin', { server: 'https://127.0.0.1:1' }), 'unreachable'],
    ['a name that does not resolve', () => cluster.kubeconfig('admin', { server: 'https://nowhere.invalid:6443' }), 'dns'],
    [
      'a token that is not known',
      () => cluster.kubeconfig('admin', { withToken: true }).replace(cluster.tokens.admin, 'unknown-token'),
      'unauthorized',
    ],
    [
      'a server of another authority',
      () => cluster.kubeconfig('admin', { caPem: cluster.certificates.admin.cert }),
      'tls-untrusted',
    ],
  ])('a capture of %s says so, and leaves nothing', async (_, text, code) => {
    const file = join(home, 'k.yaml');
    writeFileSync(file, text());
    const page = await serve({ kubeconfig: file });
    expect(outcome(await capture(page, 'admin'))).toBe(code);
    await expect.poll(() => page.events.findLast(event => event.type === 'capture.progress')?.progress.phase).toBe('failed');
    expect([await titles(page), leftIn(home).filter(name => name.includes('.capturing-'))]).toEqual([[], []]);
  });

  test('contexts of good files are listed beside a broken one', async () => {
    const broken = join(home, 'broken.yaml');
    writeFileSync(broken, 'clusters: [{');
    const page = await serve({ kubeconfig: `${broken}:${kubeconfig}` });
    const { contexts, sources } = await page.get('contexts.list', {});
    expect(contexts.map(({ name }) => name)).toEqual(['admin']);
    expect(sources.flatMap(({ problems }) => problems).join()).toContain('broken.yaml');
  });

  test('two hosts and the command line share one library, while both capture', async () => {
    const [one, other] = await Promise.all([serve(), serve()]);
    const list = () =>
      run(process.execPath, [node.file('cli.mjs'), 'library', 'list', '--format', 'json'], {
        env: { ...process.env, PLUMBLINE_HOME: home },
      });
    const [first, second, during] = await Promise.all([capture(one, 'admin'), capture(other, 'admin'), list()]);
    expect([outcome(first), outcome(second), during.stderr.includes('problem')]).toEqual(['done', 'done', false]);
    const ids = [first, second].map(result => (result.ok ? result.value.id : '')).toSorted();
    const known = async (page: ServedPage) => (await page.get('snapshots.list', {})).snapshots.map(({ id }) => id).toSorted();
    expect([await known(one), await known(other)]).toEqual([ids, ids]);
    const { stdout } = await list();
    expect(ids.every(id => stdout.includes(id))).toBe(true);
    expect(
      first.ok && (await other.get('snapshots.update', { snapshot: first.value.id, title: 'Renamed elsewhere' })).title,
    ).toBe('Renamed elsewhere');
    expect(await titles(one)).toContain('Renamed elsewhere');
    expect(second.ok && outcome(await one.call('snapshots.remove', { snapshot: second.value.id }))).toBe('done');
    expect(await known(other)).toEqual([first.ok ? first.value.id : '']);
  });

  test('an open tab gives a code to the next one; a code is for once', async () => {
    const page = await serve();
    expect((await page.post('/code', {}, 'guess')).status).toBe(401);
    const { code } = (await page.post('/code', {})).body as { readonly code: string };
    const second = await page.post('/session', { code }, '');
    const { token } = second.body as { readonly token: string };
    expect([second.status, (await page.post('/rpc/app.info', {}, token)).status]).toEqual([200, 200]);
    expect((await page.post('/session', { code }, '')).status).toBe(403);
    expect((await page.post('/rpc/app.info', {})).status).toBe(200);
  });

  test('Ctrl-C ends it in under a second, with a stream open and a capture under way, and nothing stays', async () => {
    const page = await serve();
    proxy.add({ when: onPath(/\/pods$/u), fault: { kind: 'hang' } });
    await startCapture(page, await contextOf(page, 'admin'));
    await expect.poll(() => leftIn(home).length).toBeGreaterThan(1);
    const { ms, code } = await page.interrupt();
    expect(ms).toBeLessThan(1_000);
    expect([code, leftIn(home)]).toEqual([130, []]);
  });

  test('killed, it leaves what the next start clears away', async () => {
    const page = await serve();
    proxy.add({ when: onPath(/\/pods$/u), fault: { kind: 'hang' } });
    await startCapture(page, await contextOf(page, 'admin'));
    await page.upload('x', Buffer.from(canary));
    await expect.poll(() => leftIn(home).length).toBeGreaterThan(1);
    page.child.kill('SIGKILL');
    await expect.poll(() => page.child.signalCode).toBe('SIGKILL');
    const before = leftIn(home);
    const next = await serve();
    expect(leftIn(home).filter(name => before.includes(name))).toEqual([]);
    expect(await titles(next)).toEqual([]);
  });

  test('a bundle that cannot be opened ends it with the reason', async () => {
    const file = join(home, 'half.tar.gz');
    writeFileSync(file, (await ours()).subarray(0, 300));
    const failed = await run(process.execPath, [node.file('cli.mjs'), 'serve', file], {
      env: { ...process.env, PLUMBLINE_HOME: home },
    }).catch((error: unknown) => error as { readonly code: number; readonly stderr: string });
    expect('code' in failed && failed.code).toBe(2);
    expect(failed.stderr).toContain('truncated');
    expect(leftIn(home)).toEqual([]);
  });

  test('the log is private, names each command, and holds no value', async () => {
    mkdirSync(join(home, 'logs'), { recursive: true });
    const page = await serve();
    const context = await paste(page);
    const captureId = await startCapture(page, context);
    await page.get('exec.answer', { question: (await page.seen('exec.question')).question, allow: true });
    const taken = await page.get('capture.result', { captureId });
    await importFile(page, `${canary}.json`, Buffer.from(JSON.stringify(raw)));
    await page.get('snapshots.update', { snapshot: taken.id, title: canary });
    await page.call('snapshots.update', { snapshot: canary, title: 'x' });
    await page.call('contexts.add', {
      upload: await page.upload('broken.yaml', Buffer.from(`users: [{user: {token: ${canary}}}`)),
    });
    await page.get('contexts.remove', { source: context.source });
    const path = join(home, 'logs', 'plumbline.log');
    const text = readFileSync(path, 'utf8');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const calls = [
      'contexts.add',
      'capture.start',
      'exec.answer',
      'upload.put',
      'snapshots.import',
      'snapshots.update',
      'contexts.remove',
    ];
    expect(calls.filter(name => !text.includes(`call ${name}`))).toEqual([]);
    expect(text).toContain('snapshots.update ended with snapshot-unknown');
    expect(text).not.toContain(canary);
    expect(text).not.toContain(cluster.tokens.admin);
  });
});
