import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '#build/paths';
import { violationsOf } from './accessibility.ts';
import { type Browser, chromiumPath, openBrowser } from './browser.ts';
import { type FixturePage, serveFixtures } from './fixture-page.ts';

const pictures = join(root, 'test-results', 'pictures', 'parts');

const missing = chromiumPath();
if ('why' in missing && process.env['CI'] !== undefined) throw new Error(missing.why);

/** What opens over a page: by a key, inside the window, without a violation; Escape closes it and gives the focus back. */
describe.skipIf('why' in missing)('menus, lists, dialogs and toasts', () => {
  let fixtures: FixturePage;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    fixtures = await serveFixtures();
    browser = await openBrowser({ colorScheme: 'dark', height: 1600 });
    page = await browser.context.newPage();
    page.setDefaultTimeout(8000);
  });
  afterAll(async () => {
    await browser?.close();
    fixtures?.close();
  });

  const look = async (name: string, shown: Locator): Promise<void> => {
    await page.waitForTimeout(250);
    await page.screenshot({ path: join(pictures, `${name}.png`) });
    const box = await shown.first().boundingBox();
    const size = page.viewportSize();
    expect(
      box !== null &&
        size !== null &&
        box.x >= 0 &&
        box.y >= 0 &&
        box.x + box.width <= size.width &&
        box.y + box.height <= size.height,
    ).toBe(true);
    // What opens lies outside of all landmarks; while a list is open, Base UI hides the rest from screen readers, and Tab closes it.
    expect(await violationsOf(page, ['region', 'aria-hidden-focus', 'page-has-heading-one'])).toEqual([]);
  };

  const hasFocus = (at: Locator): Promise<boolean> => at.evaluate(element => element === document.activeElement);

  describe.each(['dark', 'light', 'contrast'])('%s', theme => {
    beforeAll(async () => {
      await page.goto(`${fixtures.origin}/parts?theme=${theme}`);
      await page.waitForSelector('.cm-line');
    });

    test.each([
      ['menu', 'Enter', 'button', /^Copy as/u, 'menu'],
      ['choices', 'Enter', 'button', /^Group/u, 'menu'],
      ['select', 'Enter', 'combobox', /^Environment/u, 'listbox'],
      ['combobox', 'ArrowDown', 'combobox', /^Namespace/u, 'listbox'],
      ['dialog', 'Enter', 'button', /^Open a dialog/u, 'dialog'],
    ] as const)('%s', async (name, key, role, label, opens) => {
      const at = page.getByRole(role, { name: label }).first();
      const shown = page.getByRole(opens);
      await at.focus();
      await page.keyboard.press(key);
      await shown.first().waitFor();
      await look(`${name}-${theme}`, shown);
      await page.keyboard.press('Escape');
      await shown.first().waitFor({ state: 'hidden' });
      expect(await hasFocus(at)).toBe(true);
    });

    test('tooltip on focus', async () => {
      const at = page.getByRole('button', { name: 'With a tooltip' });
      await at.focus();
      await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('Tab');
      await page.locator('.ui-tooltip').waitFor();
      await look(`tooltip-${theme}`, page.locator('.ui-tooltip'));
      expect(await hasFocus(at)).toBe(true);
      await page.keyboard.press('Escape');
    });

    test('toasts, and undo by its key', async () => {
      for (const name of ['Say something', 'Say a failure', 'Delete with undo']) {
        await page.getByRole('button', { name }).focus();
        await page.keyboard.press('Enter');
      }
      const undo = page.getByRole('button', { name: 'Undo', exact: true });
      await undo.waitFor();
      await look(`toasts-${theme}`, undo);
      await undo.focus();
      await page.keyboard.press('Enter');
      await page.getByText('Brought back').waitFor();
    });
  });
});
