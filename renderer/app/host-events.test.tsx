import { afterEach, describe, expect, it } from 'vitest';
import type { CoreEvent, MenuCommand } from '#contract/events';
import { problem } from '#contract/problem';
import { fail, ok } from '#contract/result';
import { defaultSettings } from '#contract/settings';
import type { Answers, FakeClient } from '#renderer/app/client/fake.ts';
import { progress } from '#renderer/dev/fixtures/capture.ts';
import { scenarioClient } from '#renderer/dev/fixtures/scenarios.ts';
import { snapshotOf } from '#renderer/dev/fixtures/snapshots.ts';
import { mount, type Page } from '#renderer/dev/mount.tsx';

let page: Page | undefined;

afterEach(async () => {
  await page?.close();
  page = undefined;
});

const id = 'prod-eu-1-20261124';

const open = async (address: string, more: Answers = {}): Promise<{ readonly page: Page; readonly client: FakeClient }> => {
  const client = scenarioClient('loaded', more);
  page = await mount(address, client);
  await page.until(() => page?.state() !== 'loading');
  return { page, client };
};

const tell = (shown: Page, client: FakeClient, event: CoreEvent): Promise<void> => shown.act(() => client.emit(event));
const choose = (shown: Page, client: FakeClient, command: MenuCommand): Promise<void> =>
  tell(shown, client, { type: 'menu', command });
const asked = (client: FakeClient, name: string): unknown => client.calls.findLast(call => call.name === name)?.input;

describe('the window’s menu', () => {
  it('Open Bundle… takes what main’s dialog gave, by its handle, and shows it', async () => {
    const { page: shown, client } = await open('/', {
      'host.chooseFile': async () => ok({ file: { handle: 'h1', name: 'case.tar.gz' } }),
      'snapshots.import': async () => ok(snapshotOf({ id })),
    });
    await choose(shown, client, 'open-bundle');
    expect(await shown.until(() => shown.address() === `/s/${id}/findings`)).toBe(true);
    expect([asked(client, 'host.chooseFile'), asked(client, 'snapshots.import')]).toEqual([{ kind: 'bundle' }, { upload: 'h1' }]);
  });

  it('a dialog that was left changes nothing; a file that is none is told', async () => {
    let chosen = false;
    const { page: shown, client } = await open('/', {
      'host.chooseFile': async () => ok({ file: chosen ? { handle: 'h1', name: 'x' } : null }),
      'snapshots.import': async () => fail(problem('bundle-invalid', { what: 'x is not a complete bundle.', why: 'It is cut.' })),
    });
    await choose(shown, client, 'open-bundle');
    expect([shown.address(), asked(client, 'snapshots.import')]).toEqual(['/', undefined]);
    chosen = true;
    await choose(shown, client, 'open-bundle');
    expect(await shown.until(() => shown.text().includes('x is not a complete bundle.'))).toBe(true);
    expect(shown.address()).toBe('/');
  });

  it('Import Kubeconfig… adds it and leads to the clusters', async () => {
    const { page: shown, client } = await open('/', {
      'host.chooseFile': async () => ok({ file: { handle: 'h2', name: 'config' } }),
      'contexts.add': async () => ok({ source: 's' }),
    });
    await choose(shown, client, 'import-kubeconfig');
    expect(await shown.until(() => shown.address() === '/clusters')).toBe(true);
    expect(asked(client, 'contexts.add')).toEqual({ upload: 'h2' });
  });

  it('Export Snapshot… saves the one that is open, and says so where there is none', async () => {
    const more: Answers = { 'snapshots.export': async () => ok({ handle: 'd', name: 'prod.tar.gz', bytes: 1 }) };
    const first = await open('/', more);
    await choose(first.page, first.client, 'export-snapshot');
    expect(await first.page.until(() => first.page.text().includes('There is no snapshot to export'))).toBe(true);
    await first.page.close();
    const { page: shown, client } = await open(`/s/${id}/findings`, more);
    await choose(shown, client, 'export-snapshot');
    expect(await shown.until(() => client.saved.includes('prod.tar.gz'))).toBe(true);
  });

  it('Settings, themes, keys and palette', async () => {
    const { page: shown, client } = await open('/', {
      'settings.update': async () =>
        fail(problem('library', { what: 'The settings could not be kept.', why: 'The disk is full.' })),
    });
    await choose(shown, client, 'theme-dark');
    expect(await shown.until(() => shown.text().includes('The settings could not be kept.'))).toBe(true);
    expect(asked(client, 'settings.update')).toEqual({ theme: 'dark' });
    await choose(shown, client, 'settings');
    expect(await shown.until(() => shown.address() === '/settings')).toBe(true);
    await choose(shown, client, 'shortcuts');
    expect(await shown.until(() => document.querySelector('[role=dialog]') !== null)).toBe(true);
  });

  it('a link leads to its finding', async () => {
    const { page: shown, client } = await open('/');
    await tell(shown, client, { type: 'link', snapshot: id, finding: 'f-token' });
    expect(await shown.until(() => shown.address() === `/s/${id}/findings/f-token`)).toBe(true);
  });
});

describe('the question whether to tell that a capture ended', () => {
  const info = { version: '0', rulesVersion: '0', rules: 1, platform: 'linux', open: null };
  const settings = (notifications: 'ask' | 'on' | 'off') => ({ ...defaultSettings, notifications });

  const seen = async (
    host: 'desktop' | 'page',
    notifications: 'ask' | 'on' | 'off',
    elapsedMs: number,
  ): Promise<{ readonly there: boolean; readonly page: Page; readonly client: FakeClient }> => {
    const reply = (wish: 'ask' | 'on' | 'off') => ok({ settings: settings(wish), problem: null, path: '/home/anna' });
    const opened = await open('/', {
      'app.info': async () => ok({ ...info, host }),
      'settings.get': async () => reply(notifications),
      'settings.update': async () => reply('on'),
    });
    await tell(opened.page, opened.client, {
      type: 'capture.progress',
      progress: { ...progress, captureId: 'long', phase: 'reading', elapsedMs },
    });
    return { ...opened, there: opened.page.text().includes('Tell me') };
  };

  it.each([
    ['desktop', 'ask', 31_000, true],
    ['desktop', 'ask', 29_000, false],
    ['desktop', 'on', 31_000, false],
    ['desktop', 'off', 31_000, false],
    ['page', 'ask', 31_000, false],
  ] as const)('on the %s, setting %s, after %i ms: %s', async (host, notifications, elapsedMs, expected) =>
    expect((await seen(host, notifications, elapsedMs)).there).toBe(expected),
  );

  it('is asked once, and the answer is the setting', async () => {
    const { page: shown, client } = await seen('desktop', 'ask', 31_000);
    await shown.click('button', 'Tell me');
    expect(asked(client, 'settings.update')).toEqual({ notifications: 'on' });
    expect(await shown.until(() => !shown.text().includes('Tell me'))).toBe(true);
  });
});
