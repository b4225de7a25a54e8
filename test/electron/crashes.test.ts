import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dist } from '#build/paths';
import { demoFile } from '#node/demo/demo-files';
import { type Display, startDisplay } from './display.ts';
import { ordinaryUser } from './ordinary-user.ts';
import { electronDist, packageApp, type Packaged } from './packaged.ts';
import { commandOf, treeOf } from './processes.ts';

const electron = electronDist();
const missing =
  'why' in electron ? electron.why : existsSync(join(dist, 'renderer', 'index.html')) ? undefined : 'no build: npm run build';
if (missing !== undefined && process.env['CI'] !== undefined) throw new Error(missing);

/** What stays of the desktop app when one of its processes is killed. */
describe.skipIf(missing !== undefined)(`the desktop app, crashing${missing === undefined ? '' : ` (${missing})`}`, () => {
  let packaged: Packaged;
  let display: Display;
  let app: ElectronApplication;
  let page: Page;
  let home: string;
  let folder: string;
  let script: string;

  beforeAll(async () => {
    packaged = await packageApp('test');
    display = await startDisplay();
    const user = ordinaryUser();
    chmodSync(user.home, 0o755);
    home = join(user.home, 'data');
    mkdirSync(home, { mode: 0o700 });
    user.give(home);
    const bundle = join(user.home, 'case.tar.gz');
    cpSync(demoFile('demo.tar.gz'), bundle);
    chmodSync(bundle, 0o644);
    folder = user.home;
    script = user.wrap(packaged.executable, {
      DISPLAY: display.name,
      PLUMBLINE_HOME: home,
      KUBECONFIG: join(user.home, 'none'),
      PLUMBLINE_TEST_NODE: packaged.node,
    });
    app = await _electron.launch({
      executablePath: script,
      args: ['--disable-gpu', bundle],
      chromiumSandbox: true,
      timeout: 60_000,
    });
    page = await app.firstWindow();
    await page.waitForURL(/\/findings/u, { timeout: 60_000 });
    await page.locator('html[data-state=ready]').waitFor();
  });
  afterAll(async () => {
    await app?.close().catch(() => undefined);
    display?.close();
    packaged?.remove();
  });

  const cores = (): readonly number[] =>
    treeOf(app.process().pid ?? 0).filter(pid => commandOf(pid).includes('core-process') && !commandOf(pid).includes('--type='));
  const snapshots = (): readonly string[] => readdirSync(join(home, 'library')).filter(name => name.endsWith('.sqlite'));
  /** The window as main sees it: Playwright's own page does not outlive its renderer. */
  const windows = () =>
    app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map(({ webContents }) => ({
        pid: webContents.getOSProcessId(),
        url: webContents.getURL(),
        there: !webContents.isCrashed() && !webContents.isLoading(),
      })),
    );
  const state = () =>
    app.evaluate(
      async ({ BrowserWindow }) =>
        (await BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(
          'document.documentElement.dataset.state',
        )) as string,
    );

  const startAgain = (name: string): Promise<unknown> =>
    once(spawn(script, ['--disable-gpu', name], { cwd: folder, stdio: 'ignore' }), 'exit');

  test('a further start hands its file to the window that is there, or the reason why not', async () => {
    const before = page.url();
    await startAgain('case.tar.gz');
    await page.waitForURL(url => url.href !== before && url.href.includes('/findings'), { timeout: 20_000 });
    expect(snapshots()).toHaveLength(2);
    writeFileSync(join(folder, 'half.tar.gz'), Buffer.from([0x1f, 0x8b, 8, 0]), { mode: 0o644 });
    await startAgain('half.tar.gz');
    await page
      .getByText(/half\.tar\.gz is not a complete bundle/u)
      .first()
      .waitFor({ timeout: 20_000 });
    expect(snapshots()).toHaveLength(2);
  });

  test('the core killed: the window stays where it was and says so, and the snapshot is there again', async () => {
    const [core = 0, ...more] = cores();
    expect(more).toEqual([]);
    const before = page.url();
    process.kill(core, 'SIGKILL');
    await page.getByText('The core was restarted').first().waitFor({ timeout: 20_000 });
    expect(page.url()).toBe(before);
    await page.locator('html[data-state=ready]').waitFor();
    await page.locator('main').getByRole('row').or(page.locator('main').getByRole('option')).first().waitFor();
    await page.reload();
    await page.locator('html[data-state=ready]').waitFor();
    expect(page.url()).toBe(before);
    expect(await page.locator('html[data-state=error]').count()).toBe(0);
    expect(cores().filter(pid => pid !== core)).toHaveLength(1);
    // What was named on the command line was opened once.
    expect(snapshots()).toHaveLength(2);
  });

  test('the page killed: it is there again at the same address', async () => {
    const [before] = await windows();
    process.kill(before?.pid ?? 0, 'SIGKILL');
    // A page that is going or coming answers no script, ever: it is asked once it is there.
    await expect
      .poll(async () => (await windows()).map(({ pid, there }) => there && pid !== before?.pid), { timeout: 20_000 })
      .toEqual([true]);
    await expect.poll(state, { timeout: 20_000 }).toBe('ready');
    expect((await windows()).map(({ url }) => url)).toEqual([before?.url]);
    expect(cores()).toHaveLength(1);
  });
});
