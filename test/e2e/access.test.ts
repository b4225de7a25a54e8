import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { root } from '#build/paths';
import { violationsOf } from './accessibility.ts';
import { hostKinds, missingFor, type OpenHost, openHost } from './hosts.ts';

const pictures = join(root, process.env['PLUMBLINE_PICTURES'] === undefined ? 'test-results/pictures' : 'test/e2e/pictures');

const ready = (page: Page) => page.waitForFunction(() => document.documentElement.dataset['state'] === 'ready');

/** How many boxes the drawing holds, once it is drawn and differs from what it held. */
const drawn = async (page: Page, before = 0): Promise<number> => {
  await page.waitForFunction(
    last => Number(document.querySelector<HTMLElement>('.graph-pixels')?.dataset['drawn'] ?? 0) !== last,
    before,
  );
  return Number(await page.locator('.graph-pixels').getAttribute('data-drawn'));
};

/** The access graph of the demo, as a person uses it: the five questions, and what one does with an answer. */
describe.each(hostKinds)('the access graph on the %s', kind => {
  const missing = missingFor(kind);
  if (missing !== undefined && process.env['CI'] !== undefined) throw new Error(missing);

  describe.skipIf(missing !== undefined)(missing ?? 'of the demo', () => {
    let host: OpenHost;
    beforeAll(async () => {
      host = await openHost(kind, { args: ['--demo'], colorScheme: kind === 'desktop' ? 'dark' : 'light' });
      await host.page.getByRole('treegrid', { name: 'Findings' }).waitFor({ timeout: 60_000 });
      mkdirSync(pictures, { recursive: true });
    });
    afterAll(() => host?.close());
    beforeEach(() => host.page.setDefaultTimeout(10_000));

    const question = async (name: string): Promise<Page> => {
      const { page } = host;
      await page
        .getByRole('navigation', { name: 'Pages' })
        .getByRole('link', { name: /^Access graph/u })
        .click();
      await page.getByRole('navigation', { name: 'Questions' }).getByRole('link', { name, exact: true }).click();
      await ready(page);
      return page;
    };
    const picture = async (name: string): Promise<void> =>
      writeFileSync(join(pictures, `${kind}-access-${name}.png`), await host.page.screenshot());

    test('begins with questions', async () => {
      const { page } = host;
      await page
        .getByRole('navigation', { name: 'Pages' })
        .getByRole('link', { name: /^Access graph/u })
        .click();
      await page.getByText('What do you want to know?').waitFor();
      expect([await page.locator('.graph-canvas').count(), await violationsOf(page)]).toEqual([0, []]);
    });

    test('paths to cluster admin, each step with the lines that make it true', async () => {
      const page = await question('Paths to cluster admin');
      await page
        .getByRole('grid', { name: 'Who reaches it' })
        .getByRole('row')
        .filter({ hasText: 'argocd-server' })
        .filter({ hasText: 'ServiceAccount' })
        .click();
      await page.getByRole('heading', { name: /argocd\/argocd-server reaches cluster admin by/u }).waitFor();
      const boxes = await drawn(page);
      await page.getByRole('link', { name: /ClusterRole argocd-server lines? \d/u }).waitFor();
      await picture('paths');
      expect({ boxes: boxes > 2, violations: await violationsOf(page) }).toEqual({ boxes: true, violations: [] });
    });

    test('by keys: from box to box, expand in place, undo', async () => {
      const { page } = host;
      const before = await drawn(page);
      await page.getByRole('application').focus();
      await page.keyboard.press('Home');
      await page.getByText('argocd-server, ServiceAccount in argocd;').waitFor({ state: 'attached' });
      await page.keyboard.press('ArrowDown');
      await page.waitForFunction(() => /[?&]at=node/u.test(location.search));
      await page.keyboard.press('Enter');
      await page.waitForFunction(() => /[?&]did=out/u.test(location.search));
      await page.getByRole('button', { name: /^Undo/u }).and(page.locator(':enabled')).waitFor();
      await picture('expanded');
      await page.keyboard.press('Backspace');
      await page.waitForFunction(() => !/[?&]did=/u.test(location.search));
      await page.waitForFunction(
        last => Number(document.querySelector<HTMLElement>('.graph-pixels')?.dataset['drawn'] ?? 0) === last,
        before,
      );
      expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('application');
    });

    test('the table has the same selection', async () => {
      const { page } = host;
      await page.keyboard.press('t');
      const edges = page.getByRole('grid', { name: 'Edges' });
      await edges.getByRole('row').nth(1).click();
      await page.getByRole('heading', { name: 'Evidence' }).waitFor();
      expect([await edges.locator('[aria-selected=true]').count(), await violationsOf(page)]).toEqual([1, []]);
      await picture('table');
      await page.keyboard.press('t');
      await drawn(page);
    });

    test('an address opens the same view again', async () => {
      const { page } = host;
      const address = page.url();
      await page.reload();
      await page.getByRole('heading', { name: /reaches cluster admin by/u }).waitFor({ timeout: 60_000 });
      await page.getByRole('heading', { name: 'Evidence' }).waitFor();
      expect(page.url()).toBe(address);
    });

    test('simulates a removal', async () => {
      const { page } = host;
      await page.getByRole('button', { name: 'Back to the answer' }).click();
      await page.getByRole('button', { name: 'Simulate', exact: true }).first().click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('Who loses what').waitFor();
      await picture('simulate');
      const violations = await violationsOf(page);
      await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
      await dialog.waitFor({ state: 'detached' });
      expect(violations).toEqual([]);
    });

    test('exports the whole answer', async () => {
      const { page } = host;
      const bytes = await host.download(async () => {
        await page.getByRole('button', { name: 'Export', exact: true }).click();
        await page.getByRole('menuitem', { name: /^BloodHound/u }).click();
      });
      const { graph } = JSON.parse(bytes.toString('utf8')) as { graph: { nodes: unknown[]; edges: unknown[] } };
      expect([graph.nodes.length > 1, graph.edges.length > 0]).toEqual([true, true]);
    });

    test.skipIf(kind === 'desktop')('exports pictures', async () => {
      const { page } = host;
      const save = (name: RegExp): Promise<Buffer> =>
        host.download(async () => {
          await page.getByRole('button', { name: 'Export', exact: true }).click();
          await page.getByRole('menuitem', { name }).click();
        });
      const [png, svg] = [await save(/^PNG/u), await save(/^SVG/u)];
      expect([png.subarray(1, 4).toString('latin1'), svg.toString('utf8').startsWith('<svg ')]).toEqual(['PNG', true]);
    });

    test.each([
      ['Paths from the internet', null, /The internet reaches cluster admin/u],
      ['What reaches this', 'admin', /reach cluster admin within/u],
      ['Blast radius of a pod', 'workload:argocd/Deployment/argocd-server', /argocd-server reaches/u],
    ] as const)('%s', async (name, node, claim) => {
      const page = await question(name);
      if (node !== null) {
        await page.getByRole('combobox', { name: 'Node' }).fill(node);
        await page.keyboard.press('Enter');
      }
      await page.getByRole('heading', { name: claim }).waitFor();
      expect([(await drawn(page)) > 1, await violationsOf(page)]).toEqual([true, []]);
      await picture(name.toLowerCase().replaceAll(' ', '-'));
    });

    test('choke points, and a patch for the tray', async () => {
      const page = await question('Choke points');
      await page.getByRole('heading', { name: /identities and workloads reach cluster admin/u }).waitFor();
      await page.getByRole('button', { name: 'Add patch to tray' }).first().click();
      await page.getByRole('button', { name: 'Take patch out of tray' }).first().waitFor();
      await picture('choke');
      expect(await violationsOf(page)).toEqual([]);
      const tray = page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: /^Tray/u });
      expect(await tray.innerText()).toMatch(/1/u);
    });

    test('nothing broke the policy or threw an error', () => expect(host.faults).toEqual([]));
  });
});
