import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assetAt } from '#electron/static/assets';

let folder: string;
let root: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-assets-'));
  root = join(folder, 'page');
  mkdirSync(join(root, 'assets'), { recursive: true });
  writeFileSync(join(root, 'index.html'), '<!doctype html><meta property="csp-nonce" nonce="{{nonce}}">');
  for (const name of ['a.js', 'a.css', 'a.svg', 'a.png', 'a.woff2', 'a.txt', 'a.html', 'a.map'])
    writeFileSync(join(root, 'assets', name), name);
  writeFileSync(join(folder, 'secret.json'), '"secret"');
  symlinkSync(join(folder, 'secret.json'), join(root, 'link.json'));
  symlinkSync(folder, join(root, 'up'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The document's policy with the nonce masked. */
const policyOf = (headers: Readonly<Record<string, string>>): string =>
  (headers['content-security-policy'] ?? '').replaceAll(/'nonce-[\w+/=]+'/gu, "'nonce-N'");

describe('the page’s files', () => {
  test.each([
    '/../secret.json',
    '/%2e%2e/secret.json',
    '/assets/%2e%2e/%2e%2e/secret.json',
    '/..%2fsecret.json',
    '/%2e%2e%2fsecret.json',
    '/..%5csecret.json',
    '/assets/..\\..\\secret.json',
    '/a%00.js',
    '/assets/a.js\0',
    '/link.json',
    '/up/secret.json',
    '/%',
    '/%zz.js',
    '//etc/passwd.json',
  ])('P2 nothing outside of the folder is reached by %j', async path => {
    const asset = await assetAt(root, path);
    expect(asset.body.toString()).not.toContain('secret');
    expect(asset.status).toBe(404);
  });

  test.each([
    ['/assets/a.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/assets/a.css', 'text/css; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/assets/a.svg', 'image/svg+xml', 'public, max-age=31536000, immutable'],
    ['/assets/a.woff2', 'font/woff2', 'public, max-age=31536000, immutable'],
    ['/', 'text/html; charset=utf-8', 'no-store'],
    ['/s/x/findings', 'text/html; charset=utf-8', 'no-store'],
  ])('P3 %s has its exact type, nosniff and its time in the cache', async (path, type, cache) => {
    const { status, headers } = await assetAt(root, path);
    expect([status, headers['content-type'], headers['x-content-type-options'], headers['cache-control']]).toEqual([
      200,
      type,
      'nosniff',
      cache,
    ]);
  });

  test.each(['/assets/a.txt', '/assets/a.map', '/assets/a.html'])('P3 %s is of no type that we serve', async path =>
    expect((await assetAt(root, path)).status).toBe(404),
  );

  test('S10 the policy is a header of every document, with a fresh nonce and nothing unsafe', async () => {
    const [first, second] = [await assetAt(root, '/'), await assetAt(root, '/s/x/findings/f')];
    expect(policyOf(first.headers)).toBe(
      [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'nonce-N' 'sha256-pgvDUBa4IjFA2yuSJ2cqcyxmNYJMborsd0ORcRv9vw8='",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
      ].join('; '),
    );
    expect(policyOf(second.headers)).toBe(policyOf(first.headers));
    expect(second.headers['content-security-policy']).not.toBe(first.headers['content-security-policy']);
    const nonce = /'nonce-([^']+)'/u.exec(first.headers['content-security-policy'] ?? '')?.[1] ?? '';
    expect(nonce.length).toBeGreaterThanOrEqual(22);
    expect(first.body.toString()).toContain(`nonce="${nonce}"`);
    expect(first.body.toString()).not.toMatch(/http-equiv/iu);
  });
});
