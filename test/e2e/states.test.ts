import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '#build/paths';
import { violationsOf } from './accessibility.ts';
import { type Browser, chromiumPath, openBrowser } from './browser.ts';
import { type FixturePage, serveFixtures } from './fixture-page.ts';

/** Every page in every state, in both sizes and themes: painted, inside its window, without a violation. Pictures for whoever looks. */
const pictures = join(root, 'test-results', 'pictures', 'states');

const snapshot = 'prod-eu-1-20261124';
const earlier = 'prod-eu-1-20261121';
const pages: Readonly<Record<string, string>> = {
  start: '/',
  clusters: '/clusters',
  captures: '/capture',
  capture: '/capture/c1',
  overview: `/s/${snapshot}/overview`,
  findings: `/s/${snapshot}/findings`,
  finding: `/s/${snapshot}/findings/f-token`,
  objects: `/s/${snapshot}/objects`,
  object: `/s/${snapshot}/objects/apps/deployments/payments/ledger?finding=f-aws`,
  access: `/s/${snapshot}/access`,
  'access-paths': `/s/${snapshot}/access/paths?from=sa:ci/deployer`,
  'access-edge': `/s/${snapshot}/access/paths?from=sa:ci/deployer&at=edge:TOKEN_REQUEST+sa:ci/deployer+sa:ci/argocd-manager`,
  'access-node': `/s/${snapshot}/access/paths?from=sa:ci/deployer&at=node:sa:ci/argocd-manager&did=out:sa:ci/argocd-manager`,
  'access-table': `/s/${snapshot}/access/paths?from=sa:ci/deployer&view=table`,
  'access-starts': `/s/${snapshot}/access/paths`,
  'access-blast': `/s/${snapshot}/access/blast?from=workload:shop/Deployment/checkout`,
  'access-choke': `/s/${snapshot}/access/choke`,
  'access-who-can': `/s/${snapshot}/access/who-can?verb=get&resource=secrets&somewhere=yes&at=node:sa:ci/deployer`,
  'access-what-can': `/s/${snapshot}/access/what-can?subject=sa:ci/deployer`,
  'access-matrix': `/s/${snapshot}/access/matrix`,
  'access-explain': `/s/${snapshot}/access/explain?text=forbidden`,
  'access-upkeep': `/s/${snapshot}/access/upkeep?kind=dangling-role`,
  tray: `/s/${snapshot}/tray`,
  coverage: `/s/${snapshot}/coverage`,
  compare: `/compare/${earlier}/${snapshot}`,
  snapshots: '/snapshots',
  rules: '/rules',
  settings: '/settings',
};
const states = ['loaded', 'empty', 'error', 'loading', 'partial', 'stale'] as const;
const sizes = [
  { name: 'wide', width: 1440, height: 900 },
  { name: 'narrow', width: 1024, height: 700 },
] as const;
const themes = ['dark', 'light'] as const;

/** Each theme and each size once; every combination when pictures are asked for (`PLUMBLINE_PICTURES=1`). */
const isTried = (theme: (typeof themes)[number], size: (typeof sizes)[number]): boolean =>
  process.env['PLUMBLINE_PICTURES'] !== undefined || (theme === 'dark') === (size.name === 'wide');

const missing = chromiumPath();
if ('why' in missing && process.env['CI'] !== undefined) throw new Error(missing.why);

describe.skipIf('why' in missing)('every page in every state', () => {
  let fixtures: FixturePage;
  beforeAll(async () => {
    fixtures = await serveFixtures();
    mkdirSync(pictures, { recursive: true });
  });
  afterAll(() => fixtures?.close());

  const paint = async (page: Page, path: string, state: (typeof states)[number]): Promise<void> => {
    await page.goto(`${fixtures.origin}/clusters`);
    // A tray that holds something is a scenario of its own.
    const scenario = state === 'loaded' && path.endsWith('/tray') ? 'conflict' : state;
    await page.evaluate(name => {
      sessionStorage.clear();
      sessionStorage.setItem('plumbline.scenario', name);
    }, scenario);
    await page.goto(`${fixtures.origin}${path}`);
    // A page that lacks nothing of what does not come is ready all the same.
    if (state !== 'loading')
      await page.waitForFunction(() => ['ready', 'error'].includes(document.documentElement.dataset['state'] ?? ''));
    // What takes longer than 300 ms says so: a loading page is looked at after that.
    await page.waitForTimeout(state === 'loading' ? 600 : 150);
  };

  /** How far something stands out of the window: the page itself never scrolls. */
  const overflow = (page: Page): Promise<string> =>
    page.evaluate(() => {
      const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
      return scrollWidth > clientWidth || scrollHeight > clientHeight
        ? `${String(scrollWidth)}×${String(scrollHeight)} in ${String(clientWidth)}×${String(clientHeight)}`
        : 'none';
    });

  describe.each(themes)('%s', theme => {
    describe.each(sizes.filter(size => isTried(theme, size)))('$name', size => {
      let browser: Browser;
      beforeAll(async () => {
        browser = await openBrowser({ colorScheme: theme, width: size.width, height: size.height });
      });
      afterAll(() => browser?.close());

      test.each(Object.keys(pages))('%s', async name => {
        const page = await browser.context.newPage();
        const faults: string[] = [];
        page.on('pageerror', error => faults.push(error.message));
        page.on('console', message => {
          if (message.type() === 'error' && /Content Security Policy|Refused to/u.test(message.text()))
            faults.push(message.text());
        });
        for (const state of states) {
          await paint(page, pages[name] ?? '/', state);
          writeFileSync(join(pictures, `${name}-${state}-${theme}-${size.name}.png`), await page.screenshot());
          const text = (await page.getByRole('main').innerText()).trim();
          expect({
            state,
            words: text.length > 15,
            overflow: await overflow(page),
            faults,
            // Contrast is the theme's and order the size's: each is checked once.
            violations: (theme === 'dark') === (size.name === 'wide') ? await violationsOf(page) : [],
          }).toEqual({ state, words: true, overflow: 'none', faults: [], violations: [] });
        }
        await page.close();
      });
    });
  });
});
