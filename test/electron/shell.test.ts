import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoFile } from '#node/demo/demo-files';
import { missingDesktop, runDesktop, type Running } from './running.ts';

const missing = missingDesktop();

interface Contexts {
  readonly contexts: readonly { readonly name: string }[];
  readonly sources: readonly { readonly id: string; readonly trustedExec: boolean }[];
}

/** The shell around the page as a person meets it: menu, dialogs, windows, and what is there again at the next start. */
describe.skipIf(missing !== undefined)(`the desktop shell${missing === undefined ? '' : ` (${missing})`}`, () => {
  let desktop: Running;
  let bundle = '';

  beforeAll(async () => {
    desktop = await runDesktop({ args: () => ['--demo'] });
    bundle = join(desktop.user.home, 'case.tar.gz');
    cpSync(demoFile('demo-three-days-later.tar.gz'), bundle);
    chmodSync(bundle, 0o644);
    await desktop.page.waitForURL(/\/findings/u, { timeout: 60_000 });
    await ready(desktop.page);
  });
  afterAll(() => desktop?.close());

  const ready = (page: Page): Promise<void> => page.locator('html[data-state=ready]').waitFor({ timeout: 30_000 });

  /** Chooses an item of the native menu, as a click on it does. */
  const choose = (label: string): Promise<boolean> =>
    desktop.app.evaluate(({ Menu, BrowserWindow }, wanted) => {
      const find = (menu: Electron.Menu | null): Electron.MenuItem | undefined =>
        menu?.items.flatMap(item => (item.label === wanted ? [item] : [find(item.submenu ?? null) ?? []].flat()))[0];
      const item = find(Menu.getApplicationMenu());
      item?.click(undefined, BrowserWindow.getAllWindows()[0], BrowserWindow.getAllWindows()[0]?.webContents);
      return item !== undefined;
    }, label);

  const snapshotIds = async (): Promise<readonly string[]> =>
    (await desktop.call<{ readonly snapshots: readonly { readonly id: string }[] }>('snapshots.list', {})).value.snapshots.map(
      ({ id }) => id,
    );
  const contexts = async (): Promise<Contexts['contexts']> => (await desktop.call<Contexts>('contexts.list', {})).value.contexts;

  const answerDialogs = (open: readonly string[], save: string | undefined): Promise<void> =>
    desktop.app.evaluate(
      ({ dialog }, [files, path]) => {
        dialog.showOpenDialog = () => Promise.resolve({ canceled: files.length === 0, filePaths: [...files] });
        dialog.showSaveDialog = () => Promise.resolve({ canceled: path === undefined, filePath: path ?? '' });
      },
      [open, save] as const,
    );

  test('Open Bundle… shows the system’s dialog, and the snapshot of what was chosen', async () => {
    const [before, count] = [desktop.page.url(), desktop.snapshots().length];
    await answerDialogs([], undefined);
    expect(await choose('Open Bundle…')).toBe(true);
    await desktop.page.waitForTimeout(500);
    expect([desktop.page.url(), desktop.snapshots().length]).toEqual([before, count]);
    await answerDialogs([bundle], undefined);
    await choose('Open Bundle…');
    await desktop.page.waitForURL(url => url.href !== before && url.pathname.endsWith('/findings'), { timeout: 30_000 });
    await ready(desktop.page);
    expect(desktop.snapshots()).toHaveLength(count + 1);
    // A person's own file is read where it lies, and stays.
    expect(readFileSync(bundle).length).toBeGreaterThan(1000);
  });

  test('it is among the recent files, and opens from there', async () => {
    const before = desktop.page.url();
    expect(await choose('case.tar.gz')).toBe(true);
    await desktop.page.waitForURL(url => url.href !== before, { timeout: 30_000 });
    await ready(desktop.page);
    expect(await choose('Clear Recent')).toBe(true);
    expect(await choose('case.tar.gz')).toBe(false);
  });

  test('a kubeconfig or a folder of them is read where it lies, and no path crosses to the page on the way', async () => {
    const folder = join(desktop.user.home, 'kube');
    mkdirSync(folder);
    const text = (name: string): string =>
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Config',
        clusters: [{ name: 'c', cluster: { server: 'https://127.0.0.1:1' } }],
        users: [
          {
            name: 'u',
            user: { exec: { apiVersion: 'client.authentication.k8s.io/v1', command: 'x', interactiveMode: 'Never' } },
          },
        ],
        contexts: [{ name, context: { cluster: 'c', user: 'u' } }],
      });
    writeFileSync(join(desktop.user.home, 'mine.yaml'), text('mine'));
    writeFileSync(join(folder, 'theirs.yaml'), text('theirs'));
    for (const [label, path] of [
      ['Import Kubeconfig…', join(desktop.user.home, 'mine.yaml')],
      ['Import Folder of Kubeconfigs…', folder],
    ] as const) {
      await answerDialogs([path], undefined);
      expect(await choose(label)).toBe(true);
      await desktop.page.waitForURL(/\/clusters/u, { timeout: 20_000 });
      await expect
        .poll(async () => (await contexts()).map(({ name }) => name), { timeout: 20_000 })
        .toContain(label === 'Import Kubeconfig…' ? 'mine' : 'theirs');
      await desktop.page.goto('app://bundle/');
      await ready(desktop.page);
    }
    const reply = await desktop.call<{ readonly file: unknown }>('host.chooseFile', { kind: 'kubeconfig' });
    expect(Object.keys(reply.value.file as object).toSorted()).toEqual(['handle', 'name']);
    // A program that they name is asked about: choosing a file is no trust.
    const { sources } = (await desktop.call<Contexts>('contexts.list', {})).value;
    expect(sources.filter(({ id }) => id.includes('/kube') || id.includes('mine')).map(({ trustedExec }) => trustedExec)).toEqual(
      [false, false],
    );
  });

  test('Export Snapshot… saves a bundle where the system’s dialog said', async () => {
    await desktop.page.goto(`app://bundle/s/${(await snapshotIds())[0] ?? ''}/findings`);
    await ready(desktop.page);
    const saved = join(desktop.home, 'exported.tar.gz');
    await answerDialogs([], saved);
    await choose('Export Snapshot…');
    await expect
      .poll(
        () => {
          try {
            return readFileSync(saved).subarray(0, 2).toString('hex');
          } catch {
            return '';
          }
        },
        { timeout: 30_000 },
      )
      .toBe('1f8b');
  });

  test('the theme of the menu is the settings’ own, for page and system', async () => {
    for (const [label, theme, scheme] of [
      ['Light', 'light', 'light'],
      ['Dark', 'dark', 'dark'],
    ] as const) {
      await choose(label);
      await expect
        .poll(() => desktop.app.evaluate(({ nativeTheme }) => nativeTheme.themeSource), { timeout: 10_000 })
        .toBe(theme);
      await expect
        .poll(() => desktop.page.evaluate(() => document.documentElement.dataset['scheme']), { timeout: 10_000 })
        .toBe(scheme);
    }
  });

  test('a second window on another snapshot, beside the first', async () => {
    const ids = await snapshotIds();
    const [other = ''] = ids.filter(id => !desktop.page.url().includes(id));
    const opened = desktop.app.waitForEvent('window');
    await desktop.page.evaluate(
      id =>
        (window as unknown as { readonly plumbline: { call(...args: readonly unknown[]): unknown } }).plumbline.call(
          'host.openWindow',
          { snapshot: id },
          'w1',
        ),
      other,
    );
    const second = await opened;
    await ready(second);
    expect(second.url()).toContain(`/s/${other}/findings`);
    expect(await desktop.windows()).toHaveLength(2);
    await second.close();
    await expect.poll(async () => (await desktop.windows()).length).toBe(1);
  });

  test('after a resume the page says that what it shows is not live', async () => {
    await desktop.app.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'));
    // The demo is of no cluster and cannot be stale; that nothing breaks is what is left to see.
    await ready(desktop.page);
    expect((await desktop.call('app.info', {})).ok).toBe(true);
  });

  test('place, size and zoom of the window are there again at the next start, and a link opens its finding', async () => {
    const found = await desktop.call<{ readonly lines: readonly { readonly row?: { readonly id: string } }[] }>('findings.list', {
      snapshot: /\/s\/([^/]+)\//u.exec(desktop.page.url())?.[1] ?? '',
      group: 'none',
      limit: 1,
    });
    const snapshot = /\/s\/([^/]+)\//u.exec(desktop.page.url())?.[1] ?? '';
    const finding = found.value.lines[0]?.row?.id ?? '';
    await desktop.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 60, width: 1100, height: 720 });
    });
    await choose('Zoom In');
    await desktop.page.waitForTimeout(900);
    await desktop.app.close();
    const kept = JSON.parse(readFileSync(join(desktop.home, 'desktop.json'), 'utf8')) as unknown;
    expect(kept).toMatchObject({ version: 1, theme: 'dark', window: { x: 40, y: 60, width: 1100, height: 720, zoom: 0.5 } });
    const again: ElectronApplication = await _electron.launch({
      executablePath: desktop.script,
      args: ['--disable-gpu', `plumbline://finding/${snapshot}/${finding}`],
      chromiumSandbox: true,
      timeout: 60_000,
    });
    try {
      const page = await again.firstWindow();
      await ready(page);
      expect(page.url()).toBe(`app://bundle/s/${snapshot}/findings/${encodeURIComponent(finding)}`);
      const seen = await again.evaluate(({ BrowserWindow, nativeTheme }) => {
        const [window] = BrowserWindow.getAllWindows();
        return { ...window?.getBounds(), zoom: window?.webContents.getZoomLevel(), theme: nativeTheme.themeSource };
      });
      expect(seen).toEqual({ x: 40, y: 60, width: 1100, height: 720, zoom: 0.5, theme: 'dark' });
    } finally {
      await again.close();
    }
  });
});
