import { afterEach, describe, expect, it } from 'vitest';
import { ok } from '#contract/result';
import type { Answers } from '#renderer/app/client/fake.ts';
import { closeOverlay } from '#renderer/app/overlays.ts';
import { scenarioClient } from '#renderer/dev/fixtures/scenarios.ts';
import { snapshotOf } from '#renderer/dev/fixtures/snapshots.ts';
import { mount, type Page } from '#renderer/dev/mount.tsx';
import { groupsOf, type Item, scoreOf } from './match.ts';

const item = (label: string, more: Partial<Item> = {}): Item => ({
  id: label,
  group: 'Pages',
  label,
  run: () => undefined,
  ...more,
});

describe('how well a line fits', () => {
  const check = (label: string, text: string, expected: number | null, more: Partial<Item> = {}): void =>
    expect(scoreOf(item(label, more), text)).toBe(expected);
  it.each([
    ['Findings', 'find', 0],
    ['Capture prod-eu-1', 'prod', 1],
    ['Capture prod-eu-1', 'eu cap', 1],
    ['Findings', 'ding', 2],
    ['Findings', 'xyz', null],
    ['Findings', 'find xyz', null],
  ] as const)('%s under "%s"', (label, text, expected) => check(label, text, expected));
  it('by its further words', () => check('Density: compact', 'rows', 3, { also: 'rows' }));
  it('what the core found is not matched again', () => check('api', 'kind:Pod', 3, { found: true }));

  it('puts the group with the best line first', () => {
    const groups = groupsOf(
      [item('Rules'), item('rules of the road', { group: 'Objects', id: 'o' }), item('Overrules')],
      'rules',
    );
    expect(groups.map(({ value, items }) => [value, items.map(({ label }) => label)])).toEqual([
      ['Pages', ['Rules', 'Overrules']],
      ['Objects', ['rules of the road']],
    ]);
  });
});

let page: Page | undefined;

afterEach(async () => {
  await page?.act(closeOverlay);
  await page?.close();
  page = undefined;
});

const s = '/s/prod-eu-1-20261124';

const palette = async (address: string, more: Answers = {}): Promise<Page> => {
  const shown = await mount(address, scenarioClient('loaded', more));
  page = shown;
  await shown.until(() => shown.state() !== 'loading');
  await shown.act(
    () =>
      void document.body.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true, cancelable: true }),
      ),
  );
  expect(await shown.until(() => shown.find('dialog', 'Commands') !== undefined)).toBe(true);
  return shown;
};

const lines = (): readonly string[] => [...document.querySelectorAll('.palette-item')].map(line => line.textContent ?? '');

const field = 'Find or run a command';

const enter = (shown: Page): Promise<void> => shown.key('Enter', document.querySelector('.palette-input') ?? undefined);

describe('the palette', () => {
  it('offers pages with their keys before anything is typed', async () => {
    await palette(`${s}/findings`);
    expect(lines().find(line => line.startsWith('Coverage'))).toContain('key G V');
    expect(lines().some(line => line.startsWith('Theme: light'))).toBe(true);
  });

  it.each([
    ['cover', `${s}/coverage`],
    ['tray', `${s}/tray`],
  ])('%s and Enter leads on', async (text, address) => {
    const shown = await palette(`${s}/findings`);
    await shown.type(field, text);
    await shown.until(() => lines().length > 0);
    await enter(shown);
    expect(await shown.until(() => shown.address() === address)).toBe(true);
    expect(await shown.until(() => shown.find('dialog', 'Commands') === undefined)).toBe(true);
  });

  it('finds contexts, rules, findings and objects of the open snapshot', async () => {
    const shown = await palette(`${s}/findings`);
    await shown.type(field, 'prod');
    expect(await shown.until(() => lines().some(line => line.startsWith('Capture prod-eu-1')))).toBe(true);
    expect(document.body.textContent).toContain('Contexts');
    await shown.type(field, 'argocd');
    expect(await shown.until(() => document.querySelector('.palette-list')?.textContent?.includes('Findings') === true)).toBe(
      true,
    );
    await shown.type(field, 'privileged');
    expect(await shown.until(() => document.querySelector('.palette-list')?.textContent?.includes('Rules') === true)).toBe(true);
  });

  it('says so where nothing fits, and forgets what was typed', async () => {
    const shown = await palette(`${s}/findings`);
    await shown.type(field, 'no such thing at all');
    expect(
      await shown.until(() => document.querySelector('.palette-none')?.textContent?.startsWith('Nothing fits') === true),
    ).toBe(true);
    await shown.act(closeOverlay);
    await shown.key('k');
    await shown.act(
      () =>
        void document.body.dispatchEvent(
          new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true, cancelable: true }),
        ),
    );
    expect(document.querySelector<HTMLInputElement>('.palette-input')?.value).toBe('');
    expect(Object.keys(localStorage).filter(key => (localStorage.getItem(key) ?? '').includes('no such thing'))).toEqual([]);
  });

  it('a hostile name is text', async () => {
    const name = '<img src=x onerror=alert(1)>\u202Egpj.exe';
    const shown = await palette(`${s}/findings`, {
      'snapshots.list': () => ok({ snapshots: [snapshotOf({ id: 'bad', title: name })], problems: [] }),
    });
    await shown.type(field, 'onerror');
    expect(await shown.until(() => lines().length > 0)).toBe(true);
    expect(document.querySelector('img')).toBeNull();
    expect(lines()[0]).toContain('<img src=x onerror=alert(1)>[U+202E]gpj.exe');
  });

  it('an action is done and can be found by what it concerns', async () => {
    const shown = await palette(`${s}/findings`);
    await shown.type(field, 'show all keys');
    expect(await shown.until(() => lines()[0]?.startsWith('Show all keys') === true)).toBe(true);
    await enter(shown);
    expect(await shown.until(() => shown.find('dialog', 'Keys') !== undefined)).toBe(true);
  });
});
