import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '#build/paths';
import { violationsOf } from './accessibility.ts';
import { type Browser, chromiumPath, openBrowser } from './browser.ts';
import { type FixturePage, serveFixtures } from './fixture-page.ts';

/** All parts in all states, and what lies over every page, in each theme, density, size and zoom: painted, nothing cut off, no violation. */
const pictures = join(root, 'test-results', 'pictures', 'parts');
const snapshot = '/s/prod-eu-1-20261124';

const missing = chromiumPath();
if ('why' in missing && process.env['CI'] !== undefined) throw new Error(missing.why);

/** Bytes of a PNG's pixels that differ from the first: a blank picture has none. */
const painted = (png: Buffer): boolean => {
  const chunks: Buffer[] = [];
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') chunks.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  return new Set(inflateSync(Buffer.concat(chunks))).size > 40;
};

/** What stands out of its window sideways, or is cut off in the frame without an ellipsis. */
const overflow = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
    const out =
      scrollWidth > clientWidth || scrollHeight > clientHeight
        ? [`the window: ${String(scrollWidth)} in ${String(clientWidth)}`]
        : [];
    const cells = [...document.querySelectorAll('.fact, .top-actions')].map(element => element.getBoundingClientRect());
    for (const [index, cell] of cells.entries())
      for (const other of cells.slice(index + 1))
        if (
          cell.left < other.right - 1 &&
          other.left < cell.right - 1 &&
          cell.top < other.bottom - 1 &&
          other.top < cell.bottom - 1
        )
          out.push(`cells ${String(index)} and ${String(cells.indexOf(other))} overlap`);
    for (const inner of document.querySelectorAll('.fact dt > *, .fact dd > *, .top-actions > *, .command-box > *')) {
      const box = inner.getBoundingClientRect();
      const around = inner.closest('.fact, .command-box, .top-actions')?.getBoundingClientRect();
      if (around !== undefined && box.width > 0 && (box.right > around.right + 1 || box.left < around.left - 1))
        out.push(`${inner.className} stands out of its cell by ${String(Math.round(box.right - around.right))}`);
    }
    for (const element of document.querySelectorAll('.top, .fact, .fact-flag, .top-actions, .parts-page, .ui-dialog')) {
      const box = element.getBoundingClientRect();
      if (box.width > 0 && (box.right > window.innerWidth + 1 || box.left < -1)) out.push(element.className);
      if (element.matches('.top, .ui-dialog, .parts-page') && element.scrollWidth > element.clientWidth + 1)
        out.push(`inside ${element.className}`);
    }
    const actions = document.querySelector('.top-actions')?.getBoundingClientRect();
    for (const fact of document.querySelectorAll('.fact')) {
      const box = fact.getBoundingClientRect();
      const name = fact.textContent.slice(0, 30);
      if (
        actions !== undefined &&
        box.top < actions.bottom &&
        box.bottom > actions.top &&
        box.right > actions.left + 1 &&
        box.left < actions.right
      )
        out.push(`${name} under the buttons`);
      if (fact.scrollWidth > fact.clientWidth + 1) out.push(`${name} is cut by ${String(fact.scrollWidth - fact.clientWidth)}`);
      const cut = fact.querySelector('.ui-middle')?.getBoundingClientRect();
      if (cut !== undefined && fact.textContent.length > 60 && cut.width < 90)
        out.push(`${name} has ${String(Math.round(cut.width))} px`);
    }
    return out;
  });

describe.skipIf('why' in missing)('parts and frame', () => {
  let fixtures: FixturePage;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    fixtures = await serveFixtures();
    browser = await openBrowser({ colorScheme: 'dark' });
    page = await browser.context.newPage();
  });
  afterAll(async () => {
    await browser?.close();
    fixtures?.close();
  });

  const look = async (name: string, without: readonly string[] = []): Promise<void> => {
    const png = await page.screenshot({ path: join(pictures, `${name}.png`) });
    expect({ painted: painted(png), overflow: await overflow(page), axe: await violationsOf(page, without) }).toEqual({
      painted: true,
      overflow: [],
      axe: [],
    });
  };

  const open = async (scenario: string, path: string, theme: string): Promise<void> => {
    await page.goto(`${fixtures.origin}/parts?theme=${theme}`);
    await page.waitForFunction(() => localStorage.getItem('plumbline.look') !== null);
    await page.evaluate(name => {
      sessionStorage.clear();
      sessionStorage.setItem('plumbline.scenario', name);
    }, scenario);
    await page.goto(`${fixtures.origin}${path}`);
    await page.waitForFunction(() => document.documentElement.dataset['state'] === 'ready');
  };

  const themes = ['dark', 'light', 'contrast'] as const;
  const densities = ['comfortable', 'compact'] as const;
  test.each(themes.flatMap(theme => densities.map(density => [theme, density] as const)))(
    'parts, %s, %s',
    async (theme, density) => {
      await page.setViewportSize({ width: 1440, height: 2600 });
      await page.goto(`${fixtures.origin}/parts?theme=${theme}&density=${density}`);
      await page.waitForSelector('.cm-line');
      await page.waitForTimeout(400);
      await look(`parts-${theme}-${density}`);
    },
  );

  const sizes = [
    [1440, 900],
    [1100, 700],
    [1024, 640],
    [720, 450],
    [512, 320],
  ] as const;
  test.each(sizes)('the frame with the longest names at %i × %i', async (width, height) => {
    await page.setViewportSize({ width, height });
    await open('longest', `${snapshot}/coverage`, 'system');
    await page.waitForTimeout(200);
    await look(`frame-${String(width)}`);
    const name = page.getByRole('button', { name: /^Context: / });
    await name.focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Shift+Tab');
    await page.locator('.ui-tooltip').first().waitFor();
    expect(await page.locator('.ui-tooltip').first().textContent()).toContain(
      'platform-development-and-integration-shared-production-2',
    );
    const seen = await page.locator('.facts').innerText();
    for (const part of ['production', 'impersonated', 'insecure TLS', 'partial', 'unknown', 'old']) expect(seen).toContain(part);
    await page.keyboard.press('Escape');
  });

  test.each([
    ['palette', 'Control+k', 'Commands'],
    ['keys', '?', 'Keys'],
  ] as const)('%s over a page, and the focus back after it', async (name, key, label) => {
    for (const [width, height] of [sizes[0], sizes[2], sizes[3]]) {
      await page.setViewportSize({ width, height });
      await open('loaded', `${snapshot}/findings`, 'system');
      await page.getByRole('treegrid').focus();
      await page.keyboard.press(key);
      await page.getByRole('dialog', { name: label }).waitFor();
      await page.waitForTimeout(250);
      await look(`${name}-${String(width)}`);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog', { name: label }).waitFor({ state: 'detached' });
      await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'treegrid');
    }
  });

  test('parts in forced colours are there', async () => {
    // Axe reads the colours of the style, not those that the system puts in their place.
    const other = await browser.context.newPage();
    await other.emulateMedia({ forcedColors: 'active' });
    await other.setViewportSize({ width: 1440, height: 2600 });
    await other.goto(`${fixtures.origin}/parts`);
    await other.waitForSelector('.cm-line');
    expect(painted(await other.screenshot({ path: join(pictures, 'parts-forced-colours.png') }))).toBe(true);
    expect(await violationsOf(other, ['color-contrast'])).toEqual([]);
    await other.close();
  });

  test('no other theme flashes by before the first paint', async () => {
    await page.emulateMedia({ colorScheme: 'light' });
    const dark = `${fixtures.origin}/parts?theme=dark`;
    await page.goto(dark);
    await page.waitForFunction(() => localStorage.getItem('plumbline.look')?.includes('dark') === true);
    await page.addInitScript(() => {
      new MutationObserver((_, observer) => {
        if (document.body === null) return;
        observer.disconnect();
        (window as { firstBody?: string | undefined }).firstBody = document.documentElement.dataset['scheme'];
      }).observe(document, { childList: true, subtree: true });
    });
    await page.goto(dark);
    expect(await page.evaluate(() => (window as { firstBody?: string | undefined }).firstBody)).toBe('dark');
    await page.emulateMedia({ colorScheme: 'dark' });
  });

  test('Back and reload bring scrolling and focus, a new page is told by its heading', async () => {
    await page.setViewportSize({ width: 1440, height: 640 });
    await open('loaded', `${snapshot}/findings`, 'system');
    const list = page.locator('.finding-list');
    await list.evaluate(element => element.scrollTo({ top: 300 }));
    const top = await list.evaluate(element => element.scrollTop);
    expect(top).toBeGreaterThan(100);
    await page.getByRole('treegrid').focus();
    await page.keyboard.press('g');
    await page.keyboard.press('v');
    await page.waitForURL(/coverage/u);
    await page.waitForFunction(() => document.activeElement?.tagName === 'H1');
    await page.goBack();
    await page.waitForURL(/findings/u);
    await page.waitForFunction(
      wanted =>
        Math.abs((document.querySelector('.finding-list')?.scrollTop ?? 0) - wanted) < 2 &&
        document.activeElement?.getAttribute('role') === 'treegrid',
      top,
    );
    await page.reload();
    await page.waitForFunction(
      wanted =>
        Math.abs((document.querySelector('.finding-list')?.scrollTop ?? 0) - wanted) < 2 &&
        document.activeElement?.getAttribute('role') === 'treegrid',
      top,
    );
  });
});
