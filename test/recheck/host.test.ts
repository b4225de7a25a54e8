import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FindingRow } from '#contract/findings-query';
import type { ScanResult } from '#contract/scan-result';
import type { TestCluster } from '#test/cluster/cluster';
import { sharedCluster } from '#test/cluster/shared';
import { clusterSuite } from '#test/cluster/suite';
import { always, serverError } from '#test/faults/faults';
import { type FaultProxy, startFaultProxy } from '#test/faults/proxy';
import { buildNode, type BuiltNode } from '#test/hosts/built-node';
import { servePage, type ServedPage } from '#test/hosts/served-page';

await clusterSuite('the list, a second look and export over the page host', () => {
  let node: BuiltNode;
  let cluster: TestCluster;
  let proxy: FaultProxy;
  let home: string;
  let page: ServedPage;
  let snapshot: string;

  beforeAll(async () => {
    node = await buildNode();
    cluster = await sharedCluster();
    proxy = await startFaultProxy(cluster);
    home = mkdtempSync(join(node.folder, 'home-'));
    page = await servePage(node, { home, kubeconfig: await cluster.writeKubeconfig('admin', { server: proxy.url }) });
    const { contexts } = await page.get('contexts.list', {});
    const context = contexts.find(({ name }) => name === 'admin');
    if (context === undefined) throw new Error('no context');
    const { captureId } = await page.get('capture.start', {
      context: { source: context.source, name: context.name },
      options: { as: 'jane', asGroups: ['system:masters'] },
    });
    snapshot = (await page.get('capture.result', { captureId })).id;
  });
  afterAll(async () => {
    await page?.stop();
    await proxy?.stop();
    await cluster?.stop();
    rmSync(home, { recursive: true, force: true });
    node?.remove();
  });

  const rows = async (filter: object): Promise<readonly FindingRow[]> =>
    (await page.get('findings.list', { snapshot, filter, group: 'none', limit: 500 })).lines.flatMap(line =>
      line.type === 'finding' ? [line.row] : [],
    );
  const one = async (): Promise<FindingRow> => {
    const [row] = await rows({ status: ['fail'], kind: ['Deployment'] });
    if (row === undefined) throw new Error('no finding');
    return row;
  };

  test('a second look is made as the snapshot was, in few requests, though read-only is on', async () => {
    await page.get('settings.update', { readOnly: true });
    const { id } = await one();
    proxy.forget();
    const told = await page.get('findings.recheck', { snapshot, scope: { type: 'finding', finding: id } });
    await page.get('settings.update', { readOnly: false });
    const seen = proxy.seen();
    expect(told.verdicts[0]).toMatchObject({ finding: id, state: 'still' });
    expect(seen.length).toBe(told.requests);
    expect(seen.every(({ method, headers }) => method === 'GET' && headers['impersonate-user'] === 'jane')).toBe(true);
  });

  test('the snapshot stays as it was', async () => {
    const before = await rows({});
    await page.get('findings.recheck', { snapshot, scope: { type: 'namespace', namespace: 'shop' } });
    expect(await rows({})).toEqual(before);
  });

  test('a server that cannot answer makes nothing gone', async () => {
    const { id } = await one();
    proxy.add({ when: always, fault: serverError(503) });
    const told = await page.call('findings.recheck', { snapshot, scope: { type: 'finding', finding: id } });
    proxy.clear();
    expect(told.ok ? told.value.verdicts.map(({ state }) => state) : []).toEqual(['unknown']);
    expect(told.ok ? told.value.verdicts[0]?.notes[0] : '').toContain('503');
  });

  test.each([
    ['a finding of another snapshot', { type: 'finding', finding: 'nope' } as const, 'finding-unknown'],
    [
      'a kind that no rule judges',
      { type: 'object', apiVersion: 'v1', kind: 'Endpoints', name: 'x', namespace: 'shop' } as const,
      'not-available',
    ],
  ])('%s is refused', async (_, scope, code) => {
    const told = await page.call('findings.recheck', { snapshot, scope });
    expect(told.ok ? '' : told.error.code).toBe(code);
  });

  test('the demo has no cluster to ask', async () => {
    const { id } = await page.get('demo.open', {});
    const told = await page.call('findings.recheck', { snapshot: id, scope: { type: 'namespace', namespace: 'search' } });
    expect(told.ok ? '' : `${told.error.code}: ${told.error.why}`).toMatch(/^not-available: The demo is a recording/u);
  });

  test('an export holds what the list holds under the same text, and coverage', async () => {
    const q = 'severity:high,critical ns:shop -kind:Pod';
    const listed = await rows({ severity: ['high', 'critical'], namespace: ['shop'], not: { kind: ['Pod'] } });
    const { handle, name } = await page.get('findings.export', { snapshot, q, format: 'json' });
    const result = JSON.parse((await page.download(handle)).toString('utf8')) as ScanResult;
    expect(name).toMatch(/-findings\.json$/u);
    expect(listed.length).toBeGreaterThan(0);
    expect(result.findings.map(({ id }) => id).toSorted()).toEqual(listed.map(({ id }) => id).toSorted());
    expect(result.coverage.entries.length).toBeGreaterThan(0);
    for (const format of ['csv', 'jsonl', 'markdown'] as const) {
      const file = await page.get('findings.export', { snapshot, q, format });
      const text = (await page.download(file.handle)).toString('utf8');
      expect(text).toContain(listed[0]?.ruleId ?? '');
    }
  });

  test('a filter that cannot be read writes nothing', async () => {
    const told = await page.call('findings.export', { snapshot, q: 'severity:huge', format: 'csv' });
    expect(told.ok ? '' : `${told.error.code}: ${told.error.why}`).toMatch(/^filter-invalid: At character 10/u);
  });

  test('the overview and late notes come from the same snapshot', async () => {
    const overview = await page.get('overview.get', { snapshot });
    expect(overview.first.length).toBeGreaterThan(3);
    const { notes } = await page.get('findings.notes', { snapshot, findings: overview.first.map(({ finding }) => finding) });
    expect(notes.map(({ id }) => id).toSorted()).toEqual(overview.first.map(({ finding }) => finding).toSorted());
  });
});
