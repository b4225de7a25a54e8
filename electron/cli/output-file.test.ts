import { execFileSync } from 'node:child_process';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { outputBundleProblem, outputFolderProblem, writeOutputFile, writeOutputFolder } from './output-file.ts';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'plumbline-output-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const { signal } = new AbortController();
const aborted = AbortSignal.abort();

test('a file is replaced whole, with the rights that the user gives new files', async () => {
  const path = join(folder, 'result.json');
  writeFileSync(path, 'old');
  expect(await writeOutputFile(path, 'new', signal)).toEqual({ ok: true, value: undefined });
  expect(readFileSync(path, 'utf8')).toBe('new');
  expect(statSync(path).mode & 0o777).toBe(0o666 & ~process.umask());
  expect(readdirSync(folder)).toEqual(['result.json']);
});

test('a link is followed, a pipe is written to: neither is replaced', async () => {
  writeFileSync(join(folder, 'real.json'), 'old');
  symlinkSync(join(folder, 'real.json'), join(folder, 'link.json'));
  expect(await writeOutputFile(join(folder, 'link.json'), 'new', signal)).toMatchObject({ ok: true });
  expect(lstatSync(join(folder, 'link.json')).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(folder, 'real.json'), 'utf8')).toBe('new');
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const reading = readFile(pipe, 'utf8');
  expect(await writeOutputFile(pipe, 'through', signal)).toMatchObject({ ok: true });
  expect(await reading).toBe('through');
  expect(lstatSync(pipe).isFIFO()).toBe(true);
  expect(outputBundleProblem(pipe)).toMatchObject({ code: 'file-exists' });
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
  'D6 no path leads out of the folder: %j',
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
