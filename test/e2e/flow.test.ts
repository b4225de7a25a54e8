import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { root } from '#build/paths';
import { findBinaries } from '../cluster/binaries.ts';
import type { TestCluster } from '../cluster/cluster.ts';
import { loadFixtures } from '../cluster/fixtures/load.ts';
import { startCluster } from '../cluster/start.ts';
import { seccompOf, treeOf, commandOf } from '../electron/processes.ts';
import { violationsOf } from './accessibility.ts';
import { filesOf } from './archive.ts';
import { hostKinds, missingFor, type OpenHost, openHost } from './hosts.ts';

const binaries = await findBinaries();
const inCi = process.env['CI'] !== undefined;

/** Where pictures go: into the README's folder when asked (`PLUMBLINE_PICTURES=1`), else beside the test results. */
const pictures = join(root, process.env['PLUMBLINE_PICTURES'] === undefined ? 'test-results/pictures' : 'test/e2e/pictures');

const ready = (page: Page) => page.waitForFunction(() => document.documentElement.dataset['state'] === 'ready');

/** Types into the filter and waits until the list is the narrowed one. */
const narrow = async (page: Page, text: string): Promise<void> => {
  await page.getByRole('search').getByRole('combobox').first().fill(text);
  await page
    .getByText(/^\d+ of \d+$/u)
    .filter({ visible: true })
    .first()
    .waitFor();
  await page.waitForFunction(query => new URLSearchParams(location.search).get('q') === query, text);
  await ready(page);
};

const row = (page: Page, text: string): Locator =>
  page.getByRole('treegrid', { name: 'Findings' }).getByRole('row').filter({ hasText: text }).first();

describe.each(hostKinds)('the whole flow on the %s', kind => {
  const missing = missingFor(kind) ?? (binaries.found ? undefined : `no API server: ${binaries.command}`);
  if (missing !== undefined && inCi) throw new Error(missing);

  describe.skipIf(missing !== undefined)(missing ?? 'against a real API server', () => {
    let cluster: TestCluster;
    let host: OpenHost;
    let page: Page;

    const picture = async (name: string): Promise<void> => {
      mkdirSync(pictures, { recursive: true });
      writeFileSync(join(pictures, `${kind}-${name}.png`), await page.screenshot());
      if (!name.startsWith('failed')) expect(await violationsOf(page)).toEqual([]);
    };

    beforeAll(async () => {
      cluster = await startCluster();
      await loadFixtures(cluster, 'small');
      host = await openHost(kind, {
        kubeconfig: cluster.kubeconfig('admin'),
        colorScheme: kind === 'desktop' ? 'dark' : 'light',
      });
      page = host.page;
    });
    afterAll(async () => {
      await host?.close();
      await cluster?.stop();
    });

    // What the page showed when a step failed, for whoever reads the run.
    afterEach(async ({ task }) => {
      if (task.result?.state === 'fail') await picture(`failed-${task.name.slice(0, 40).replaceAll(/\W+/gu, '-')}`);
    });

    const capture = async (): Promise<void> => {
      await page
        .getByRole('navigation', { name: 'Pages' })
        .getByRole('link', { name: /Clusters/u })
        .click();
      await ready(page);
      await page.getByRole('main').getByText('admin', { exact: true }).first().click();
      await page
        .getByRole('article', { name: 'Context' })
        .getByRole('button', { name: /^Capture/u })
        .click();
      await page.getByText('Open findings').waitFor({ timeout: 60_000 });
    };

    test('starts without connecting anywhere', async () => {
      await ready(page);
      expect(
        await page
          .getByRole('button', { name: 'Choose a cluster' })
          .or(page.getByRole('link', { name: 'Choose a cluster' }))
          .count(),
      ).toBe(1);
      const asked = (await cluster.auditLines()).filter(event => event.userAgent?.startsWith('plumbline') === true);
      expect(asked).toEqual([]);
    });

    test('captures with progress, and tells what was read', async () => {
      await capture();
      await picture('capture');
      expect(await page.getByRole('main').innerText()).toMatch(/53 of 53 resources answered|\d+ of \d+ resources answered/u);
      await page.getByText('Open findings').click();
      await ready(page);
      await picture('findings');
    });

    test('shows a finding with its evidence line and its fix, and takes the patch into the tray by key', async () => {
      await narrow(page, 'rule:privileged-container runner');
      await row(page, 'runner').click();
      const detail = page.getByRole('article', { name: 'Finding' });
      await detail.getByRole('heading').filter({ hasText: 'runs in privileged mode' }).waitFor();
      await detail.getByText('privileged: true').first().waitFor();
      await detail.getByText(/This finding is gone, no new one/u).waitFor({ timeout: 30_000 });
      await picture('finding');
      const url = page.url();
      await page.reload();
      await ready(page);
      expect(page.url()).toBe(url);
      await detail.getByRole('heading').filter({ hasText: 'runs in privileged mode' }).waitFor();
      await detail.getByRole('button', { name: /Add to tray/u }).waitFor();
      await page.keyboard.press('p');
      await page
        .getByRole('navigation', { name: 'Pages' })
        .getByRole('link', { name: /Tray.*1/u })
        .waitFor();
    });

    test('asks the server on a click, then exports; the patch, applied, removes the finding', async () => {
      await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: /Tray/u }).click();
      const patch = page.getByRole('article', { name: 'Patch' });
      await patch.getByRole('button', { name: /Run as/u }).click();
      await patch.getByText(/The API server would accept it/u).waitFor({ timeout: 30_000 });
      await picture('tray');
      const archive = await host.download(() => page.getByRole('button', { name: /^Export/u }).click());
      const files = await filesOf(archive);
      const names = [...files.keys()].map(name => name.replace(/^plumbline-patches\//u, ''));
      expect(names).toEqual(expect.arrayContaining(['README.md', 'kustomization.yaml', 'plan.json']));
      const name = [...files.keys()].find(candidate => candidate.includes('/patches/privileged-container/'));
      const text = files.get(name ?? '') ?? '';
      const applied = await cluster.kubectl(['patch', 'deployment', 'runner', '-n', 'ci', '--type=json', '-p', text]);
      expect([applied.code, applied.stderr]).toEqual([0, '']);
      // No kubelet makes new pods ready here, so the rollout would keep the old ones, privileged as they are.
      await cluster.kubectl(['delete', 'replicasets,pods', '-n', 'ci', '--all', '--force', '--grace-period=0']);

      await capture();
      await page.getByText('Open findings').click();
      await ready(page);
      await narrow(page, 'rule:privileged-container');
      await row(page, 'log-agent').waitFor();
      expect(await row(page, 'runner').count()).toBe(0);
    });

    test('told the API server nothing but reads, reviews of its own rights, and the one dry-run', async () => {
      const ours = (await cluster.auditLines()).filter(event => event.userAgent?.startsWith('plumbline') === true);
      const writes = ours.filter(event => !['get', 'list'].includes(event.verb));
      expect(ours.length).toBeGreaterThan(100);
      expect(
        [
          ...new Set(
            writes.map(
              event =>
                `${event.verb} ${event.objectRef?.resource ?? ''}${/dryRun=All/u.test(event.requestURI) ? ' dry-run' : ''}`,
            ),
          ),
        ].toSorted(),
      ).toEqual(expect.arrayContaining(['patch deployments dry-run']));
      expect(
        writes
          .filter(event => event.verb !== 'create' || event.objectRef?.resource?.startsWith('selfsubject') !== true)
          .map(event => `${event.verb} ${/dryRun=All/u.test(event.requestURI) ? 'dry-run' : 'for real'}`),
      ).toEqual(['patch dry-run']);
    });

    test('the page broke no policy and threw no error', () => expect(host.faults).toEqual([]));

    test.runIf(kind === 'desktop')('its renderers are in the sandbox', () => {
      const renderers = treeOf(process.pid).filter(pid => commandOf(pid).includes('--type=renderer'));
      expect(renderers.length).toBeGreaterThan(0);
      expect(renderers.map(seccompOf)).toEqual(renderers.map(() => '2'));
    });
  });
});
