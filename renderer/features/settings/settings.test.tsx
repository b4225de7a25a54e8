import { afterEach, describe, expect, it } from 'vitest';
import { problem } from '#contract/problem';
import { fail, ok } from '#contract/result';
import type { FakeClient } from '#renderer/app/client/fake.ts';
import { diagnostics } from '#renderer/dev/fixtures/settings.ts';
import { type ScenarioName, scenarioClient } from '#renderer/dev/fixtures/scenarios.ts';
import { mount, type Page } from '#renderer/dev/mount.tsx';

let page: Page | undefined;
afterEach(async () => {
  await page?.close();
  page = undefined;
});
const open = async (client: FakeClient, address = '/settings'): Promise<Page> => {
  page = await mount(address, client);
  await page.until(() => page?.state() !== 'loading');
  return page;
};
const inputsOf = (client: FakeClient, name: string): readonly unknown[] =>
  client.calls.filter(call => call.name === name).map(call => call.input);

describe('the settings page in its states', () => {
  const check = async (scenario: ScenarioName, says: readonly string[], never: readonly string[] = []): Promise<void> => {
    const p = await open(scenarioClient(scenario));
    const settled = await p.until(() => says.every(text => p.text().includes(text)));
    expect({ missing: says.filter(text => !p.text().includes(text)), settled }).toEqual({ missing: [], settled: true });
    expect(never.filter(text => p.text().includes(text))).toEqual([]);
  };
  it.each<[string, ScenarioName, readonly string[], (readonly string[])?]>([
    [
      'loaded',
      'loaded',
      [
        'In force: http://proxy.example.org:3128, by the setting.',
        'example-corp-roots.pem, 3 certificates',
        'aws eks get-token',
        '412 MB',
        'Captured from your login shell /bin/zsh, which took 0.4 s.',
        'Electron',
        'Copy diagnostics',
        'patch.dryRun ended with read-only',
      ],
    ],
    ['empty', 'empty', ['None are set.', 'None. When one asks'], ['Ask again']],
    ['loading', 'loading', ['Reading the settings']],
    ['error', 'error', ['The core did not answer.', 'Try again']],
    [
      'partial: the file is of a later version, and what the host knows is not there',
      'partial',
      ['are of a newer Plumbline', 'the file is kept beside', 'The core did not answer.', 'Read-only for all clusters'],
      ['Copy diagnostics'],
    ],
  ])('%s', (_, scenario, says, never) => check(scenario, says, never));

  it('stale: settings that cannot be read again are told with their time', async () => {
    let asked = 0;
    const loaded = scenarioClient('loaded');
    const client = scenarioClient('loaded', {
      'settings.get': async () => {
        asked += 1;
        return asked === 1
          ? loaded.call('settings.get', {})
          : fail(problem('core-gone', { what: 'The core did not answer.', why: 'It was restarted.' }));
      },
    });
    const p = await open(client);
    await p.act(() => client.emit({ type: 'settings.changed' }));
    expect(await p.until(() => p.text().includes('reading them again failed'))).toBe(true);
    expect(p.text()).toContain('Read-only for all clusters');
  });
});

it.each([
  ['loopback page', 'page', false],
  ['desktop', 'desktop', true],
] as const)('on the %s notifications are %s', async (_, host, shown) => {
  const client = scenarioClient('loaded', {
    'app.info': () => ok({ version: '1', rulesVersion: '1', rules: 1, host, platform: 'linux', open: null }),
  });
  const p = await open(client);
  await p.until(() => p.text().includes('Copy diagnostics'));
  expect(p.text().includes('When a long capture ends')).toBe(shown);
});

it('an environment that is the program’s own cannot be captured again', async () => {
  const client = scenarioClient('loaded', {
    'app.diagnostics': () => ok({ ...diagnostics, environment: { ...diagnostics.environment, how: 'own', shell: null } }),
  });
  const p = await open(client);
  await p.until(() => p.text().includes('This program’s own'));
  expect(p.find('button', 'Capture again')).toBeUndefined();
});

describe('each control saves at once, and Undo takes it back', () => {
  const check = async (act: (p: Page) => Promise<void>, change: object, before: object): Promise<void> => {
    const client = scenarioClient('loaded');
    const p = await open(client);
    await p.until(() => p.text().includes('Copy diagnostics'));
    await act(p);
    await p.until(() => p.find('button', 'Undo') !== undefined);
    await p.click('button', 'Undo');
    await p.until(() => inputsOf(client, 'settings.update').length === 2);
    expect(inputsOf(client, 'settings.update')).toEqual([change, before]);
  };
  it('theme', () => check(p => p.click('button', 'dark'), { theme: 'dark' }, { theme: 'system' }));
  it('rows', () => check(p => p.click('button', 'compact'), { density: 'compact' }, { density: 'comfortable' }));
  it('single keys', () =>
    check(
      async p => p.act(() => document.querySelectorAll<HTMLElement>('#settings-keyboard [role=switch]')[0]?.click()),
      { singleKeys: false },
      { singleKeys: true },
    ));
  it('read-only', () =>
    check(
      async p => p.act(() => document.querySelectorAll<HTMLElement>('#settings-safety [role=switch]')[0]?.click()),
      { readOnly: true },
      { readOnly: false },
    ));
  it('proxy, by leaving the field', () =>
    check(
      async p => {
        await p.type('Proxy', 'http://other:8080');
        await p.act(() =>
          document.querySelector('#settings-network input')?.dispatchEvent(new FocusEvent('focusout', { bubbles: true })),
        );
      },
      { proxyUrl: 'http://other:8080' },
      { proxyUrl: 'http://proxy.example.org:3128' },
    ));
});

it('a proxy that is none is told and not saved', async () => {
  const client = scenarioClient('loaded');
  const p = await open(client);
  await p.until(() => p.text().includes('Copy diagnostics'));
  await p.type('Proxy', 'proxy:3128');
  await p.act(() =>
    document.querySelector('#settings-network input')?.dispatchEvent(new FocusEvent('focusout', { bubbles: true })),
  );
  expect(p.text()).toContain('Begin with http://');
  expect(inputsOf(client, 'settings.update')).toEqual([]);
});

it('a login program asks again when its trust is ended', async () => {
  const client = scenarioClient('loaded');
  const p = await open(client);
  await p.until(() => p.find('button', 'Ask again before') !== undefined);
  await p.click('button', 'Ask again before');
  expect(await p.until(() => p.text().includes('None. When one asks'))).toBe(true);
  expect(inputsOf(client, 'settings.revokeExec')).toEqual([{ hash: 'ab'.repeat(32) }]);
});

it('a purge says what will go before it does', async () => {
  const client = scenarioClient('loaded');
  const p = await open(client);
  await p.until(() => p.find('button', 'Delete snapshots…') !== undefined);
  await p.click('button', 'Delete snapshots…');
  expect(await p.until(() => p.text().includes('6 snapshots, 12 files, 412 MB in:'))).toBe(true);
  expect(p.text()).toContain('This cannot be undone.');
  expect(inputsOf(client, 'app.purge')).toEqual([]);
  await p.click('button', 'Delete all snapshots');
  expect(await p.until(() => p.text().includes('Deleted'))).toBe(true);
  expect(inputsOf(client, 'app.purge')).toEqual([{ what: 'snapshots' }]);
});

it('an address leads to a section', async () => {
  const p = await open(scenarioClient('loaded'), '/settings?section=network');
  expect(await p.until(() => document.activeElement?.id === 'settings-network-title')).toBe(true);
});
