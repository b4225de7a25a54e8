import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { replyLimit } from '#contract/methods';
import { ScanResult } from '#contract/scan-result';
import { servePage, type ServedPage } from '#test/carriers/serve-process';
import { buildCli, type BuiltCli } from '#test/cli/built-cli';
import type { TestCluster } from '#test/cluster/cluster';
import type { CommandOutcome } from '#test/cluster/command';
import { loadFixtures } from '#test/cluster/fixtures/load';
import { startCluster } from '#test/cluster/start';
import { clusterSuite } from '#test/cluster/suite';
import { filesOf } from '#test/e2e/archive';
import { startFaultProxy, type FaultProxy } from '#test/faults/proxy';
import { activeCharacters, formulas } from './inert.ts';
import { hostileConfigMaps, hostileDeployments, hostileNames, largeValue } from './server-answers.ts';

const proofs = ['/tmp/plumbline-was-here', '/plumbline-was-here', '/tmp/plumbline-was-here.json', '/tmp/plumbline-was-here.yaml'];
/** Whatever a cluster holds, a result is for people and their tools. */
const mostBytes = 8 * 1024 * 1024;
const longestMs = 60_000;

await clusterSuite('a hostile cluster', () => {
  let cluster: TestCluster;
  let cli: BuiltCli;
  let proxy: FaultProxy;
  /** What an API server accepts, and what one that lies tells. */
  const kubeconfigs: Record<'accepted' | 'lying', string> = { accepted: '', lying: '' };

  beforeAll(async () => {
    [cluster, cli] = await Promise.all([startCluster(), buildCli()]);
    await loadFixtures(cluster, 'hostile');
    proxy = await startFaultProxy(cluster);
    proxy.answer('/apis/apps/v1/deployments', { status: 200, body: hostileDeployments });
    proxy.answer('/api/v1/configmaps', { status: 200, body: hostileConfigMaps });
    kubeconfigs.accepted = await cluster.writeKubeconfig('admin');
    kubeconfigs.lying = await cluster.writeKubeconfig('admin', { server: proxy.url });
  });
  afterAll(async () => {
    await proxy?.stop();
    await cli?.close();
    await cluster?.stop();
  });

  const runBounded = async (args: readonly string[]): Promise<CommandOutcome> => {
    const began = performance.now();
    const outcome = await cli.run(args, { timeoutMs: longestMs });
    expect({ args, code: outcome.code, stderr: outcome.code === 0 ? '' : outcome.stderr }).toEqual({ args, code: 0, stderr: '' });
    expect(performance.now() - began).toBeLessThan(longestMs);
    expect(outcome.stdout.length + outcome.stderr.length).toBeLessThan(mostBytes);
    expect(proofs.filter(existsSync)).toEqual([]);
    return outcome;
  };

  const checkInert = ({ stdout, stderr }: CommandOutcome): void => {
    expect(activeCharacters(stdout)).toEqual([]);
    expect(activeCharacters(stderr)).toEqual([]);
  };

  it('the checks find what they look for', () => {
    expect(activeCharacters('a\u001b[2J\u202e\r\n\t')).toHaveLength(3);
    expect(formulas('a,"=1+1",-x,"b ""c"", d"\r\n@z,\'=ok')).toEqual(['=1+1', '-x', '@z']);
  });

  describe.each(['accepted', 'lying'] as const)('%s', which => {
    const input = (): readonly string[] => ['--kubeconfig', kubeconfigs[which]];

    it.each(['table', 'json', 'jsonl', 'csv'])('scan --format %s is inert and bounded', async format => {
      const outcome = await runBounded(['scan', ...input(), '--format', format]);
      checkInert(outcome);
      expect(outcome.stdout).toContain('workload-0'.slice(0, which === 'accepted' ? 10 : 0));
      expect(format === 'csv' ? formulas(outcome.stdout) : []).toEqual([]);
    });

    it('the result says everything, the lying items included', async () => {
      const { stdout } = await runBounded(['scan', ...input(), '--format', 'json']);
      const result = ScanResult.parse(JSON.parse(stdout));
      expect('polluted' in {}).toBe(false);
      const privileged = result.findings.filter(({ ruleId, status }) => ruleId === 'privileged-container' && status === 'fail');
      expect(privileged.length).toBeGreaterThanOrEqual(which === 'accepted' ? 4 : 10);
      const deployments = result.coverage.entries.find(({ resource }) => resource === 'deployments');
      expect(deployments).toMatchObject(
        which === 'accepted'
          ? { state: 'full', reason: '' }
          : { state: 'partial', reason: '6 items were no objects with a name and were left out.' },
      );
      expect(result.coverage.entries.filter(({ state }) => state === 'failed').map(({ resource }) => resource)).toEqual([]);
    });

    it('a bundle of it verifies, scans alike, and keeps its members inside', async () => {
      const bundle = cli.path(`${which}.tar.gz`);
      checkInert(await runBounded(['snapshot', ...input(), '--output', bundle]));
      checkInert(await runBounded(['verify', bundle]));
      const members = await filesOf(await readFile(bundle));
      const names = [...members.keys()];
      expect(names.filter(name => name.startsWith('/') || /(^|\/)\.{1,2}(\/|$)|[\\\0]|%$/.test(name))).toEqual([]);
      expect(names.flatMap(activeCharacters)).toEqual([]);
      const [live, kept] = [
        await runBounded(['scan', ...input(), '--format', 'json']),
        await runBounded(['scan', '--snapshot', bundle, '--format', 'json']),
      ];
      const [first, second] = [live, kept].map(({ stdout }) => ScanResult.parse(JSON.parse(stdout)));
      expect(second?.findings.map(({ id }) => id)).toEqual(first?.findings.map(({ id }) => id));
      checkInert(await runBounded(['library', 'import', bundle, '--title', `=1+1 \u001b[31m\u202e ${which}`]));
      checkInert(await runBounded(['library', 'list']));
    });

    it('patches stay in their folder, whatever the names', async () => {
      const folder = cli.path(`${which}-patches`);
      checkInert(await runBounded(['patch', ...input(), '--output', folder]));
      const files = await readdir(folder, { recursive: true });
      expect(files.length).toBeGreaterThan(5);
      expect(files.flatMap(activeCharacters)).toEqual([]);
      expect(files.filter(name => Buffer.byteLength(name.split('/').at(-1) ?? '') > 255)).toEqual([]);
      const readme = await readFile(join(folder, 'README.md'), 'utf8');
      expect(activeCharacters(readme)).toEqual([]);
      expect(readme).not.toMatch(/(?<!\\)<(?:script|img)|(?<!\\)\]\(javascript:/);
    });

    it('the page gets bounded replies, and is told what was cut', async () => {
      const page = await servePage(cli, { KUBECONFIG: kubeconfigs[which] });
      try {
        const seen = await usePage(page);
        const large = page.bodies().filter(({ text }) => Buffer.byteLength(text) > replyLimit);
        expect(large.map(({ call, text }) => `${call.slice(0, 100)}: ${String(text.length)}`)).toEqual([]);
        expect(
          page
            .events()
            .split('\n')
            .filter(line => line.length > replyLimit),
        ).toEqual([]);
        expect(activeCharacters(page.output())).toEqual([]);
        expect(seen.truncated).toBeGreaterThanOrEqual(which === 'accepted' ? 0 : 1);
        expect(proofs.filter(existsSync)).toEqual([]);
      } finally {
        await page.stop();
      }
    });
  });

  describe('files', () => {
    const check = async (name: string, text: string, told: RegExp): Promise<void> => {
      const file = cli.path(name);
      await writeFile(file, text);
      const good = cli.path('good.yaml');
      await writeFile(good, 'apiVersion: v1\nkind: Pod\nmetadata: {name: good}\nspec: {containers: [{name: c, image: nginx}]}\n');
      for (const format of ['table', 'csv']) {
        const outcome = await runBounded(['scan', '--manifests', good, file, '--format', format]);
        checkInert(outcome);
        expect(outcome.stdout).toContain('good');
        expect(`${outcome.stdout}${outcome.stderr}`).toMatch(told);
      }
    };
    const deployment = (name: string, more: object = {}): object => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, annotations: { text: name } },
      spec: {
        selector: {},
        template: { spec: { containers: [{ name, image: name, securityContext: { privileged: true } }] } },
        ...more,
      },
    });
    const list = (items: readonly object[]): string => JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
    const lolLine = (level: number): string =>
      `l${String(level)}: &l${String(level)} [${`*l${String(level - 1)},`.repeat(9).slice(0, -1)}]`;
    const laughs = ['l0: &l0 [lol]', ...Array.from({ length: 12 }, (_, index) => lolLine(index + 1))].join('\n');

    it.each([
      ['hostile names', list(hostileNames.map(name => deployment(name))), /privileged/],
      [
        '5 MB values',
        list([
          deployment('big', { note: largeValue }),
          { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'm' }, data: { a: largeValue, password: largeValue } },
        ]),
        /big/,
      ],
      [
        '10,000 labels',
        list([
          {
            ...deployment('many'),
            metadata: {
              name: 'many',
              labels: Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`l${String(index)}`, '=1+1'])),
            },
          },
        ]),
        /many/,
      ],
      [
        'prototype keys',
        '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "proto", "__proto__": {"polluted": true}}, "data": {"__proto__": "=1"}}',
        /good/,
      ],
      [
        'deep nesting',
        `{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "deep"}, "data": ${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`,
        /deep|nest/i,
      ],
      ['aliases of aliases', `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: laughs}\n${laughs}\n`, /laughs|alias/i],
      ['an alias of itself', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: self}\ndata: &a\n  a: *a\n', /self|alias/i],
      ['very many documents', '---\n'.repeat(100_000), /good/],
    ])('%s', (name, text, told) => check(`${name.replaceAll(/\W+/g, '-')}.yaml`, text, told));
  });
});

async function usePage(page: ServedPage): Promise<{ readonly truncated: number }> {
  const { contexts } = await page.get('contexts.list', {});
  const [context] = contexts.map(({ source, name }) => ({ source, name }));
  if (context === undefined) throw new Error('no context');
  const { id: snapshot } = await page.get('capture.result', await page.get('capture.start', { context, options: {} }));
  await page.get('snapshots.list', {});
  await page.get('coverage.get', { snapshot });
  let truncated = 0;
  for (const group of ['none', 'cause', 'object', 'namespace', 'rule'] as const)
    await page.get('findings.list', { snapshot, group, limit: 500, open: ['*'], filter: {} });
  const { lines } = await page.get('findings.list', { snapshot, group: 'none', limit: 500, filter: { namespace: ['hostile'] } });
  for (const line of lines) {
    if (line.type !== 'finding') continue;
    const detail = await page.get('findings.get', { snapshot, finding: line.row.id });
    if (detail.evidence?.truncated === true) truncated += 1;
    if (line.row.fixable) await page.call('patch.preview', { snapshot, finding: line.row.id });
  }
  return { truncated };
}
