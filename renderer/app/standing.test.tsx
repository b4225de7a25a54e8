import { afterEach, describe, expect, it } from 'vitest';
import type { CoreEvent } from '#contract/events';
import { scenarioClient } from '#renderer/dev/fixtures/scenarios.ts';
import { mount, type Page } from '#renderer/dev/mount.tsx';
import { setOffline, useStanding } from './standing.ts';

let page: Page | undefined;

afterEach(async () => {
  await page?.act(() => useStanding.setState({ goneSince: null, restartedAt: null, offlineSince: null, stale: null }));
  await page?.close();
  page = undefined;
});

const s = '/s/prod-eu-1-20261124';
const pages = ['overview', 'findings', 'findings/f-token', 'objects', 'coverage', 'tray'].map(name => `${s}/${name}`);
const others = ['/rules', '/snapshots', '/settings', '/clusters', '/compare/prod-eu-1-20261121/prod-eu-1-20261124'];

/** Opens the snapshot, so that the frame has it, then the page; the event comes while it is shown. */
const open = async (address: string): Promise<{ readonly shown: Page; readonly tell: (event: CoreEvent) => Promise<void> }> => {
  const client = scenarioClient('loaded');
  const shown = await mount(`${s}/findings`, client);
  page = shown;
  await shown.until(() => shown.state() === 'ready');
  await shown.act(() => {
    window.history.pushState(null, '', address);
  });
  await shown.until(() => shown.state() === 'ready');
  return { shown, tell: event => shown.act(() => client.emit(event)) };
};

describe('data that its cluster has left behind', () => {
  it.each([...pages, ...others])('%s: after a sleep it says its age and one thing to do', async address => {
    const { shown, tell } = await open(address);
    expect(shown.text()).not.toContain('This machine slept');
    await tell({ type: 'stale', reason: 'sleep', context: null });
    expect(await shown.until(() => shown.text().includes('This machine slept until'))).toBe(true);
    expect(shown.text()).toMatch(/What is shown was read (?:just now|.+ ago), at .+, and may have changed since/u);
    expect(shown.find('link', 'Capture again')).toBeDefined();
  });

  it('tells of a login that is taken no more, and leads to the check', async () => {
    const { shown, tell } = await open(`${s}/findings`);
    await tell({ type: 'stale', reason: 'login', context: null });
    expect(await shown.until(() => shown.text().includes('took this login no more'))).toBe(true);
    expect(shown.find('link', 'Check the connection')).toBeDefined();
  });

  it('is told nothing of another cluster’s login', async () => {
    const { shown, tell } = await open(`${s}/findings`);
    await tell({ type: 'stale', reason: 'login', context: { source: '/other', name: 'other' } });
    expect(shown.text()).not.toContain('took this login no more');
  });

  it('can be dismissed', async () => {
    const { shown, tell } = await open(`${s}/findings`);
    await tell({ type: 'stale', reason: 'network', context: null });
    await shown.click('button', 'Dismiss: stale data');
    expect(shown.text()).not.toContain('The network of this machine changed');
  });

  it.each([...pages, ...others])('%s: offline says what still works, and goes when the network is back', async address => {
    const { shown } = await open(address);
    await shown.act(() => setOffline(true));
    expect(shown.text()).toContain('This machine is offline since');
    await shown.act(() => setOffline(false));
    expect(shown.text()).not.toContain('This machine is offline since');
  });
});
