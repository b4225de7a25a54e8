import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { root } from '#build/paths';
import { findBinaries } from '../cluster/binaries.ts';
import type { TestCluster } from '../cluster/cluster.ts';
import { loadFixtures } from '../cluster/fixtures/load.ts';
import { startCluster } from '../cluster/start.ts';
import { filesOf } from './archive.ts';
import { hostKinds, missingFor, type OpenHost, openHost } from './hosts.ts';
import { handless, settledFocus, type Typist, typist } from './keyboard.ts';

const binaries = await findBinaries();
const inCi = process.env['CI'] !== undefined;
const pictures = join(root, 'test-results', 'pictures', 'keyboard');

describe('the page without hands', () => {
  const page = {
    mouse: {},
    click: (): string => 'clicked',
    title: (): string => 'Findings',
    locator: () => ({ locator: () => page, getByRole: () => page, click: (): string => 'clicked', count: (): number => 3 }),
  };
  test('reads', () => expect([handless(page).title(), handless(page).locator().count()]).toEqual(['Findings', 3]));
  test.each([
    ['a click', () => handless(page).click()],
    ['the mouse', () => handless(page).mouse],
    ['a click on what it found', () => handless(page).locator().click()],
  ])('refuses %s', (_, act) => expect(act).toThrow(/not by keys/u));
});

/** From the start page to the export and around the app, by keys alone: no step may leave the focus nowhere. */
describe.each(hostKinds)('by keys alone on the %s', kind => {
  const missing = missingFor(kind) ?? (binaries.found ? undefined : `no API server: ${binaries.command}`);
  if (missing !== undefined && inCi) throw new Error(missing);

  describe.skipIf(missing !== undefined)(missing ?? 'against a real API server', () => {
    let cluster: TestCluster;
    let host: OpenHost;
    let keys: Typist;

    beforeAll(async () => {
      cluster = await startCluster();
      await loadFixtures(cluster, 'small');
      host = await openHost(kind, {
        kubeconfig: cluster.kubeconfig('admin'),
        colorScheme: kind === 'desktop' ? 'light' : 'dark',
      });
      keys = await typist(host.page);
      mkdirSync(pictures, { recursive: true });
    });
    afterAll(async () => {
      await host?.close();
      await cluster?.stop();
    });
    const picture = (name: string): Promise<unknown> =>
      keys.eyes.screenshot({ path: join(pictures, `${kind}-${name.slice(0, 50).replaceAll(/\W+/gu, '-')}.png`) });
    afterEach(async ({ task }) => {
      if (task.result?.state === 'fail') await picture(`failed-${task.name}`);
    });

    /** One thing that is done by keys; after it something has the focus. */
    const step = async (what: string, act: () => Promise<void>): Promise<void> => {
      await act();
      const focus = await settledFocus(keys);
      expect(focus, `focus after: ${what}`).not.toBe('');
    };
    const count = (text: RegExp): Promise<number> => keys.eyes.getByText(text).count();

    const capture = async (): Promise<void> => {
      await step('going to the clusters', async () => {
        await keys.go('c');
        await keys.arrive(/^\/clusters$/u);
      });
      await step('searching a context', async () => {
        await keys.press('/');
        expect(await keys.focused()).toMatch(/^input .*Search contexts/u);
        await keys.type('admin');
        await keys.read(/1 (?:of \d+ )?contexts?/u);
      });
      await step('on to the list of contexts', () => keys.tabTo(/^grid Contexts/u));
      await step('choosing it', async () => {
        await keys.press('ArrowDown');
        await keys.eyes.getByRole('article', { name: 'Context' }).waitFor();
      });
      await step('narrowing the scope', async () => {
        await keys.tabTo(/^input Without these namespaces/u);
        await keys.type('kube-public');
      });
      await step('starting the capture', async () => {
        await keys.tabTo(/^button Capture admin/u);
        await keys.press('Enter');
        await keys.arrive(/^\/capture\/.+/u);
        await keys.read(/Open findings/u, 90_000);
      });
      await step('opening the findings', async () => {
        await keys.press('Enter');
        await keys.arrive(/^\/s\/[^/]+\/findings$/u);
        await keys.eyes.getByRole('treegrid', { name: 'Findings' }).waitFor();
      });
    };

    test('from the start page to the findings', async () => {
      await keys.arrive(/^\/$/u);
      await step('the first Tab', async () => {
        await keys.press('Tab');
        expect(await keys.focused()).toBe('a Skip to the page');
      });
      await step('skipping to the page', async () => {
        await keys.press('Enter');
        await keys.tabTo(/^a Choose a cluster/u);
      });
      await step('choosing a cluster', async () => {
        await keys.press('Enter');
        await keys.arrive(/^\/clusters$/u);
      });
      await capture();
    });

    test('filters, walks, opens a finding, reads its evidence, takes its patch into the tray', async () => {
      await step('filtering', async () => {
        await keys.press('/');
        expect(await keys.focused()).toMatch(/Filter the findings/u);
        await keys.type('rule:privileged-container runner');
        await keys.read(/\d+ of \d+/u);
      });
      await step('from the filter to the list', async () => {
        await keys.press('Escape');
        if (!(await keys.focused()).startsWith('treegrid')) await keys.press('Escape');
        expect(await settledFocus(keys)).toMatch(/^treegrid Findings/u);
      });
      await step('walking and opening', async () => {
        await keys.press('j');
        await keys.press('j');
        await keys.press('k');
        await keys.press('Enter');
        await keys.arrive(/\/findings\/.+/u);
        const finding = keys.eyes.getByRole('article', { name: 'Finding' });
        await finding.getByText('privileged: true').first().waitFor();
        await finding.getByText(/This finding is gone, no new one/u).waitFor({ timeout: 30_000 });
      });
      await picture('finding');
      await step('selecting it and letting it go', async () => {
        await keys.press('x');
        await keys.read(/1 (?:finding )?selected|1 selected/u);
        await keys.press('Escape');
        await keys.eyes
          .getByText(/1 selected/u)
          .first()
          .waitFor({ state: 'detached' });
      });
      await step('to the tray', async () => {
        await keys.press('p');
        await keys.eyes
          .getByRole('navigation', { name: 'Pages' })
          .getByRole('link', { name: /Tray.*1/u })
          .waitFor();
      });
    });

    test('reviews the change, has it checked, and exports it', async () => {
      await step('going to the tray', async () => {
        await keys.go('t');
        await keys.arrive(/\/tray$/u);
        await keys.eyes.getByRole('article', { name: 'Patch' }).waitFor();
      });
      await step('the change in one column', async () => {
        await keys.tabTo(/^button Side by side/u);
        await keys.press('ArrowRight');
        await keys.press('Enter');
        await keys.eyes.getByRole('button', { name: 'Unified', pressed: true }).waitFor();
      });
      await step('reading the change', async () => {
        await keys.tabTo(/lines? added/u);
      });
      await step('a dry-run', async () => {
        await keys.press('d');
        await keys.read(/The API server would accept it/u, 30_000);
      });
      await picture('tray');
      let archive: Buffer = Buffer.alloc(0);
      await step('the export', async () => {
        archive = await host.download(() => keys.press('e'));
      });
      const files = await filesOf(archive);
      expect([...files.keys()].some(name => name.includes('/patches/privileged-container/'))).toBe(true);
      expect([...files.values()].every(text => text.length > 0)).toBe(true);
    });

    test('compares two captures', async () => {
      await capture();
      await step('going to compare', async () => {
        await keys.go('d');
        await keys.arrive(/^\/compare\/[^/]+\/[^/]+$/u);
      });
      await step('walking it', async () => {
        await keys.press('j');
        await keys.press('k');
        await keys.press('Escape');
      });
      await picture('compare');
    });

    test('goes everywhere by g and a letter, and back', async () => {
      for (const [letter, path] of [
        ['o', /\/overview$/u],
        ['b', /\/objects$/u],
        ['v', /\/coverage$/u],
        ['r', /^\/rules$/u],
        ['s', /^\/snapshots$/u],
        ['e', /^\/settings$/u],
        ['f', /\/findings$/u],
        ['h', /^\/$/u],
      ] as const)
        await step(`g ${letter}`, async () => {
          await keys.go(letter);
          await keys.arrive(path);
        });
      await step('back', async () => {
        await keys.press('[');
        await keys.arrive(/\/findings$/u);
      });
      await step('forward', async () => {
        await keys.press(']');
        await keys.arrive(/^\/$/u);
      });
    });

    test('finds by the palette: a page, a rule, an object', async () => {
      for (const [text, path] of [
        ['coverage', /\/coverage$/u],
        ['privileged-container', /\/rules\/privileged-container|\/findings/u],
        ['runner', /\/objects\/|\/findings\//u],
      ] as const)
        await step(`palette: ${text}`, async () => {
          await keys.press('Control+k');
          await keys.eyes.getByRole('dialog', { name: 'Commands' }).waitFor();
          await keys.type(text);
          await keys.eyes.getByRole('option').first().waitFor();
          await keys.eyes.waitForTimeout(400);
          await keys.press('Enter');
          await keys.arrive(path);
        });
    });

    test('shows its keys, and gives the focus back', async () => {
      await keys.go('f');
      await keys.arrive(/\/findings$/u);
      await keys.eyes.getByRole('treegrid', { name: 'Findings' }).waitFor();
      await keys.tabTo(/^treegrid Findings/u);
      const before = await keys.focused();
      await step('the sheet', async () => {
        await keys.press('?');
        await keys.eyes.getByRole('dialog', { name: 'Keys' }).waitFor();
        expect(await count(/^On this page$/u)).toBe(1);
      });
      await step('closing it', async () => {
        await keys.press('Escape');
        await keys.eyes.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'detached' });
      });
      expect(await settledFocus(keys)).toBe(before);
      await step('a menu', async () => {
        await keys.tabTo(/^button .*(?:Export \d+ findings)/u);
        await keys.press('Enter');
        await keys.eyes.getByRole('menu').waitFor();
        await keys.press('Escape');
        await keys.eyes.getByRole('menu').waitFor({ state: 'detached' });
      });
      expect(await keys.focused()).toMatch(/Export/u);
    });

    test('was never sent a pointer, broke no policy and threw no error', async () => {
      expect(await keys.pointerEvents()).toEqual([]);
      expect(host.faults).toEqual([]);
    });
  });
});
