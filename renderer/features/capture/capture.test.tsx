import { afterEach, describe, expect, it } from 'vitest';
import type { CaptureProgress } from '#contract/capture';
import { problem } from '#contract/problem';
import { fail, ok } from '#contract/result';
import type { Answers } from '#renderer/app/client/fake.ts';
import { progress } from '#renderer/dev/fixtures/capture.ts';
import { type ScenarioName, scenarioClient } from '#renderer/dev/fixtures/scenarios.ts';
import { snapshotOf } from '#renderer/dev/fixtures/snapshots.ts';
import { mount, type Page } from '#renderer/dev/mount.tsx';
import { phaseOf } from './groups.ts';

let page: Page | undefined;

afterEach(async () => {
  await page?.close();
  page = undefined;
});

const open = async (address: string, scenario: ScenarioName, more: Answers = {}) => {
  const client = scenarioClient(scenario, more);
  const shown = await mount(address, client);
  page = shown;
  return { client, shown };
};

const says = (shown: Page, ...texts: readonly string[]): Promise<boolean> =>
  shown.until(() => texts.every(text => shown.text().includes(text)));

const scope = '/capture?source=%2Fhome%2Fanna%2F.kube%2Fconfig&context=prod-eu-1';

describe('captures in their states', () => {
  it.each<[string, ScenarioName, string, readonly string[]]>([
    ['/capture', 'loaded', 'ready', ['4 captures', '2 under way', 'paused', 'kept in part', 'was not reached']],
    ['/capture', 'empty', 'ready', ['Nothing was captured yet', 'Choose a cluster']],
    ['/capture', 'loading', 'loading', ['Reading the captures']],
    ['/capture', 'error', 'error', ['The core did not answer.', 'Try again']],
    [scope, 'loaded', 'ready', ['Capture prod-eu-1', 'What will be asked', 'The least role for it', 'What else it allows']],
    [scope, 'empty', 'ready', ['There is no context prod-eu-1', 'All clusters']],
    [scope, 'loading', 'loading', ['Reading kubeconfig files']],
    [scope, 'error', 'error', ['The core did not answer.']],
    [
      '/capture/c1',
      'loaded',
      'ready',
      ['Capturing prod-eu-1', '41 of 96 rules have all they need', 'Needs your eye', '58 findings so far'],
    ],
    ['/capture/c1', 'loading', 'loading', ['Waiting for the first answer']],
    ['/capture/c1', 'error', 'error', ['Could not capture', 'Back to clusters']],
  ])('%s, %s', async (address, scenario, state, texts) => {
    const { shown } = await open(address, scenario);
    expect(await shown.until(() => shown.state() === state && texts.every(text => shown.text().includes(text)))).toBe(true);
  });

  it('one that was cancelled is kept in part, and labelled', async () => {
    const partial = snapshotOf({ meta: { partial: true } });
    const { shown } = await open('/capture/c1', 'loaded', {
      'capture.get': () =>
        ok({
          captureId: 'c1',
          context: { source: 's', name: 'prod-eu-1' },
          title: null,
          startedAt: '2026-11-24T10:00:00Z',
          progress: { ...progress, phase: 'cancelled' },
          snapshot: partial.id,
          problem: null,
        }),
      'capture.result': () => ok(partial),
    });
    expect(await says(shown, 'Stopped capturing prod-eu-1', 'Kept in part', 'Open findings', 'Capture again')).toBe(true);
  });
});

describe('pause', () => {
  const told = (paused: boolean): CaptureProgress => (paused ? { ...progress, paused } : progress);

  it('is asked for by the Space key, told, and let go again', async () => {
    const { client, shown } = await open('/capture/c1', 'loaded');
    expect(await says(shown, 'Pause')).toBe(true);
    await shown.key(' ');
    expect(client.calls.filter(({ name }) => name === 'capture.pause').at(-1)?.input).toEqual({ captureId: 'c1', paused: true });
    await shown.act(() => client.emit({ type: 'capture.progress', progress: told(true) }));
    expect(await says(shown, 'Paused capturing prod-eu-1', 'nothing new is asked', 'Go on')).toBe(true);
    await shown.click('button', 'Go on');
    expect(client.calls.filter(({ name }) => name === 'capture.pause').at(-1)?.input).toEqual({ captureId: 'c1', paused: false });
  });

  it('that comes too late says so', async () => {
    const { shown } = await open('/capture/c1', 'loaded', {
      'capture.pause': () =>
        fail(problem('not-available', { what: 'The capture c1 has ended.', why: 'Only one under way can be held.' })),
    });
    await says(shown, 'Pause');
    await shown.key(' ');
    expect(await says(shown, 'The capture c1 has ended.')).toBe(true);
  });
});

describe('the scope', () => {
  it('starts what it says, with a title', async () => {
    const { client, shown } = await open(scope, 'loaded');
    await says(shown, 'What will be asked');
    await shown.type('Only these namespaces', 'shop, payments');
    await shown.type('Without these resources', 'events');
    await shown.type('Title of the snapshot', 'before the change');
    await shown.click('button', 'Capture');
    const started = client.calls.find(({ name }) => name === 'capture.start');
    expect(started?.input).toEqual({
      context: { source: '/home/anna/.kube/config', name: 'prod-eu-1' },
      options: { namespaces: ['shop', 'payments'], excludeResources: ['events'] },
      title: 'before the change',
    });
    expect(shown.address()).toBe('/capture/c1');
  });

  it('does not start with a name that cannot be', async () => {
    const { client, shown } = await open(scope, 'loaded');
    await says(shown, 'What will be asked');
    await shown.type('Only these namespaces', 'Shop');
    expect(await says(shown, 'Not a name that Kubernetes allows: Shop.')).toBe(true);
    await shown.click('button', 'Capture');
    expect(client.calls.some(({ name }) => name === 'capture.start')).toBe(false);
  });
});

describe('the phase that is shown', () => {
  it.each<[string, boolean, boolean, CaptureProgress['phase'] | undefined, CaptureProgress['phase']]>([
    ['nothing heard', false, false, undefined, 'connecting'],
    ['reading', false, false, 'reading', 'reading'],
    ['kept, though the last that was heard is saving', true, false, 'saving', 'done'],
    ['kept in part', true, false, 'cancelled', 'cancelled'],
    ['failed', false, true, 'reading', 'failed'],
    ['cancelled before anything was read', false, true, 'cancelled', 'cancelled'],
  ])('%s', (_, kept, failed, phase, expected) => {
    expect(phaseOf(kept, failed, phase === undefined ? undefined : { ...progress, phase })).toBe(expected);
  });
});
