import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { PurgeWhat } from '#contract/diagnostics';
import { dataParts, purgeFiles, purgePlan } from './data-folder.ts';

let home: string;
const files = [
  'library/a.sqlite',
  'library/a.sqlite-wal',
  'library/b.sqlite.damaged',
  'library/c.capturing-1-2',
  'library/fingerprint.key',
  'logs/plumbline.log',
  'logs/plumbline.log.1',
  'settings.json',
  'settings.json.broken-2026',
  'tmp/run-1/out',
] as const;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'plumbline-data-'));
  for (const file of files) {
    mkdirSync(dirname(join(home, file)), { recursive: true });
    writeFileSync(join(home, file), '12345');
  }
});
afterEach(() => rmSync(home, { recursive: true }));

it('tells each part by files and bytes', () =>
  expect(dataParts(home).map(part => [part.id, part.files, part.bytes])).toEqual([
    ['snapshots', 4, 20],
    ['settings', 2, 10],
    ['logs', 2, 10],
    ['other', 2, 10],
  ]));

const check = (what: PurgeWhat, gone: readonly string[], snapshots: number): void => {
  const plan = purgePlan(home, what);
  expect(plan).toMatchObject({ files: gone.length, bytes: gone.length * 5, snapshots });
  expect(purgeFiles(home, what)).toEqual({ ok: true, value: plan });
  expect(files.filter(file => !existsSync(join(home, file)))).toEqual(gone);
};

it.each<[PurgeWhat, readonly string[], number]>([
  ['snapshots', ['library/a.sqlite', 'library/a.sqlite-wal', 'library/b.sqlite.damaged'], 1],
  ['settings', ['settings.json', 'settings.json.broken-2026'], 0],
  ['logs', ['logs/plumbline.log', 'logs/plumbline.log.1'], 0],
  // A capture that runs, and what a page still waits for, stay.
  ['everything', files.filter(file => !file.includes('capturing') && !file.startsWith('tmp/')), 1],
])('%s goes as it was told, and nothing else', (what, gone, snapshots) => check(what, gone, snapshots));

it('does not follow a link out of the folder', () => {
  const outside = mkdtempSync(join(tmpdir(), 'plumbline-outside-'));
  writeFileSync(join(outside, 'precious'), 'x');
  symlinkSync(outside, join(home, 'logs', 'link'));
  purgeFiles(home, 'everything');
  expect(existsSync(join(outside, 'precious'))).toBe(true);
  rmSync(outside, { recursive: true });
});

it('has no parts where there is no folder', () => expect(dataParts('/nowhere').every(part => part.files === 0)).toBe(true));
