import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { noState, openState, withRecent } from './desktop-state.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'plumbline-state-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const window = { x: 1, y: 2, width: 1200, height: 800, maximised: false, zoom: 0.5 };

describe('what the shell keeps', () => {
  test('is there at the next start, for its owner alone, with nothing half-written beside it', () => {
    openState(home).set({ window, recent: ['/a'], theme: 'dark' });
    expect(openState(home).get()).toEqual({ version: 1, window, recent: ['/a'], theme: 'dark' });
    expect([readdirSync(home), statSync(join(home, 'desktop.json')).mode & 0o777]).toEqual([['desktop.json'], 0o600]);
  });

  test.each([
    ['nothing', ''],
    ['half', '{"version":1,"window":{"x":'],
    ['another version', '{"version":2}'],
    ['a foreign key', JSON.stringify({ ...noState, path: '/etc' })],
    ['a window of no size', JSON.stringify({ ...noState, window: { ...window, width: 0 } })],
    ['a number for a path', JSON.stringify({ ...noState, recent: [7] })],
    ['too much', `"${'x'.repeat(300_000)}"`],
  ])('%s on disk is as if nothing had been kept', (_, text) => {
    writeFileSync(join(home, 'desktop.json'), text);
    expect(openState(home).get()).toEqual(noState);
  });

  test('a folder that refuses loses a place, not the app', () => {
    writeFileSync(join(home, 'file'), '');
    const state = openState(join(home, 'file'));
    state.set({ window });
    expect(state.get().window).toEqual(window);
    expect(readFileSync(join(home, 'file'), 'utf8')).toBe('');
  });

  test.each([
    [[], '/a', ['/a']],
    [['/b', '/a', '/c'], '/a', ['/a', '/b', '/c']],
    [Array.from({ length: 10 }, (_, at) => `/${at}`), '/new', ['/new', ...Array.from({ length: 9 }, (_, at) => `/${at}`)]],
  ])('recent files: %j and %s', (recent, path, expected) => expect(withRecent(recent, path)).toEqual(expected));
});
