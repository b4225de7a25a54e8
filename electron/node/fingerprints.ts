import { createHash, createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { chmodSync, linkSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { Fingerprints } from '#core/ports';
import { makePrivateFolder } from '#node/home';
import { messageOf, systemCode } from '#node/system-error';

const keyBytes = 32;
const shortest = 8;
const fewestDistinct = 4;

const unusable = (path: string, why: string): Problem =>
  problem('library', {
    what: `The library’s key ${path} cannot be used.`,
    why,
    todo: 'Put the file back from a backup, or move it away: a new key is made, and older snapshots are then not comparable by value.',
    at: { file: path },
  });

/**
 * The key appears under its name whole: written beside it, then linked, which fails where another process was faster. A file
 * system without links gets the file by exclusive creation.
 */
const placeKey = (path: string): void => {
  const key = randomBytes(keyBytes);
  const temporary = `${path}.${process.pid}-${randomBytes(6).toString('hex')}`;
  writeFileSync(temporary, key, { flag: 'wx', mode: 0o600, flush: true });
  try {
    linkSync(temporary, path);
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return;
    try {
      writeFileSync(path, key, { flag: 'wx', mode: 0o600, flush: true });
    } catch (second) {
      if (systemCode(second) !== 'EEXIST') throw second;
    }
  } finally {
    rmSync(temporary, { force: true });
  }
};

const readKey = (path: string): Buffer | undefined => {
  try {
    const key = readFileSync(path);
    if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
    return key;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
};

const isPlain = (value: string): boolean => value.length < shortest || !hasDistinct(value, fewestDistinct);

/** Stops at the last one that is wanted: values may be whole files. */
const hasDistinct = (value: string, wanted: number): boolean => {
  const seen = new Set<string>();
  for (const character of value) if (seen.add(character).size >= wanted) return true;
  return false;
};

/** HMAC-SHA-256 over `v1` and the value without surrounding white space, 32 hex characters. */
export const createFingerprints = (key: Uint8Array): Fingerprints => {
  // Made ready once: a capture takes tens of thousands of fingerprints.
  const secret = createSecretKey(key);
  return {
    keyId: createHash('sha256').update(key).digest('hex').slice(0, 16),
    of: value => {
      const normal = value.trim();
      return isPlain(normal) ? null : createHmac('sha256', secret).update(`v1${normal}`).digest('hex').slice(0, 32);
    },
  };
};

/** Fingerprints under the key of the library in `home`, one for all hosts; made by whoever comes first. */
export const openFingerprints = (home: string): Result<Fingerprints> => {
  const folder = makePrivateFolder(join(home, 'library'));
  if (!folder.ok) return folder;
  const path = join(folder.value, 'fingerprint.key');
  try {
    let key = readKey(path);
    if (key === undefined) {
      placeKey(path);
      key = readKey(path);
    }
    if (key?.length !== keyBytes) return fail(unusable(path, `It holds ${key?.length ?? 0} bytes where ${keyBytes} are due.`));
    return ok(createFingerprints(key));
  } catch (error) {
    return fail(unusable(path, messageOf(error)));
  }
};
