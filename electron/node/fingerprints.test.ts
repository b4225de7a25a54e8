import { spawn } from 'node:child_process';
import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createFingerprints, openFingerprints } from './fingerprints.ts';
import { cachePath, homePath } from '../platform/home-path.ts';
import { makePrivateFolder } from './home.ts';

const root = mkdtempSync(join(tmpdir(), 'plumbline-keys-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const freshHome = (): string => mkdtempSync(join(root, 'home-'));
const keyPath = (home: string): string => join(home, 'library', 'fingerprint.key');

const keyIdIn = (home: string): string => {
  const opened = openFingerprints(home);
  return opened.ok ? opened.value.keyId : opened.error.code;
};

describe('the key', () => {
  test('D2 the key is made once, for its owner alone, and named by its hash', () => {
    const home = freshHome();
    const id = keyIdIn(home);
    const key = readFileSync(keyPath(home));
    expect([key.length, statSync(keyPath(home)).mode & 0o777]).toEqual([32, 0o600]);
    expect(id).toBe(createHash('sha256').update(key).digest('hex').slice(0, 16));
    expect(keyIdIn(home)).toBe(id);
    expect(readdirSync(join(home, 'library'))).toEqual(['fingerprint.key']);
    expect(keyIdIn(freshHome())).not.toBe(id);
  });

  test('that others could read is closed to them', () => {
    const home = freshHome();
    const id = keyIdIn(home);
    chmodSync(keyPath(home), 0o644);
    expect([keyIdIn(home), statSync(keyPath(home)).mode & 0o777]).toEqual([id, 0o600]);
  });

  test('that is broken is never replaced', () => {
    const home = freshHome();
    mkdirSync(join(home, 'library'));
    writeFileSync(keyPath(home), 'short');
    expect(keyIdIn(home)).toBe('library');
    expect(readFileSync(keyPath(home), 'utf8')).toBe('short');
  });

  test('is one for processes that start at once', async () => {
    const home = freshHome();
    const code = `import('#node/fingerprints').then(m => process.stdout.write(m.openFingerprints(${JSON.stringify(home)}).value.keyId))`;
    const ids = await Promise.all(
      [1, 2, 3, 4].map(async () => {
        const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
        let text = '';
        child.stdout.on('data', (part: Buffer) => {
          text += part.toString();
        });
        await once(child, 'close');
        return text;
      }),
    );
    expect(new Set(ids)).toEqual(new Set([keyIdIn(home)]));
  });
});

describe('a fingerprint', () => {
  const key = Buffer.alloc(32, 7);
  const fingerprints = createFingerprints(key);

  test.each<[string, boolean]>([
    ['correct horse', true],
    ['12345678', true],
    ['1234567', false],
    ['', false],
    ['  short  ', false],
    ['aaaaaaaaaaaaaaaa', false],
    ['abababababab', false],
  ])('of “%s”: %s', (value, made) => expect(fingerprints.of(value) !== null).toBe(made));

  test('is HMAC-SHA-256, 32 hex characters, the same for a value with a line break', () => {
    const expected = createHmac('sha256', key).update('v1correct horse').digest('hex').slice(0, 32);
    expect([fingerprints.of('correct horse'), fingerprints.of('correct horse\n')]).toEqual([expected, expected]);
    expect(createFingerprints(Buffer.alloc(32, 8)).of('correct horse')).not.toBe(expected);
  });
});

describe('the data folder', () => {
  test.each<[string, Readonly<Record<string, string>>, string]>([
    ['linux', {}, '/home/ada/.local/share/plumbline'],
    ['linux', { XDG_DATA_HOME: '/data' }, '/data/plumbline'],
    ['linux', { XDG_DATA_HOME: 'relative' }, '/home/ada/.local/share/plumbline'],
    ['linux', { PLUMBLINE_HOME: '/srv/p' }, '/srv/p'],
    ['linux', { PLUMBLINE_HOME: '' }, '/home/ada/.local/share/plumbline'],
    ['darwin', {}, '/home/ada/Library/Application Support/Plumbline'],
    ['win32', { LOCALAPPDATA: '/local' }, '/local/Plumbline'],
  ])('on %s with %o is %s', (platform, env, expected) =>
    expect(homePath({ env, platform, homedir: '/home/ada' })).toBe(expected),
  );

  test('D2 the data folder is made private, and a folder that is there is left as it is', () => {
    const path = join(root, 'a', 'b');
    expect(makePrivateFolder(path).ok).toBe(true);
    expect(statSync(path).mode & 0o777).toBe(0o700);
    chmodSync(path, 0o755);
    expect([makePrivateFolder(path).ok, statSync(path).mode & 0o777]).toEqual([true, 0o755]);
    writeFileSync(join(root, 'file'), '');
    const result = makePrivateFolder(join(root, 'file', 'x'));
    expect(result.ok ? 'made' : result.error.code).toBe('library');
  });

  test.runIf(process.platform === 'linux')('where the system makes no folders it is a problem, and Node does not hang', () => {
    const result = makePrivateFolder('/proc/plumbline/library');
    expect(result.ok ? 'made' : result.error.code).toBe('library');
  });
});

describe('what may be thrown away', () => {
  test.each([
    ['linux', { PLUMBLINE_HOME: '/data/p' }, '/data/p/cache'],
    ['linux', { XDG_CACHE_HOME: '/xdg', XDG_DATA_HOME: '/data' }, '/xdg/plumbline'],
    ['linux', { XDG_CACHE_HOME: 'relative' }, '/home/ada/.cache/plumbline'],
    ['darwin', {}, '/home/ada/Library/Caches/Plumbline'],
    ['win32', { LOCALAPPDATA: '/local' }, '/local/Plumbline/cache'],
  ])('on %s with %o lies in %s', (platform, env, expected) =>
    expect(cachePath({ env, platform, homedir: '/home/ada' })).toBe(expected),
  );
});
