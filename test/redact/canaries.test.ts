import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ScanResult } from '#contract/scan-result';
import { servePage, type ServedPage } from '#test/carriers/serve-process';
import { buildCli, type BuiltCli } from '#test/cli/built-cli';
import { field } from '#test/cluster/client';
import type { TestCluster } from '#test/cluster/cluster';
import type { CommandOutcome } from '#test/cluster/command';
import { loadFixtures } from '#test/cluster/fixtures/load';
import { secretsFixture, type Canary } from '#test/cluster/fixtures/secrets';
import { startCluster } from '#test/cluster/start';
import { clusterSuite } from '#test/cluster/suite';
import { startFaultProxy, type FaultProxy } from '#test/faults/proxy';
import { filesBelow, leaks, type Surface } from './forms.ts';
import { storedTexts } from './stored-texts.ts';

const app = '/apis/apps/v1/namespaces/vault/deployments/app';

await clusterSuite('planted secrets', () => {
  let cluster: TestCluster;
  let cli: BuiltCli;
  let proxy: FaultProxy;
  /** Token as its credential: that must not be told either. */
  let kubeconfig = '';
  let canaries: readonly Canary[] = [];

  beforeAll(async () => {
    [cluster, cli] = await Promise.all([startCluster(), buildCli()]);
    await loadFixtures(cluster, 'secrets');
    proxy = await startFaultProxy(cluster);
    kubeconfig = await cluster.writeKubeconfig('admin', { withToken: true });
    canaries = [...secretsFixture().canaries, { place: 'token of the kubeconfig', value: cluster.tokens.admin }];
  });
  afterAll(async () => {
    await proxy?.stop();
    await cli?.close();
    await cluster?.stop();
  });

  /** What the library holds: enough to be worth looking through. */
  const libraryTexts = async (): Promise<readonly Surface[]> => {
    const texts = await storedTexts(cli.home);
    expect(texts.map(({ bytes }) => bytes).join('').length).toBeGreaterThan(100_000);
    return texts;
  };

  const checkNoLeak = (surfaces: readonly Surface[]): void => expect(leaks(surfaces, canaries)).toEqual([]);

  const outputsOf = (name: string, { stdout, stderr }: CommandOutcome): readonly Surface[] => [
    { name: `${name}: stdout`, bytes: stdout },
    { name: `${name}: stderr`, bytes: stderr },
  ];

  const outcomeOf = async (args: readonly string[], code = 0): Promise<CommandOutcome> => {
    const outcome = await cli.run(args);
    expect({ args, code: outcome.code, stderr: outcome.code === code ? '' : outcome.stderr }).toEqual({ args, code, stderr: '' });
    return outcome;
  };

  it('are planted, at least thirty, and would be found in every form', async () => {
    expect(canaries.length).toBeGreaterThan(30);
    const list = await cluster.api('GET', '/api/v1/namespaces/vault/configmaps');
    expect(leaks([{ name: 'list', bytes: JSON.stringify(list.body) }], canaries)).toContain('ConfigMap binaryData in list');
    const [first] = canaries;
    for (const text of ['a', 'ab', 'abc'].map(start => Buffer.from(`${start}${first?.value ?? ''}x`).toString('base64')))
      expect(leaks([{ name: 'x', bytes: text }], canaries)).toHaveLength(1);
  });

  it.each(['table', 'json', 'jsonl', 'csv'])('scan --format %s', async format => {
    const outcome = await outcomeOf(['scan', '--kubeconfig', kubeconfig, '--format', format]);
    expect(outcome.stdout).toContain('vault');
    checkNoLeak(outputsOf('scan', outcome));
  });

  it('snapshot, verify, a scan of the bundle, which says what the live one says, and the library', async () => {
    const bundle = cli.path('vault.tar.gz');
    const taken = await outcomeOf(['snapshot', '--kubeconfig', kubeconfig, '--output', bundle]);
    const verified = await outcomeOf(['verify', bundle]);
    const live = await outcomeOf(['scan', '--kubeconfig', kubeconfig, '--format', 'json']);
    const kept = await outcomeOf(['scan', '--snapshot', bundle, '--format', 'json']);
    const [first, second] = [live, kept].map(({ stdout }) => ScanResult.parse(JSON.parse(stdout)));
    expect(second?.findings).toEqual(first?.findings);
    expect({ ...second?.summary, objects: 0, durationMs: 0 }).toEqual({ ...first?.summary, objects: 0, durationMs: 0 });
    expect(second?.findings.filter(({ resource }) => resource?.namespace === 'vault').length).toBeGreaterThan(5);
    const imported = await outcomeOf(['library', 'import', bundle]);
    const listed = await outcomeOf(['library', 'list', '--format', 'json']);
    const exported = cli.path('exported.tar.gz');
    await outcomeOf(['library', 'export', (JSON.parse(listed.stdout) as { id: string }[])[0]?.id ?? '', '--output', exported]);
    checkNoLeak([
      ...outputsOf('snapshot', taken),
      ...outputsOf('verify', verified),
      ...outputsOf('scan --snapshot', kept),
      ...outputsOf('library import', imported),
      { name: 'bundle', bytes: await readFile(bundle) },
      { name: 'exported bundle', bytes: await readFile(exported) },
      ...(await filesBelow(cli.home)),
      ...(await libraryTexts()),
    ]);
  });

  it('patches, on disk and asked of the server', async () => {
    const folder = cli.path('patches');
    const output = await outcomeOf(['patch', '--kubeconfig', kubeconfig, '--output', folder, '--server-dry-run']);
    const diffs = await outcomeOf(['patch', '--kubeconfig', kubeconfig]);
    const plan = await outcomeOf(['patch', '--kubeconfig', kubeconfig, '--format', 'json']);
    const files = await filesBelow(folder);
    expect(files.filter(({ name }) => name.startsWith('patches/')).length).toBeGreaterThan(3);
    expect(diffs.stdout).toContain('Deployment');
    checkNoLeak([...outputsOf('patch', output), ...outputsOf('diffs', diffs), ...outputsOf('plan', plan), ...files]);
  });

  /** The server's own 422, with the whole object in its message, and an error that quotes a list. */
  const answerWithQuotes = async (): Promise<void> => {
    const operations = [{ op: 'add', path: '/spec/template/spec/containers/0/nosuchfield', value: 1 }];
    const strict = await cluster.api('PATCH', `${app}?dryRun=All&fieldValidation=Strict`, operations, {
      contentType: 'application/json-patch+json',
    });
    expect(strict.status).toBe(422);
    expect(leaks([{ name: '422', bytes: JSON.stringify(strict.body) }], canaries).length).toBeGreaterThan(5);
    proxy.answer(app, { status: 422, body: strict.body });
    const list = await cluster.api('GET', '/api/v1/namespaces/vault/configmaps');
    const message = `the server could not encode: ${JSON.stringify(field(list.body, 'items'))}`;
    const body = { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'BadRequest', code: 400, message };
    proxy.answer('/api/v1/limitranges', { status: 400, body });
  };

  it('errors that quote objects, a 422 and a 400', async () => {
    await answerWithQuotes();
    const through = await cluster.writeKubeconfig('admin', { server: proxy.url });
    const patched = await outcomeOf(['patch', '--kubeconfig', through, '--server-dry-run', '--namespace', 'vault']);
    expect(patched.stderr).toContain('422');
    const scanned = await outcomeOf(['scan', '--kubeconfig', through, '--format', 'json']);
    const coverage = ScanResult.parse(JSON.parse(scanned.stdout)).coverage.entries;
    expect(coverage).toContainEqual(expect.objectContaining({ resource: 'limitranges', state: 'failed' }));
    checkNoLeak([...outputsOf('patch', patched), ...outputsOf('scan', scanned)]);
  });

  it.each([
    ['fails', 'exit 1', 3],
    [
      'works',
      `echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"'"$TOKEN"'"}}'`,
      0,
    ],
    ['prints something else', 'echo "$TOKEN"', 3],
  ])('an exec plugin that prints its token and %s', async (_, end, code) => {
    const token = cluster.tokens.admin;
    const file = await pluginKubeconfig(cluster, cli, token, end);
    const outcome = await outcomeOf(['scan', '--kubeconfig', file, '--trust-exec'], code);
    expect(outcome.stderr).toContain('logging in');
    const checked = await cli.run(['doctor', '--kubeconfig', file, '--trust-exec']);
    checkNoLeak([...outputsOf('scan', outcome), ...outputsOf('doctor', checked)]);
  });

  it('the page: every call, the event stream, downloads, logs and the library', async () => {
    await answerWithQuotes();
    const through = await cluster.writeKubeconfig('admin', { server: proxy.url });
    const plugin = await pluginKubeconfig(cluster, cli, cluster.tokens.admin, 'exit 1');
    const page = await servePage(cli, { KUBECONFIG: `${through}:${plugin}` });
    try {
      const downloads = await usePage(page);
      checkNoLeak([
        ...page.bodies().map(({ call, text }) => ({ name: call, bytes: text })),
        { name: 'events', bytes: page.events() },
        { name: 'output', bytes: page.output() },
        ...downloads,
        ...(await filesBelow(cli.home)),
      ]);
      expect(page.events()).toContain('logging in');
    } finally {
      await page.stop();
    }
    checkNoLeak([...(await filesBelow(cli.home)), ...(await libraryTexts())]);
  });
});

/** Does on the page all that there is to do. */
async function usePage(page: ServedPage): Promise<readonly Surface[]> {
  const { contexts } = await page.get('contexts.list', {});
  const [admin, plugin] = contexts.map(({ source, name }) => ({ source, name }));
  if (admin === undefined || plugin === undefined) throw new Error('contexts are missing');
  await page.get('doctor.run', { context: admin });
  await page.call('doctor.run', { context: plugin });
  const refused = await page.get('capture.start', { context: plugin, options: {} });
  expect(await page.call('capture.result', refused)).toMatchObject({ ok: false });
  const started = await page.get('capture.start', { context: admin, title: 'vault', options: {} });
  const { id: snapshot } = await page.get('capture.result', started);
  await page.get('snapshots.list', {});
  await page.get('snapshots.get', { snapshot });
  await page.get('coverage.get', { snapshot });
  await page.get('rules.list', {});
  const { lines } = await page.get('findings.list', { snapshot, group: 'none', limit: 500, filter: {} });
  const rows = lines.flatMap(line => (line.type === 'finding' ? [line.row] : []));
  const vault = rows.filter(row => row.namespace === 'vault' || row.namespace === null);
  expect(vault.length).toBeGreaterThan(10);
  const dryRuns: string[] = [];
  for (const { id, fixable } of vault) {
    await page.get('findings.get', { snapshot, finding: id });
    if (!fixable) continue;
    await page.get('patch.preview', { snapshot, finding: id });
    dryRuns.push((await page.get('patch.dryRun', { snapshot, finding: id })).note);
  }
  expect(dryRuns.filter(note => note.includes('422'))).not.toEqual([]);
  const fixable = vault.filter(row => row.fixable).map(row => row.id);
  const patches = await page.get('patch.export', { snapshot, findings: fixable });
  const bundle = await page.get('snapshots.export', { snapshot });
  // Events come by a stream of their own.
  await delay(200);
  return [
    { name: 'downloaded patches', bytes: await page.download(patches.handle) },
    { name: 'downloaded bundle', bytes: await page.download(bundle.handle) },
  ];
}

/** A context whose plugin writes its token on stderr in several ways, and then ends as told. */
async function pluginKubeconfig(cluster: TestCluster, cli: BuiltCli, token: string, end: string): Promise<string> {
  const told = ['token: $TOKEN', 'Authorization: Bearer $TOKEN', '{\\"token\\": \\"$TOKEN\\"}', 'TOKEN=$TOKEN', 'got $TOKEN'];
  const script = ['echo logging in >&2', ...told.map(line => `echo "${line}" >&2`), end].join('\n');
  const exec = {
    apiVersion: 'client.authentication.k8s.io/v1',
    command: '/bin/sh',
    args: ['-c', script],
    env: [{ name: 'TOKEN', value: token }],
    interactiveMode: 'Never',
  };
  const ca = Buffer.from(cluster.caPem).toString('base64');
  const file = cli.path('plugin.kubeconfig');
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'plugged', cluster: { server: cluster.url, 'certificate-authority-data': ca } }],
    users: [{ name: 'plugged', user: { exec } }],
    contexts: [{ name: 'plugged', context: { cluster: 'plugged', user: 'plugged' } }],
    'current-context': 'plugged',
  };
  await writeFile(file, JSON.stringify(config), { mode: 0o600 });
  return file;
}
