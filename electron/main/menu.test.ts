import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, test } from 'vitest';
import { MenuCommand } from '#contract/events';
import { menuTemplate } from './menu.ts';

const build = (platform: string, recent: readonly string[] = [], developer = false) => {
  const done: string[] = [];
  const menu = menuTemplate({
    platform,
    developer,
    state: { recent: [...recent], theme: 'dark' },
    actions: {
      newWindow: () => done.push('new'),
      openRecent: path => done.push(path),
      clearRecent: () => done.push('clear'),
      zoom: change => done.push(change),
      showData: () => done.push('data'),
      page: command => done.push(command),
    },
  });
  return { menu, done };
};

const items = (menu: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  menu.flatMap(item => [item, ...(Array.isArray(item.submenu) ? items(item.submenu) : [])]);

const names = (menu: readonly MenuItemConstructorOptions[]): string[] => menu.map(({ label, role }) => label ?? role ?? '');

/** Chooses an item, as a person does. */
const choose = (menu: readonly MenuItemConstructorOptions[], label: string): void => {
  const item = items(menu).find(each => each.label === label);
  (item?.click as (() => void) | undefined)?.();
};

describe('the native menu', () => {
  test.each([
    ['linux', ['fileMenu', 'editMenu', 'viewMenu', 'windowMenu', 'help']],
    ['win32', ['fileMenu', 'editMenu', 'viewMenu', 'windowMenu', 'help']],
    ['darwin', ['appMenu', 'fileMenu', 'editMenu', 'viewMenu', 'windowMenu', 'help']],
  ])('on %s has the usual heads', (platform, expected) => expect(names(build(platform).menu)).toEqual(expected));

  test.each([
    ['linux', true, false],
    ['darwin', true, true],
  ])('on %s settings and quit stand where they are looked for', (platform, there, inAppMenu) => {
    const { menu } = build(platform);
    const [first] = menu;
    const inFirst = names(Array.isArray(first?.submenu) ? first.submenu : []);
    expect([names(items(menu)).includes('Settings…'), first?.role === 'appMenu']).toEqual([there, inAppMenu]);
    expect(inFirst).toContain('Settings…');
    expect(inFirst).toContain('quit');
  });

  test('every command of the page can be chosen, and what is main’s own is done here', () => {
    const { menu, done } = build('linux');
    for (const item of items(menu)) (item.click as (() => void) | undefined)?.();
    expect(done).toEqual(expect.arrayContaining([...MenuCommand.options, 'new', 'in', 'out', 'reset', 'data']));
  });

  test('recent files: those that are there, by name', () => {
    const folder = mkdtempSync(join(tmpdir(), 'plumbline-menu-'));
    const there = join(folder, 'case.tar.gz');
    writeFileSync(there, '');
    const { menu, done } = build('linux', [there, join(folder, 'gone')]);
    expect(names(items(menu)).filter(name => ['case.tar.gz', 'gone', 'No recent file'].includes(name))).toEqual(['case.tar.gz']);
    choose(menu, 'case.tar.gz');
    choose(menu, 'Clear Recent');
    expect(done).toEqual([there, 'clear']);
    rmSync(folder, { recursive: true });
    expect(names(items(build('linux').menu))).toContain('No recent file');
  });

  test('the theme that is set is marked', () => {
    const marked = items(build('linux').menu).filter(({ checked }) => checked === true);
    expect(marked.map(({ label }) => label)).toEqual(['Dark']);
  });

  test.each([
    [false, []],
    [true, ['reload', 'toggleDevTools']],
  ])('developer %s', (developer, expected) =>
    expect(
      items(build('linux', [], developer).menu).flatMap(({ role }) =>
        role === 'reload' || role === 'toggleDevTools' ? [role] : [],
      ),
    ).toEqual(expected),
  );

  test('no key stands for two things', () => {
    for (const platform of ['linux', 'darwin']) {
      const keys = items(build(platform).menu).flatMap(({ accelerator }) => (accelerator === undefined ? [] : [accelerator]));
      expect(new Set(keys).size).toBe(keys.length);
    }
  });
});
