import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, chromiumPath, openBrowser } from './browser.ts';
import { type FixturePage, serveFixtures } from './fixture-page.ts';

const snapshot = '/s/prod-eu-1-20261124';
const routes = [
  '/clusters',
  '/clusters?source=%2Fhome%2Fanna%2F.kube%2Fconfig&context=prod-eu-1',
  '/capture',
  '/capture/c1',
  `${snapshot}/overview`,
  `${snapshot}/findings`,
  `${snapshot}/findings?q=severity%3Acritical`,
  `${snapshot}/findings/f-token`,
  `${snapshot}/objects`,
  `${snapshot}/coverage`,
  `${snapshot}/coverage?gap=1`,
  `${snapshot}/tray`,
  '/compare/prod-eu-1-20261121/prod-eu-1-20261124',
  '/snapshots',
  '/rules',
  '/rules/host-path',
  '/settings',
  '/s/gone/findings',
  '/nowhere',
];

interface View {
  readonly address: string;
  readonly title: string;
  readonly headings: number;
  readonly words: string;
  readonly scrolled: Readonly<Record<string, number>>;
  readonly focus: string;
}

const viewOf = (page: Page): Promise<View> =>
  page.evaluate(() => {
    const main = document.querySelector('main');
    const scrolled: Record<string, number> = {};
    for (const element of main?.querySelectorAll('*') ?? [])
      if (element.scrollTop > 0 && element.classList[0] !== undefined) scrolled[element.classList[0]] = element.scrollTop;
    const active = document.activeElement;
    return {
      address: `${location.pathname}${location.search}`,
      title: document.title,
      headings: document.querySelectorAll('h1').length,
      words: (main?.innerText ?? '').replaceAll(/\s+/gu, ' ').slice(0, 3000),
      scrolled,
      focus:
        active === null || active === document.body
          ? ''
          : `${active.tagName} ${(active.getAttribute('aria-label') ?? active.textContent ?? '').trim().slice(0, 60)}`,
    };
  });

const missing = chromiumPath();
if ('why' in missing && process.env['CI'] !== undefined) throw new Error(missing.why);

/** The address is the state; scrolling and focus are kept beside it. */
describe.skipIf('why' in missing)('Back, Forward and reload bring the same view', () => {
  let fixtures: FixturePage;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    fixtures = await serveFixtures();
    browser = await openBrowser({ colorScheme: 'dark', width: 1280, height: 640 });
    page = await browser.context.newPage();
  });
  afterAll(async () => {
    await browser?.close();
    fixtures?.close();
  });

  const settled = (): Promise<unknown> =>
    page.waitForFunction(() => ['ready', 'error'].includes(document.documentElement.dataset['state'] ?? ''));

  /** Waits until it is the wanted view; the last one seen otherwise, for the message. */
  const becomes = async (wanted: View): Promise<View> => {
    let seen = await viewOf(page);
    for (let step = 0; step < 30 && JSON.stringify(seen) !== JSON.stringify(wanted); step += 1) {
      await page.waitForTimeout(100);
      seen = await viewOf(page);
    }
    return seen;
  };

  test.each(routes)('%s', async route => {
    await page.goto(`${fixtures.origin}/parts`);
    await page.evaluate(() => sessionStorage.clear());
    await page.goto(`${fixtures.origin}${route}`);
    await settled();
    await page.waitForTimeout(300);
    // As a person does: on to something of the page by Tab, and down by what scrolls.
    for (let step = 0; step < 40; step += 1) {
      await page.keyboard.press('Tab');
      if (await page.evaluate(() => document.activeElement?.closest('main') !== null && document.activeElement?.id !== 'page'))
        break;
    }
    await page.evaluate(() => {
      const parts = [...document.querySelectorAll('main *')].filter(
        element =>
          element.scrollHeight > element.clientHeight + 40 &&
          /auto|scroll/u.test(getComputedStyle(element).overflowY) &&
          !element.matches('.cm-scroller'),
      );
      parts[0]?.scrollTo({ top: 120 });
    });
    await page.waitForTimeout(150);
    const before = await viewOf(page);
    expect(before.headings).toBe(1);
    expect(before.focus).not.toBe('');

    const away = page.url().endsWith('/rules') ? '/settings' : '/rules';
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog', { name: 'Commands' }).waitFor();
    await page.keyboard.type(away === '/rules' ? 'rules' : 'settings');
    await page.waitForTimeout(300);
    await page.keyboard.press('Enter');
    await page.waitForURL(url => url.pathname === away);
    await settled();
    // A page that was come to is told by its heading, or has the focus where it put it.
    await page.waitForFunction(
      () => document.activeElement?.closest('main') !== null && document.activeElement !== document.body,
    );

    await page.goBack();
    expect(await becomes(before)).toEqual(before);
    await page.goForward();
    await page.waitForURL(url => url.pathname === away);
    await settled();
    await page.goBack();
    expect(await becomes(before)).toEqual(before);
    await page.reload();
    expect(await becomes(before)).toEqual(before);
  });
});
