import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type CDPSession, type ElectronApplication, type Page } from 'playwright-core';
import { dist } from '#build/paths';
import { openBrowser } from '#test/e2e/browser';
import { startDisplay } from '#test/electron/display';
import { ordinaryUser } from '#test/electron/ordinary-user';
import { electronDist, packageApp } from '#test/electron/packaged';
import { commandOf, treeOf } from '#test/electron/processes';

/** The app in one of its two forms, as one start of it. */
export interface Started {
  readonly page: Page;
  /** From the start of the process to a usable window, in ms. */
  readonly startMs: number;
  readonly cdp: CDPSession;
  /** Of the process that answers calls, of the page's, and of all. */
  readonly core: () => number;
  readonly renderer: () => number;
  readonly all: () => readonly number[];
  /** Main of the desktop; undefined on the loopback page. */
  readonly app: ElectronApplication | undefined;
  readonly close: () => Promise<void>;
}

export interface Starter {
  /** A data folder of this start's own, with the snapshot in it. */
  readonly start: () => Promise<Started>;
  readonly close: () => void;
}

const giveAll = (path: string, give: (path: string) => void): void => {
  give(path);
  for (const name of readdirSync(path, { recursive: true, encoding: 'utf8' })) give(join(path, name));
};

/** Only the library is brought along: the key of the fingerprints stays with who made it. */
const copyLibrary = (from: string, to: string): void => {
  mkdirSync(to, { recursive: true, mode: 0o700 });
  cpSync(join(from, 'library'), join(to, 'library'), { recursive: true });
};

const usable = async (page: Page): Promise<void> => {
  await page.locator('html[data-state=ready]').waitFor({ timeout: 60_000 });
};

const largest = (pids: readonly number[], cpuOf: (pid: number) => number): number =>
  pids.toSorted((a, b) => cpuOf(b) - cpuOf(a))[0] ?? 0;

const renderersOf = (pids: readonly number[]): readonly number[] =>
  pids.filter(pid => commandOf(pid).includes('--type=renderer'));

export const desktopStarter = async (
  home: string,
  cpuOf: (pid: number) => number,
): Promise<Starter & { readonly startEmpty: () => Promise<number> }> => {
  const packaged = await packageApp('test');
  const display = await startDisplay();
  const user = ordinaryUser();
  chmodSync(user.home, 0o755);
  const empty = layEmptyApp();
  let round = 0;
  const launch = async (executable: string, args: readonly string[], env: Record<string, string>) => {
    const began = performance.now();
    const app = await _electron.launch({
      executablePath: user.wrap(executable, { DISPLAY: display.name, ...env }),
      args: ['--disable-gpu', ...args],
      chromiumSandbox: true,
      timeout: 60_000,
    });
    const page = await app.firstWindow();
    await usable(page);
    return { app, page, startMs: performance.now() - began };
  };
  return {
    start: async () => {
      round += 1;
      const data = join(user.home, `data-${String(round)}`);
      copyLibrary(home, data);
      giveAll(data, path => user.give(path));
      const { app, page, startMs } = await launch(packaged.executable, [], {
        PLUMBLINE_HOME: data,
        KUBECONFIG: join(user.home, 'none'),
        PLUMBLINE_TEST_NODE: packaged.node,
      });
      await page.setViewportSize({ width: 1440, height: 900 }).catch(() => undefined);
      const pids = (): readonly number[] => treeOf(app.process().pid ?? 0);
      return {
        app,
        page,
        startMs,
        cdp: await page.context().newCDPSession(page),
        core: () => pids().find(pid => commandOf(pid).includes('core-process') && !commandOf(pid).includes('--type=')) ?? 0,
        renderer: () => largest(renderersOf(pids()), cpuOf),
        all: pids,
        close: async () => {
          await app.close().catch(() => undefined);
          rmSync(data, { recursive: true, force: true });
        },
      };
    },
    startEmpty: async () => {
      round += 1;
      const profile = join(user.home, `empty-${String(round)}`);
      const { app, startMs } = await launch(empty.executable, [`--user-data-dir=${profile}`], {});
      await app.close();
      return startMs;
    },
    close: () => {
      display.close();
      packaged.remove();
      empty.remove();
    },
  };
};

/** An Electron with one sandboxed window on a static page, from the same files as ours. */
const layEmptyApp = (): { readonly executable: string; readonly remove: () => void } => {
  const electron = electronDist();
  if ('why' in electron) throw new Error(electron.why);
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-empty-'));
  cpSync(electron.path, folder, { recursive: true });
  rmSync(join(folder, 'resources', 'default_app.asar'), { force: true });
  const app = join(folder, 'resources', 'app');
  mkdirSync(app);
  writeFileSync(join(app, 'package.json'), '{"name":"empty","version":"1.0.0","main":"main.cjs"}');
  writeFileSync(
    join(app, 'index.html'),
    '<!doctype html><html data-state="ready"><title>Empty</title><p>Nothing here.</p></html>',
  );
  writeFileSync(
    join(app, 'main.cjs'),
    `const { app, BrowserWindow } = require('electron');
app.enableSandbox();
app.on('window-all-closed', () => app.quit());
app.whenReady().then(() => new BrowserWindow({ width: 1440, height: 900 }).loadFile('index.html'));
`,
  );
  openForAll(folder);
  return { executable: join(folder, 'electron'), remove: () => rmSync(folder, { recursive: true, force: true }) };
};

const openForAll = (folder: string): void => {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    chmodSync(join(entry.parentPath, entry.name), entry.isDirectory() || isExecutable(entry.name) ? 0o755 : 0o644);
};

const isExecutable = (name: string): boolean => ['electron', 'chrome_crashpad_handler', 'chrome-sandbox'].includes(name);

const firstLine = async (child: ChildProcess): Promise<string> => {
  let text = '';
  if (child.stdout === null) throw new Error('no output');
  while (!text.includes('\n')) {
    const [part] = (await once(child.stdout, 'data')) as [Buffer];
    text += part.toString();
  }
  return text.split('\n')[0] ?? '';
};

export const pageStarter = (home: string, cpuOf: (pid: number) => number): Starter => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-page-'));
  let round = 0;
  return {
    start: async () => {
      round += 1;
      const data = join(folder, `data-${String(round)}`);
      copyLibrary(home, data);
      const began = performance.now();
      const server = spawn(process.execPath, [join(dist, 'node', 'cli.mjs'), 'serve', '--port', '0'], {
        env: { ...process.env, PLUMBLINE_HOME: data, KUBECONFIG: join(folder, 'none') },
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const url = await firstLine(server);
      const browser = await openBrowser({ width: 1440, height: 900 });
      const page = browser.context.pages()[0] ?? (await browser.context.newPage());
      await page.goto(url);
      await usable(page);
      const startMs = performance.now() - began;
      const pids = (): readonly number[] => treeOf(process.pid).filter(pid => pid !== process.pid);
      return {
        page,
        startMs,
        app: undefined,
        cdp: await page.context().newCDPSession(page),
        core: () => server.pid ?? 0,
        renderer: () => largest(renderersOf(pids()), cpuOf),
        all: pids,
        close: async () => {
          await browser.close();
          server.kill('SIGTERM');
          rmSync(data, { recursive: true, force: true });
        },
      };
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
};
