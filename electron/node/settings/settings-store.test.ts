import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAuthority } from '#test/cluster/certificates';
import { describeCaBundle } from './ca-bundle.ts';
import { type FileSettings, openSettings } from './settings-store.ts';

let home: string;
let told: number;
let store: FileSettings;
const path = (): string => join(home, 'settings.json');
const onDisk = (): unknown => JSON.parse(readFileSync(path(), 'utf8'));

const open = (): FileSettings => openSettings(home, () => (told += 1));

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'plumbline-settings-'));
  told = 0;
  store = open();
});
afterEach(() => {
  store.close();
  rmSync(home, { recursive: true });
});

describe('the settings of a data folder', () => {
  it('are the defaults where there is no file, and no file is made by reading', () => {
    expect(store.state()).toMatchObject({ settings: { theme: 'system', readOnly: false }, problem: null, path: path() });
    expect(readdirSync(home)).toEqual([]);
  });
  it('are on disk when a change returns, for the owner alone, with nothing left beside', () => {
    expect(store.change(() => ({ theme: 'dark' }))).toMatchObject({ ok: true, value: { settings: { theme: 'dark' } } });
    expect(onDisk()).toEqual({ version: 1, theme: 'dark' });
    expect(readdirSync(home)).toEqual(['settings.json']);
    expect(process.platform === 'win32' ? 0o600 : statSync(path()).mode & 0o777).toBe(0o600);
    expect(told).toBe(1);
  });
  it('tell nothing where nothing changed', () => {
    store.change(() => ({ theme: 'system' }));
    expect(told).toBe(0);
  });
  it('do not undo what another process set', () => {
    const other = openSettings(home, () => undefined);
    store.change(() => ({ theme: 'dark' }));
    other.change(() => ({ density: 'compact' }));
    other.close();
    expect(store.state().settings).toMatchObject({ theme: 'dark', density: 'compact' });
  });
  it('tell what another process set', async () => {
    writeFileSync(path(), JSON.stringify({ version: 1, theme: 'light' }));
    await expect.poll(() => told, { timeout: 3_000 }).toBe(1);
  });
  it.each([
    ['broken', '{"version": 1, "readOnly": tru'],
    ['newer', '{"version": 99, "readOnly": "by cluster"}'],
  ])('a %s file is told by its path, forbids writes, and is kept when a setting is changed', (why, text) => {
    writeFileSync(path(), text);
    expect(store.state()).toMatchObject({
      settings: { readOnly: true },
      problem: { code: 'settings-unreadable', at: { file: path() } },
    });
    expect(readFileSync(path(), 'utf8')).toBe(text);
    expect(store.change(() => ({ theme: 'dark' })).ok).toBe(true);
    const kept = readdirSync(home).find(name => name.startsWith(`settings.json.${why}-`)) ?? '';
    expect(readFileSync(join(home, kept), 'utf8')).toBe(text);
    expect(store.state()).toMatchObject({
      settings: { theme: 'dark', readOnly: true },
      problem: { at: { file: join(home, kept) } },
    });
  });
  it('a folder that cannot be written is a problem, and what was set stays', () => {
    store.change(() => ({ theme: 'dark' }));
    rmSync(home, { recursive: true });
    expect(store.change(() => ({ theme: 'light' }))).toMatchObject({ ok: false, error: { code: 'library' } });
    home = mkdtempSync(join(tmpdir(), 'plumbline-settings-'));
  });
});

describe('a certificate bundle', () => {
  const authority = createAuthority('Example Corp Root');
  const check = (text: string, expected: unknown): void =>
    expect(describeCaBundle('corp.pem', text)).toMatchObject(expected as object);
  it('tells when the first of them ends', () => {
    const bundle = describeCaBundle('corp.pem', authority.cert);
    expect(bundle.ok && Date.parse(bundle.value.expires)).toBe(new X509Certificate(authority.cert).validToDate.getTime());
  });
  it('is counted, with subjects and the first end', () =>
    check(`# corp\n${authority.cert}\n${createAuthority('Other').cert}`, {
      ok: true,
      value: {
        name: 'corp.pem',
        certificates: 2,
        subjects: ['CN=Example Corp Root', 'CN=Other'],
      },
    }));
  it.each([
    ['nothing', ''],
    ['a page of HTML', '<html>'],
    ['a certificate cut short', authority.cert.slice(0, 200)],
    ['a block that is no certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'],
    ['a private key beside', `${authority.cert}\n${authority.key}`],
  ])('is refused: %s', (_, text) => check(text, { ok: false, error: { code: 'ca-invalid' } }));
});
