import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoFile } from '#node/demo/demo-files';
import { missingDesktop, runDesktop, type Running } from './running.ts';
import { type SlowCluster, startSlowCluster } from './slow-cluster.ts';

const missing = missingDesktop();

interface Listed {
  readonly snapshots: readonly { readonly id: string; readonly meta: { readonly partial: boolean } }[];
  readonly problems: readonly string[];
}

/** What stays of the desktop app when one of its processes is killed. */
describe.skipIf(missing !== undefined)(`the desktop app, crashing${missing === undefined ? '' : ` (${missing})`}`, () => {
  let desktop: Running;
  let cluster: SlowCluster;

  beforeAll(async () => {
    cluster = await startSlowCluster(250);
    desktop = await runDesktop({
      kubeconfig: cluster.kubeconfig,
      args: home => {
        const bundle = join(home, 'case.tar.gz');
        cpSync(demoFile('demo.tar.gz'), bundle);
        chmodSync(bundle, 0o644);
        return [bundle];
      },
    });
    await desktop.page.waitForURL(/\/findings/u, { timeout: 60_000 });
    await desktop.page.locator('html[data-state=ready]').waitFor();
  });
  afterAll(async () => {
    await desktop?.close();
    await cluster?.close();
  });

  const state = (): Promise<string> => desktop.inPage<string>('document.documentElement.dataset.state');

  const startAgain = (...args: readonly string[]): Promise<unknown> =>
    once(spawn(desktop.script, ['--disable-gpu', ...args], { cwd: desktop.user.home, stdio: 'ignore' }), 'exit');

  test('a further start hands its file to the window that is there, or the reason why not', async () => {
    const { page } = desktop;
    const before = page.url();
    await startAgain('case.tar.gz');
    await page.waitForURL(url => url.href !== before && url.href.includes('/findings'), { timeout: 20_000 });
    expect(desktop.snapshots()).toHaveLength(2);
    writeFileSync(join(desktop.user.home, 'half.tar.gz'), Buffer.from([0x1f, 0x8b, 8, 0]), { mode: 0o644 });
    await startAgain('half.tar.gz');
    await page
      .getByText(/half\.tar\.gz is not a complete bundle/u)
      .first()
      .waitFor({ timeout: 20_000 });
    expect(desktop.snapshots()).toHaveLength(2);
  });

  test('D7 a further start’s link opens the finding; anything else is refused and told', async () => {
    const { page } = desktop;
    const [, snapshot = ''] = /\/s\/([^/]+)\//u.exec(page.url()) ?? [];
    const first = await desktop.call<{ readonly lines: readonly { readonly row?: { readonly id: string } }[] }>('findings.list', {
      snapshot,
      group: 'none',
      limit: 1,
    });
    const id = first.value.lines[0]?.row?.id ?? '';
    await startAgain(`plumbline://finding/${snapshot}/${id}`);
    await page.waitForURL(url => url.pathname.includes(`/findings/${encodeURIComponent(id)}`), { timeout: 20_000 });
    await page.locator('html[data-state=ready]').waitFor();
    const at = page.url();
    await startAgain(`plumbline://finding/${snapshot}/../../clusters`);
    await page.getByText('A link was not opened.').first().waitFor({ timeout: 20_000 });
    expect(page.url()).toBe(at);
  });

  /** The library whole: every file intact, every one listed and read, none half-written among them. */
  const checkLibrary = async (least: number): Promise<void> => {
    const listed = await desktop.call<Listed>('snapshots.list', {});
    expect(listed.value.problems).toEqual([]);
    expect(listed.value.snapshots.length).toBeGreaterThanOrEqual(least);
    expect(listed.value.snapshots.length).toBe(desktop.snapshots().length);
    expect(listed.value.snapshots.filter(({ meta }) => meta.partial)).toEqual([]);
    for (const name of desktop.snapshots()) {
      const database = new DatabaseSync(join(desktop.home, 'library', name), { readOnly: true });
      expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
      database.close();
    }
  };

  /** The same address, painted, with a core that answers. */
  const checkBack = async (url: string): Promise<void> => {
    await expect.poll(async () => (await desktop.windows()).map(seen => seen.there), { timeout: 20_000 }).toEqual([true]);
    await expect.poll(state, { timeout: 20_000 }).toBe('ready');
    expect((await desktop.windows()).map(seen => seen.url)).toEqual([url]);
    await expect.poll(async () => (await desktop.call('app.info', {})).ok, { timeout: 20_000 }).toBe(true);
    expect(desktop.cores()).toHaveLength(1);
  };

  const snapshotOfPage = async (): Promise<string> => /\/s\/([^/]+)\//u.exec((await desktop.windows())[0]?.url ?? '')?.[1] ?? '';

  /** Starts work in the page and does not wait for it: the page, or what answers it, will not be there. */
  const begin = async (name: string, input: unknown, times = 1): Promise<void> => {
    await desktop.inPage<void>(
      `void Promise.all(Array.from({ length: ${times} }, (_, each) => window.plumbline.call(${JSON.stringify(name)}, ${JSON.stringify(input)}, 'work-' + each + '-' + performance.now()))), undefined`,
    );
  };

  /** Never 0, which would be this test's own group. */
  const kill = (pid: number | undefined): void => {
    if (pid === undefined || pid <= 1) throw new Error('there is no such process');
    process.kill(pid, 'SIGKILL');
    lastKill = performance.now();
  };

  /** What ends sooner than two seconds after its start counts as a crash loop, and is rightly not started for ever. */
  let lastKill = 0;
  const pastTheLoop = (): Promise<void> => wait(Math.max(0, lastKill + 2_600 - performance.now()));

  const activities = {
    capturing: () =>
      begin('capture.start', { context: { source: join(desktop.user.home, 'config'), name: 'slow' }, options: {} }),
    filtering: async () =>
      begin('findings.list', { snapshot: await snapshotOfPage(), filter: { severity: ['critical', 'high'] }, limit: 200 }, 40),
    exporting: async () => begin('snapshots.export', { snapshot: await snapshotOfPage() }),
  } as const;

  const moments: readonly (readonly [keyof typeof activities, number])[] = [
    ['capturing', 50],
    ['capturing', 400],
    ['capturing', 1_000],
    ['capturing', 1_900],
    ['filtering', 0],
    ['filtering', 20],
    ['filtering', 100],
    ['exporting', 0],
    ['exporting', 30],
    ['exporting', 150],
  ];

  test.each(moments)('the core killed while %s, after %i ms: the same page again, and the library whole', async (what, ms) => {
    await pastTheLoop();
    const [before] = await desktop.windows();
    const count = desktop.snapshots().length;
    const [core] = desktop.cores();
    await activities[what]();
    await wait(ms);
    kill(core);
    await expect.poll(() => desktop.cores().filter(pid => pid !== core).length, { timeout: 20_000 }).toBe(1);
    await checkBack(before?.url ?? '');
    expect(await desktop.inPage<string>('document.body.innerText')).toContain('The core was restarted');
    await checkLibrary(count);
  });

  test.each(moments)('the page killed while %s, after %i ms: it is there again at the same address', async (what, ms) => {
    await pastTheLoop();
    const [before] = await desktop.windows();
    const count = desktop.snapshots().length;
    const [core] = desktop.cores();
    await activities[what]();
    await wait(ms);
    kill(before?.pid);
    // A page that is going or coming answers no script, ever: it is asked once it is there.
    await expect
      .poll(async () => (await desktop.windows()).map(({ pid, there }) => there && pid !== before?.pid), { timeout: 20_000 })
      .toEqual([true]);
    await checkBack(before?.url ?? '');
    expect(desktop.cores()).toEqual([core]);
    await checkLibrary(count);
  });

  /** Message boxes that main would show, each answered with its first button. */
  const watchBoxes = (): Promise<void> =>
    desktop.app.evaluate(({ dialog }) => {
      const boxes: string[] = [];
      Object.assign(globalThis, { boxes });
      dialog.showMessageBox = (...args: readonly unknown[]) => {
        boxes.push((args.at(-1) as { readonly message: string }).message);
        return Promise.resolve({ response: 0, checkboxChecked: false });
      };
    });
  const boxes = (): Promise<readonly string[]> =>
    desktop.app.evaluate(() => (globalThis as unknown as { readonly boxes: readonly string[] }).boxes);

  test('a core that ends again and again is not started for ever: it is explained, and started when the person says so', async () => {
    await pastTheLoop();
    await watchBoxes();
    const [before] = await desktop.windows();
    const killed = new Set<number>();
    for (let end = 0; end < 6 && (await boxes()).length === 0; end += 1) {
      await expect.poll(() => desktop.cores().some(pid => !killed.has(pid)), { timeout: 20_000 }).toBe(true);
      const core = desktop.cores().find(pid => !killed.has(pid));
      killed.add(core ?? 0);
      kill(core);
      await wait(100);
    }
    expect(await boxes()).toEqual(['Plumbline’s core keeps stopping']);
    await checkBack(before?.url ?? '');
  });

  test('a page that ends again and again is not loaded for ever: it is explained, and loaded when the person says so', async () => {
    await pastTheLoop();
    await watchBoxes();
    const [before] = await desktop.windows();
    const killed = new Set<number>();
    for (let end = 0; end < 6 && (await boxes()).length === 0; end += 1) {
      await expect.poll(() => desktop.renderers().some(pid => !killed.has(pid)), { timeout: 20_000 }).toBe(true);
      for (const pid of desktop.renderers().filter(each => !killed.has(each))) {
        killed.add(pid);
        kill(pid);
      }
      await wait(100);
    }
    expect(await boxes()).toEqual(['This window keeps stopping']);
    await checkBack(before?.url ?? '');
  });

  test('a capture that a page started and did not outlive is kept by the core', async () => {
    await expect.poll(() => desktop.snapshots().length, { timeout: 20_000 }).toBeGreaterThan(2);
    await checkLibrary(3);
  });
});
