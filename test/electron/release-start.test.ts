import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dist } from '#build/paths';
import { type Display, startDisplay } from './display.ts';
import { ordinaryUser } from './ordinary-user.ts';
import { electronDist, packageApp, type Packaged } from './packaged.ts';
import { commandOf, listenersAmong, seccompOf, treeOf } from './processes.ts';

const electron = electronDist();
const missing = 'why' in electron ? electron.why : undefined;
if (missing !== undefined && process.env['CI'] !== undefined) throw new Error(missing);

/** The package with the release's fuses and its own startCore, around a core small enough for an old Electron's Node. */
describe.skipIf(missing !== undefined)(`the release package${missing === undefined ? '' : ` (${missing})`}`, () => {
  let app: Packaged;
  let display: Display;
  let child: ChildProcess;
  let pids: readonly number[] = [];
  let output = '';

  beforeAll(async () => {
    app = await packageApp('release', {
      core: join(import.meta.dirname, 'tiny-core.cjs'),
      page: join(import.meta.dirname, 'tiny-page'),
    });
    display = await startDisplay();
    const user = ordinaryUser();
    const script = user.wrap(app.executable, { DISPLAY: display.name, PLUMBLINE_HOME: join(user.home, 'data') });
    child = spawn(script, ['--disable-gpu'], { stdio: ['ignore', 'pipe', 'pipe'], env: process.env });
    child.stdout?.on('data', part => (output += String(part)));
    child.stderr?.on('data', part => (output += String(part)));
    const isUp = (): boolean =>
      pids.some(pid => commandOf(pid).includes('--type=renderer')) && pids.some(pid => commandOf(pid).includes('NodeService'));
    for (let step = 0; step < 200 && !isUp(); step += 1) {
      await wait(100);
      pids = child.pid === undefined ? [] : treeOf(child.pid);
    }
    // A moment for late helpers, so that none is looked at before it opens what it opens.
    await wait(1_500);
    pids = child.pid === undefined ? [] : treeOf(child.pid);
  });
  afterAll(() => {
    child?.kill('SIGTERM');
    display?.close();
    app?.remove();
  });

  test('starts a window and the core in a utility process', () => {
    expect(output).not.toContain('Cannot find module');
    expect(pids.filter(pid => commandOf(pid).includes('--type=renderer'))).not.toEqual([]);
    expect(pids.filter(pid => commandOf(pid).includes('NodeService'))).toHaveLength(1);
  });

  test('the page reaches the core and nothing else: echo, stream, cancel, crash, and a core that is there again', async () => {
    await expect.poll(() => /^SEEN (.*)$/mu.exec(output)?.[1], { timeout: 20_000 }).toBeDefined();
    expect(JSON.parse(/^SEEN (.*)$/mu.exec(output)?.[1] ?? '')).toEqual({
      bridge: ['call', 'subscribe'],
      frozen: true,
      node: ['undefined', 'undefined', 'undefined'],
      echo: { ok: true, value: { snapshots: [], problems: [] } },
      stream: { ok: true, value: { rules: [], version: 'tiny' } },
      streamed: 3,
      cancelled: 'cancelled',
      refused: 'unknown-call',
      crash: 'core-gone',
      after: true,
      restarted: true,
      eval: 'refused',
      fetch: 'refused',
    });
  });

  test('every renderer is in the kernel’s sandbox', () => {
    const renderers = pids.filter(pid => commandOf(pid).includes('--type=renderer'));
    expect(renderers.map(seccompOf)).toEqual(renderers.map(() => '2'));
    expect(pids.filter(pid => commandOf(pid).includes('--no-sandbox'))).toEqual([]);
  });

  test('no process of the app listens on a socket', () => {
    expect(listenersAmong(pids).map(commandOf)).toEqual([]);
  });

  test('carries the release’s fuses', async () => {
    const wire = await getCurrentFuseWire(app.executable);
    expect({
      runAsNode: wire[FuseV1Options.RunAsNode],
      cookies: wire[FuseV1Options.EnableCookieEncryption],
      nodeOptions: wire[FuseV1Options.EnableNodeOptionsEnvironmentVariable],
      inspect: wire[FuseV1Options.EnableNodeCliInspectArguments],
      integrity: wire[FuseV1Options.EnableEmbeddedAsarIntegrityValidation],
      onlyAsar: wire[FuseV1Options.OnlyLoadAppFromAsar],
    }).toEqual({
      runAsNode: FuseState.DISABLE,
      cookies: FuseState.ENABLE,
      nodeOptions: FuseState.DISABLE,
      inspect: FuseState.DISABLE,
      integrity: FuseState.ENABLE,
      onlyAsar: FuseState.ENABLE,
    });
  });

  test('holds only what is expected, and no way to the test entry’s core', () => {
    const files = listPackage(join(app.folder, 'resources', 'app.asar'), { isPack: false });
    const allowed = /^\/(?:package\.json|dist|dist\/electron|dist\/electron\/(?:main|preload)\.cjs|dist\/renderer(?:\/.*)?)$/u;
    expect(files.filter(file => !allowed.test(file) || file.endsWith('.map'))).toEqual([]);
    expect(existsSync(join(app.folder, 'resources', 'default_app.asar'))).toBe(false);
    expect(readFileSync(join(dist, 'electron', 'main.cjs'), 'utf8')).not.toMatch(/child_process|PLUMBLINE_TEST_NODE/u);
  });
});
