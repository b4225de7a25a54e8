import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { outputFolderProblem, writeOutputFile, writeOutputFolder } from './output-file.ts';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'plumbline-output-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const { signal } = new AbortController();
const aborted = AbortSignal.abort();

test('a file is replaced whole, and only its owner reads it', async () => {
  const path = join(folder, 'result.json');
  writeFileSync(path, 'old');
  expect(await writeOutputFile(path, 'new', signal)).toEqual({ ok: true, value: undefined });
  expect(readFileSync(path, 'utf8')).toBe('new');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['result.json']);
});

test('an interrupted write leaves the old file and nothing else', async () => {
  const path = join(folder, 'result.json');
  writeFileSync(path, 'old');
  expect(await writeOutputFile(path, 'new', aborted)).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  expect(readFileSync(path, 'utf8')).toBe('old');
  expect(readdirSync(folder)).toEqual(['result.json']);
});

test('what the system refuses is told and leaves nothing', async () => {
  expect(await writeOutputFile(join(folder, 'none/x.json'), 'x', signal)).toMatchObject({
    ok: false,
    error: { code: 'file-unreadable' },
  });
  expect(readdirSync(folder)).toEqual([]);
});

test('a folder appears whole, an empty one is filled', async () => {
  const path = join(folder, 'patches');
  mkdirSync(path);
  const files = [
    { path: 'plan.json', text: '{}' },
    { path: 'patches/rule/deployment-shop-api.yaml', text: 'a: 1' },
  ];
  expect(await outputFolderProblem(path)).toBeUndefined();
  expect(await writeOutputFolder(path, files, signal)).toMatchObject({ ok: true });
  expect(readdirSync(path, { recursive: true }).toSorted()).toEqual([
    'patches',
    'patches/rule',
    'patches/rule/deployment-shop-api.yaml',
    'plan.json',
  ]);
  expect(readdirSync(folder)).toEqual(['patches']);
});

test.each([['../escaped'], ['a/../../escaped'], ['/etc/escaped'], ['a//b'], ['a\\..\\b'], ['a/\0b']])(
  'no path leads out of the folder: %j',
  async path => {
    expect(await writeOutputFolder(join(folder, 'p'), [{ path, text: '' }], signal)).toMatchObject({ ok: false });
    expect(readdirSync(folder)).toEqual([]);
  },
);

test('a folder that holds something is left alone', async () => {
  writeFileSync(join(folder, 'mine.txt'), 'mine');
  expect(await outputFolderProblem(folder)).toMatchObject({ code: 'file-exists' });
  expect(await outputFolderProblem(join(folder, 'mine.txt'))).toMatchObject({ code: 'file-exists' });
  expect(await outputFolderProblem(join(folder, 'a/b'))).toMatchObject({ code: 'file-missing' });
});
