import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert, constantFrom, property, stringMatching } from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { openLog } from '#node/log';
import { createFiles } from '#node/files';
import { root } from '#build/paths';
import { sourcesUnder } from '#build/check-layers';

const home = mkdtempSync(join(tmpdir(), 'plumbline-data-'));
afterAll(() => rmSync(home, { recursive: true }));

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(name => join(folder, name))
    .filter(path => statSync(path).isFile());

describe('data', () => {
  test('D2 files that pass through are 0600 in a 0700 folder, and go with the run', () => {
    const files = createFiles(home);
    const put = files.put(null, 'x', Buffer.from('text').toString('base64'), true);
    expect(put.ok).toBe(true);
    const modes = filesBelow(join(home, 'tmp')).map(path => statSync(path).mode & 0o777);
    expect(modes).toEqual([0o600]);
    files.close();
    expect(filesBelow(join(home, 'tmp'))).toEqual([]);
  });

  test('D3 no credential is kept: nothing asks for a place to keep one', () => {
    // Pasted kubeconfigs stay in memory (contexts.add); a keychain would be needed only for what is written.
    const users = ['electron', 'shared']
      .flatMap(folder => sourcesUnder(root, folder))
      .filter(file => /safeStorage|keytar/u.test(readFileSync(join(root, file), 'utf8')));
    expect(users).toEqual([]);
  });

  test('D4 every program of the core is started without a shell, and on Windows without a console of its own', () => {
    const starts = sourcesUnder(root, 'electron/node/auth').flatMap(file => {
      const text = readFileSync(join(root, file), 'utf8');
      return [...text.matchAll(/\bspawn\w*\(/gu)].map(match => {
        const call = text.slice(match.index, match.index + 400);
        return [file, /windowsHide: true/u.test(call), /shell: true/u.test(call)];
      });
    });
    expect(starts.length).toBeGreaterThan(0);
    expect(starts.filter(([, hidden, shell]) => hidden !== true || shell === true)).toEqual([]);
  });

  const secret = stringMatching(/^[A-Za-z0-9]{30,60}$/u);
  const lines = [
    (value: string) => `Authorization: Bearer ${value}`,
    (value: string) => `the plugin said token=${value} and ended`,
    (value: string) => `GET https://ada:${value}@api.example.com/ failed`,
    (value: string) => `{"kind":"Secret","data":{"password":"${Buffer.from(value).toString('base64')}"}}`,
    (value: string) => `client-key-data: ${Buffer.from(value).toString('base64')}`,
  ];

  test('D8 the log holds no secret, whatever is written to it, and is for its owner alone', () => {
    const log = openLog(home);
    const path = join(home, 'logs', 'plumbline.log');
    assert(
      property(secret, constantFrom(...lines), (value, line) => {
        log.write('info', line(value));
        const text = readFileSync(path, 'utf8');
        expect(text).not.toContain(value);
        expect(text).not.toContain(Buffer.from(value).toString('base64'));
      }),
      { numRuns: 60, seed: 7 },
    );
    expect([statSync(path).mode & 0o777, statSync(join(home, 'logs')).mode & 0o777]).toEqual([0o600, 0o700]);
  });
});
