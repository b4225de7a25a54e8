import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unexpectedFiles } from '#build/asar-files';
import { electronVersionOf } from '#build/electron-binary';
import { fusesOf, readFuses } from '#build/fuses';
import { dist } from '#build/paths';
import { type Display, startDisplay } from './display.ts';
import { ordinaryUser } from './ordinary-user.ts';
import { electronDist, packageApp, type Packaged } from './packaged.ts';
import { commandOf, listenersAmong, seccompOf, treeOf } from './processes.ts';

const electron = electronDist();
const missing = 'why' in electron ? electron.why : undefined;
if (missing !== undefined && process.env['CI'] !== undefined) throw new Error(missing);

const electronVersion = 'path' in electron ? electronVersionOf(electron.path) : '0';
/** Fuses that an Electron before this major does not have. */
const newer: Readonly<Record<string, number>> = { GrantFileProtocolExtraPrivileges: 29, WasmTrapHandlers: 39 };

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
    // A person who asks for no sandbox gets one all the same.
    child = spawn(script, ['--disable-gpu', '--no-sandbox'], { stdio: ['ignore', 'pipe', 'pipe'], env: process.env });
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
    // The wish itself is still in the command line of what started the app as another user.
    expect(pids.map(commandOf).filter(line => /^\S*\/plumbline-app /u.test(line) && line.includes('--no-sandbox'))).toEqual([]);
  });

  test('no process of the app listens on a socket', () => {
    expect(listenersAmong(pids).map(commandOf)).toEqual([]);
  });

  test.each(Object.entries(fusesOf('release')))('fuse %s is %s', async (name, wanted) => {
    const there: Readonly<Partial<Record<string, boolean>>> = await readFuses(app.binary);
    const isThere = Number(electronVersion.split('.')[0]) >= (newer[name] ?? 0);
    expect([name, there[name]]).toEqual([name, isThere ? wanted : undefined]);
  });

  test('holds only what is expected, and no way to the test entry’s core', () => {
    expect(
      unexpectedFiles(join(app.folder, 'resources', 'app.asar'), 'release').filter(file => !file.startsWith('/dist/renderer/')),
    ).toEqual([]);
    expect(existsSync(join(app.folder, 'resources', 'default_app.asar'))).toBe(false);
    expect(readFileSync(join(dist, 'electron', 'main.cjs'), 'utf8')).not.toMatch(/child_process|PLUMBLINE_TEST_NODE/u);
  });
});
