import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFiles } from './files.ts';
import { ownIdentity } from './library/process-identity.ts';

let home: string;
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'plumbline-files-'))));
afterEach(() => rmSync(home, { recursive: true, force: true }));

const put = (name: string): string => {
  const path = join(home, 'tmp', name);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'in-1'), 'bytes');
  return path;
};

/** A process id that was given and is free again. */
const deadPid = (): number => spawnSync(process.execPath, ['-e', '']).pid;
const space = ownIdentity().split('.')[1] ?? '';
const aged = (path: string): string => {
  const longAgo = new Date(Date.now() - 8 * 86_400_000);
  utimesSync(path, longAgo, longAgo);
  return path;
};

describe('at the start of a run', () => {
  test.each([
    ['of a run that is gone', () => put(`run-${deadPid()}-1.${space}-abcdef`), false],
    ['of this very process', () => put(`run-${ownIdentity()}-abcdef`), true],
    ['of a pid that another has now', () => put(`run-${process.pid}-1.${space}-abcdef`), false],
    ['of another container, of today', () => put('run-7-1.1-abcdef'), true],
    ['of another container, of last week', () => aged(put('run-7-1.1-abcdef')), false],
    ['of an older version, of today', () => put('run-abcdef'), true],
    ['that is not ours', () => aged(put('notes')), true],
  ])('a folder %s', (_, make, stays) => {
    const path = make();
    createFiles(home).close();
    expect(existsSync(path)).toBe(stays);
  });
});

test('a run’s own folder is private, and goes with it', () => {
  const files = createFiles(home);
  const put = files.put(null, 'a.json', Buffer.from('{}').toString('base64'), true);
  const [own = ''] = readdirSync(join(home, 'tmp'));
  const [file = ''] = readdirSync(join(home, 'tmp', own));
  expect(put.ok).toBe(true);
  expect([statSync(join(home, 'tmp', own)).mode & 0o777, statSync(join(home, 'tmp', own, file)).mode & 0o777]).toEqual([
    0o700, 0o600,
  ]);
  files.close();
  expect(readdirSync(join(home, 'tmp'))).toEqual([]);
});

test('a disk that refuses a piece is a problem, and the upload is over', () => {
  const files = createFiles(home);
  const first = files.put(null, 'big.json', Buffer.from('{').toString('base64'), false);
  const handle = first.ok ? first.value.handle : '';
  rmSync(join(home, 'tmp'), { recursive: true });
  const second = files.put(handle, 'big.json', Buffer.from('}').toString('base64'), true);
  expect(second.ok ? '' : [second.error.code, second.error.what]).toEqual(['library', 'big.json could not be taken.']);
  expect(files.uploaded(handle).ok).toBe(false);
  files.close();
});
