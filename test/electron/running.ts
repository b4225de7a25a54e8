import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { isMethodName, methods } from '#contract/methods';
import { dist } from '#build/paths';
import { type Display, startDisplay } from './display.ts';
import { ordinaryUser, type OrdinaryUser } from './ordinary-user.ts';
import { electronDist, packageApp, type Packaged } from './packaged.ts';
import { commandOf, treeOf } from './processes.ts';

/** Why the packaged app cannot be tried here; undefined where it can. Under CI that is a failure, not a reason to skip. */
export const missingDesktop = (): string | undefined => {
  const electron = electronDist();
  const why =
    'why' in electron ? electron.why : existsSync(join(dist, 'renderer', 'index.html')) ? undefined : 'no build: npm run build';
  if (why !== undefined && process.env['CI'] !== undefined) throw new Error(why);
  return why;
};

/** A reply as the page gets it; `value` is there where `ok` says so. */
export interface Answer<T> {
  readonly ok: boolean;
  readonly value: T;
  readonly error?: { readonly code: string };
}

export interface WindowSeen {
  readonly pid: number;
  readonly url: string;
  /** Loaded, and not crashed. */
  readonly there: boolean;
}

/** The packaged test app, running as an ordinary user on a screen of its own. */
export interface Running {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly packaged: Packaged;
  readonly user: OrdinaryUser;
  /** Its data folder. */
  readonly home: string;
  /** Starts the same executable a further time. */
  readonly script: string;
  /** Windows as main sees them: Playwright's own page does not outlive its renderer. */
  windows(): Promise<readonly WindowSeen[]>;
  /** Runs an expression in the first window, from main. */
  inPage<T>(expression: string): Promise<T>;
  /** A call of the contract, as the page would make it, from main. */
  call<T>(name: string, input: unknown): Promise<Answer<T>>;
  cores(): readonly number[];
  renderers(): readonly number[];
  /** Finished snapshots on disk. */
  snapshots(): readonly string[];
  close(): Promise<void>;
}

export interface RunOptions {
  /** Text of the kubeconfig that the app finds by itself. */
  readonly kubeconfig?: string;
  readonly args?: (home: string) => readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

let calls = 0;

export const runDesktop = async ({ kubeconfig, args = () => [], env = {} }: RunOptions = {}): Promise<Running> => {
  const packaged = await packageApp('test');
  const display: Display = await startDisplay();
  const user = ordinaryUser();
  chmodSync(user.home, 0o755);
  const home = join(user.home, 'data');
  mkdirSync(home, { mode: 0o700 });
  user.give(home);
  const config = join(user.home, 'config');
  if (kubeconfig !== undefined) {
    writeFileSync(config, kubeconfig, { mode: 0o600 });
    user.give(config);
  }
  const script = user.wrap(packaged.executable, {
    DISPLAY: display.name,
    PLUMBLINE_HOME: home,
    KUBECONFIG: config,
    PLUMBLINE_TEST_NODE: packaged.node,
    ...env,
  });
  const app = await _electron.launch({
    executablePath: script,
    args: ['--disable-gpu', ...args(user.home)],
    chromiumSandbox: true,
    timeout: 60_000,
  });
  const page = await app.firstWindow();
  const pids = (): readonly number[] => treeOf(app.process().pid ?? 0);
  const inPage = <T>(expression: string): Promise<T> =>
    app.evaluate(
      async ({ BrowserWindow }, code) => (await BrowserWindow.getAllWindows().at(-1)?.webContents.executeJavaScript(code)) as T,
      expression,
    );
  return {
    app,
    page,
    packaged,
    user,
    home,
    script,
    inPage,
    windows: () =>
      app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().map(({ webContents }) => ({
          pid: webContents.getOSProcessId(),
          url: webContents.getURL(),
          there: !webContents.isCrashed() && !webContents.isLoading(),
        })),
      ),
    call: async <T>(name: string, input: unknown) => {
      calls += 1;
      const reply = await inPage<Answer<T>>(
        `window.plumbline.call(${JSON.stringify(name)}, ${JSON.stringify(input)}, 'test-${calls}')`,
      );
      // What the contract promises, on whatever the test asks for.
      if (reply.ok && isMethodName(name)) methods[name].output.parse(reply.value);
      return reply;
    },
    cores: () => pids().filter(pid => commandOf(pid).includes('core-process') && !commandOf(pid).includes('--type=')),
    renderers: () => pids().filter(pid => commandOf(pid).includes('--type=renderer')),
    snapshots: () => readdirSync(join(home, 'library')).filter(name => name.endsWith('.sqlite')),
    close: async () => {
      await app.close().catch(() => undefined);
      display.close();
      packaged.remove();
    },
  };
};
