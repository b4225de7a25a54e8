import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '#build/paths';
import { violationsOf } from './accessibility.ts';
import { hostKinds, missingFor, type OpenHost, openHost } from './hosts.ts';

/** Into the README's folder when asked (`PLUMBLINE_PICTURES=1`), else beside the test results. */
const pictures = join(root, process.env['PLUMBLINE_PICTURES'] === undefined ? 'test-results/pictures' : 'test/e2e/pictures');

const ready = (page: Page) => page.waitForFunction(() => document.documentElement.dataset['state'] === 'ready');

const sticksOut = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth > clientWidth;
  });

/** Each entry of the navigation with a text that only its page shows, of the demo's own data. */
const entries: readonly (readonly [string, RegExp])[] = [
  ['Overview', /Compare the two snapshots/u],
  ['Findings', /239 findings/u],
  ['Access graph', /What do you want to know/u],
  ['Access graph', /What do you want to know/u],
  ['Objects', /Deployment/u],
  ['Tray', /The tray is empty/u],
  ['Capture', /Nothing was captured yet|Captures/u],
  ['Snapshots', /Demo cluster, three days later/u],
  ['Compare', /incident-4711-temporary-access/u],
  ['Coverage', /Denied/u],
  ['Rules', /anonymous-binding/u],
  ['Clusters', /Clusters/u],
  ['Settings', /High contrast|high contrast/u],
];

describe.each(hostKinds)('every page of the demo on the %s', kind => {
  const missing = missingFor(kind);
  if (missing !== undefined && process.env['CI'] !== undefined) throw new Error(missing);

  describe.skipIf(missing !== undefined)(missing ?? 'opened with --demo', () => {
    let host: OpenHost;
    beforeAll(async () => {
      host = await openHost(kind, { args: ['--demo'], colorScheme: kind === 'desktop' ? 'dark' : 'light' });
      await host.page.getByRole('treegrid', { name: 'Findings' }).waitFor({ timeout: 60_000 });
      mkdirSync(pictures, { recursive: true });
    });
    afterAll(() => host?.close());

    test.each(entries)('%s', async (name, shown) => {
      const { page } = host;
      await page.setViewportSize({ width: 1440, height: 900 });
      await page
        .getByRole('navigation', { name: 'Pages' })
        .getByRole('link', { name: new RegExp(`^${name}`, 'u') })
        .click();
      await ready(page);
      await page.getByRole('main').getByText(shown).filter({ visible: true }).first().waitFor();
      writeFileSync(join(pictures, `${kind}-demo-${name.toLowerCase().replaceAll(' ', '-')}.png`), await page.screenshot());
      expect(await violationsOf(page)).toEqual([]);
      await page.setViewportSize({ width: 1024, height: 640 });
      await page.waitForTimeout(100);
      expect([await sticksOut(page), await violationsOf(page)]).toEqual([false, []]);
    });

    test('an object from a finding, and back', async () => {
      const { page } = host;
      await page.setViewportSize({ width: 1440, height: 900 });
      await page
        .getByRole('navigation', { name: 'Pages' })
        .getByRole('link', { name: /^Findings/u })
        .click();
      await ready(page);
      await page
        .getByRole('treegrid', { name: 'Findings' })
        .getByRole('row')
        .filter({ hasText: 'wallboard-read' })
        .first()
        .click();
      await page
        .getByRole('article', { name: 'Finding' })
        .getByRole('button', { name: /Open object/u })
        .click();
      await ready(page);
      expect(page.url()).toMatch(/\/objects\/.*wallboard-read/u);
      writeFileSync(join(pictures, `${kind}-demo-object.png`), await page.screenshot());
      expect(await violationsOf(page)).toEqual([]);
      await page.goBack();
      await ready(page);
      expect(page.url()).toMatch(/\/findings\//u);
    });

    test('no page broke the policy or threw an error', () => expect(host.faults).toEqual([]));
  });
});
