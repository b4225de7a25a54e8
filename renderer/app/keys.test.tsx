import { afterEach, describe, expect, it } from 'vitest';
import { ok } from '#contract/result';
import { defaultSettings } from '#contract/settings';
import type { Answers } from '#renderer/app/client/fake.ts';
import { hintsOf, sheetOf, wordless } from '#renderer/app/key-hints.ts';
import { goKeys, setSingleKeys, useKeyRegistry } from '#renderer/app/keys.ts';
import { closeOverlay } from '#renderer/app/overlays.ts';
import { scenarioClient } from '#renderer/dev/fixtures/scenarios.ts';
import { mount, type Page } from '#renderer/dev/mount.tsx';

let page: Page | undefined;

afterEach(async () => {
  await page?.act(closeOverlay);
  await page?.close();
  page = undefined;
  setSingleKeys(true);
});

const s = '/s/prod-eu-1-20261124';

const open = async (address: string, more: Answers = {}): Promise<Page> => {
  page = await mount(address, scenarioClient('loaded', more));
  await page.until(() => page?.state() !== 'loading');
  return page;
};

const pages = [
  '/',
  '/clusters',
  '/capture',
  '/capture/c1',
  `${s}/overview`,
  `${s}/findings`,
  `${s}/findings/f-token`,
  `${s}/objects`,
  `${s}/coverage`,
  `${s}/tray`,
  '/compare',
  `/compare/prod-eu-1-20261121/prod-eu-1-20261124`,
  '/snapshots',
  '/rules',
  '/settings',
  '/s/gone/findings',
  '/nowhere',
];

describe('keys on every page', () => {
  it.each(pages)('%s: what is bound has a word, and every hint is bound', async address => {
    await open(address);
    const registry = useKeyRegistry.getState();
    expect(wordless(registry)).toEqual([]);
    const bound = new Set(
      ['page', 'app'].flatMap(level => sheetOf(registry, level as 'page' | 'app').flatMap(({ keys }) => keys)),
    );
    expect(
      hintsOf(registry)
        .flatMap(({ keys }) => keys)
        .filter(key => !bound.has(key)),
    ).toEqual([]);
    expect(hintsOf(registry).some(({ does }) => does === 'keys')).toBe(true);
  });
});

describe('going by g and a letter', () => {
  it.each([
    ['f', `${s}/findings`],
    ['o', `${s}/overview`],
    ['v', `${s}/coverage`],
    ['t', `${s}/tray`],
    ['s', '/snapshots'],
    ['r', '/rules'],
    ['c', '/clusters'],
    ['d', '/compare'],
    ['e', '/settings'],
    ['h', '/'],
  ])('g %s', async (letter, address) => {
    const shown = await open(letter === 'f' ? `${s}/coverage` : `${s}/findings`);
    await shown.key('g');
    expect(useKeyRegistry.getState().pending).toBe('g');
    expect(shown.text()).toContain('Go to');
    await shown.key(letter);
    expect(await shown.until(() => shown.address().startsWith(address))).toBe(true);
    expect(useKeyRegistry.getState().pending).toBeNull();
  });

  it('has a letter of its own for each page', () => {
    const letters = Object.values(goKeys);
    expect(new Set(letters).size).toBe(letters.length);
  });

  it('is forgotten after another key', async () => {
    const shown = await open(`${s}/findings`);
    await shown.key('g');
    await shown.key('z');
    await shown.key('r');
    expect(shown.address()).toBe(`${s}/findings`);
  });
});

describe('where keys are off', () => {
  it('in a text field', async () => {
    const shown = await open(`${s}/findings`);
    await shown.key('?', document.querySelector('input') ?? undefined);
    expect(shown.find('dialog', 'Keys')).toBeUndefined();
  });

  it('everywhere by the setting, but for keys that are no characters', async () => {
    const shown = await open(`${s}/findings`, {
      'settings.get': () => ok({ settings: { ...defaultSettings, singleKeys: false }, problem: null, path: '/settings.json' }),
    });
    await shown.key('g');
    await shown.key('r');
    await shown.key('?');
    expect([shown.address(), shown.find('dialog', 'Keys')]).toEqual([`${s}/findings`, undefined]);
    const hints = hintsOf(useKeyRegistry.getState()).flatMap(({ keys }) => keys);
    expect(hints.filter(key => key.length === 1)).toEqual([]);
    expect(hints).toContain('Enter');
  });

  it('with a modifier', async () => {
    const shown = await open(`${s}/findings`);
    await shown.act(
      () => void document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '?', ctrlKey: true, bubbles: true })),
    );
    expect(shown.find('dialog', 'Keys')).toBeUndefined();
  });
});

describe('the sheet', () => {
  it('tells the keys of this page and those of all', async () => {
    const shown = await open(`${s}/findings`);
    await shown.key('?');
    const text = shown.find('dialog', 'Keys')?.textContent ?? '';
    for (const part of [
      'On this page',
      'filter',
      'Everywhere',
      'Ctrl K',
      'back in history',
      'Go to',
      'coverage',
      'Single-letter keys',
    ])
      expect(text).toContain(part);
  });
});
