import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { archiveHashes, differences, hashOf, profileDifference, unexpectedFiles } from '#build/asar-files';
import { fuseFaults } from '#build/fuses';
import { ordinaryUser } from './ordinary-user.ts';
import { packageApp, type Packaged } from './packaged.ts';
import { missingDesktop } from './running.ts';

const missing = missingDesktop();

const asarOf = ({ folder }: Packaged): string => join(folder, 'resources', 'app.asar');

describe.skipIf(missing !== undefined)(`packages${missing === undefined ? '' : ` (${missing})`}`, () => {
  let first: Packaged;
  let again: Packaged;
  let forTests: Packaged;

  beforeAll(async () => {
    first = await packageApp('release');
    again = await packageApp('release');
    forTests = await packageApp('test');
  });
  afterAll(() => {
    for (const each of [first, again, forTests]) each?.remove();
  });

  test('two builds give the same app.asar, byte for byte', () => {
    expect(hashOf(asarOf(again))).toBe(hashOf(asarOf(first)));
    expect(archiveHashes(asarOf(first)).size).toBeGreaterThan(5);
  });

  test('release and test package differ by their entry and the manifest that names it, and by nothing else', () => {
    expect(differences(asarOf(first), asarOf(forTests))).toEqual(profileDifference);
  });

  test('F3 the archive holds only what is expected: no .env, no test, no map', () => {
    expect(unexpectedFiles(asarOf(first), 'release')).toEqual([]);
    expect(unexpectedFiles(asarOf(forTests), 'test')).toEqual([]);
    expect(unexpectedFiles(asarOf(forTests), 'release')).toEqual(['/dist/electron/main-test.cjs']);
  });

  test('F2 the release package cannot be inspected; a package that can is told', async () => {
    expect(await fuseFaults(first.binary, 'release')).toEqual([]);
    expect(await fuseFaults(forTests.binary, 'test')).toEqual([]);
    expect(await fuseFaults(forTests.binary, 'release')).toEqual(['EnableNodeCliInspectArguments is on']);
  });

  test('the bill of materials and the licences travel along, and name what is shipped', () => {
    const legal = join(first.folder, 'resources', 'legal');
    const bom = z
      .object({ bomFormat: z.literal('CycloneDX'), components: z.array(z.object({ name: z.string(), purl: z.string() })) })
      .parse(JSON.parse(readFileSync(join(legal, 'sbom.cdx.json'), 'utf8')));
    const names = bom.components.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['react', 'undici', 'zod', 'electron', 'yaml']));
    expect(names).not.toContain('vitest');
    const text = readFileSync(join(legal, 'THIRD-PARTY-LICENCES.txt'), 'utf8');
    for (const name of ['react', 'undici', 'yaml']) expect(text).toContain(`\n${name} `);
    expect(readFileSync(join(again.folder, 'resources', 'legal', 'sbom.cdx.json'), 'utf8')).toBe(
      readFileSync(join(legal, 'sbom.cdx.json'), 'utf8'),
    );
  });

  test('an ordinary user without namespaces or helper is told, and no window opens without its sandbox', () => {
    expect(statSync(join(first.folder, 'chrome-sandbox')).mode & 0o4000).toBe(0);
    const user = ordinaryUser();
    chmodSync(user.home, 0o755);
    const tools = join(user.home, 'bin');
    mkdirSync(tools);
    // As a system does that forbids it.
    writeFileSync(join(tools, 'unshare'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    chmodSync(join(tools, 'unshare'), 0o755);
    const script = user.wrap(first.executable, { PATH: `${tools}:/usr/bin:/bin`, PLUMBLINE_QUIET: '1' });
    const started = spawnSync(script, ['--no-sandbox'], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] },
      timeout: 20_000,
    });
    expect([started.status, started.stdout]).toEqual([2, '']);
    expect(started.stderr).toMatch(/no ordinary program make a user namespace.*plumbline serve/su);
  });

  test.runIf(process.getuid?.() === 0)('as root it explains, offers the loopback page and opens nothing', () => {
    expect(statSync(first.executable).size).toBeLessThan(10_000);
    for (const args of [[], ['--no-sandbox']]) {
      const started = spawnSync(first.executable, args, {
        encoding: 'utf8',
        env: { PATH: process.env['PATH'] },
        timeout: 20_000,
      });
      expect([started.status, started.stdout]).toEqual([2, '']);
      expect(started.stderr).toMatch(/As root there would be no sandbox.*plumbline serve/su);
    }
    // Electron itself, past the script: main says the same.
    const inner = spawnSync(first.binary, ['--no-sandbox'], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] },
      timeout: 20_000,
    });
    expect(inner.stderr).toMatch(/as root there is no sandbox/u);
  });
});
