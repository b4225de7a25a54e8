import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, type Page } from 'playwright-core';
import { dist } from '#build/paths';
import { startDisplay } from '../electron/display.ts';
import { ordinaryUser } from '../electron/ordinary-user.ts';
import { electronDist, packageApp } from '../electron/packaged.ts';
import { chromiumPath, openBrowser } from './browser.ts';

export interface HostOptions {
  /** Text of the kubeconfig that the app finds by itself. */
  readonly kubeconfig?: string;
  readonly args?: readonly string[];
  readonly colorScheme?: 'light' | 'dark';
  /** Beside what the tests' own environment has, and over it. */
  readonly env?: Readonly<Record<string, string>>;
  /** Puts what the app finds in its user's folder there, before it starts. */
  readonly prepare?: (home: string) => void;
}

/** The app as a person has it open, in one of its two forms. */
export interface OpenHost {
  readonly page: Page;
  /** Where the data of this run lies. */
  readonly home: string;
  /** Runs what leads to a download, and gives the file's bytes. */
  download(act: () => Promise<void>): Promise<Buffer>;
  /** Every `securitypolicyviolation` and page error of the run: must stay empty. */
  readonly faults: string[];
  close(): Promise<void>;
}

const watch = async (page: Page, faults: string[]): Promise<void> => {
  page.on('pageerror', error => faults.push(`page error: ${error.message}`));
  page.on('console', message => {
    if (message.type() === 'error' && /Content Security Policy|Refused to/u.test(message.text())) faults.push(message.text());
  });
};

const firstLine = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let out = '';
    child.stdout?.on('data', part => {
      out += String(part);
      const [line, ...rest] = out.split('\n');
      if (rest.length > 0 && line !== undefined) resolve(line);
    });
    child.on('exit', code => reject(new Error(`serve ended with ${code}: ${out}`)));
  });

const openOnPage = async ({ kubeconfig, args = [], colorScheme, env = {}, prepare }: HostOptions): Promise<OpenHost> => {
  const user = ordinaryUser();
  const config = join(user.home, 'config');
  if (kubeconfig !== undefined) writeFileSync(config, kubeconfig);
  prepare?.(user.home);
  const home = join(user.home, 'data');
  const server = spawn(process.execPath, [join(dist, 'node', 'cli.mjs'), 'serve', '--port', '0', ...args], {
    env: { ...process.env, PLUMBLINE_HOME: home, KUBECONFIG: config, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await firstLine(server);
  const browser = await openBrowser(colorScheme === undefined ? {} : { colorScheme });
  const page = browser.context.pages()[0] ?? (await browser.context.newPage());
  const faults: string[] = [];
  await watch(page, faults);
  await page.goto(url);
  return {
    page,
    home,
    faults,
    download: async act => {
      const [download] = await Promise.all([page.waitForEvent('download'), act()]);
      return readFileSync(await download.path());
    },
    close: async () => {
      await browser.close();
      server.kill('SIGTERM');
    },
  };
};

const openOnDesktop = async ({ kubeconfig, args = [], colorScheme, env = {}, prepare }: HostOptions): Promise<OpenHost> => {
  const app = await packageApp('test');
  const display = await startDisplay();
  const user = ordinaryUser();
  const config = join(user.home, 'config');
  if (kubeconfig !== undefined) writeFileSync(config, kubeconfig);
  prepare?.(user.home);
  chmodSync(user.home, 0o755);
  const home = join(user.home, 'data');
  mkdirSync(home, { mode: 0o700 });
  user.give(home);
  const saved = join(user.home, 'saved');
  const script = user.wrap(app.executable, {
    DISPLAY: display.name,
    PLUMBLINE_HOME: home,
    KUBECONFIG: config,
    PLUMBLINE_TEST_NODE: app.node,
    ...env,
  });
  const electron = await _electron.launch({
    executablePath: script,
    args: ['--disable-gpu', ...args],
    chromiumSandbox: true,
    timeout: 60_000,
  });
  const page = await electron.firstWindow();
  const faults: string[] = [];
  await watch(page, faults);
  await page.setViewportSize({ width: 1440, height: 900 }).catch(() => undefined);
  if (colorScheme !== undefined) await page.emulateMedia({ colorScheme });
  return {
    page,
    home,
    faults,
    download: async act => {
      // The system's own dialog cannot be driven: main's is answered with a place of ours.
      await electron.evaluate(({ dialog }, filePath) => {
        dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
      }, saved);
      await act();
      for (let step = 0; step < 200; step += 1) {
        try {
          const bytes = readFileSync(saved);
          if (bytes.length > 0) return bytes;
        } catch {
          // Not there yet.
        }
        await page.waitForTimeout(50);
      }
      throw new Error('nothing was saved');
    },
    close: async () => {
      await electron.close().catch(() => undefined);
      display.close();
      app.remove();
    },
  };
};

/** Why a host cannot be tried here; undefined where it can. */
export const missingFor = (kind: HostKind): string | undefined => {
  const found = kind === 'desktop' ? electronDist() : chromiumPath();
  return 'why' in found ? found.why : undefined;
};

export type HostKind = 'desktop' | 'page';
export const hostKinds: readonly HostKind[] = ['desktop', 'page'];
export const openHost = (kind: HostKind, options: HostOptions): Promise<OpenHost> =>
  kind === 'desktop' ? openOnDesktop(options) : openOnPage(options);
