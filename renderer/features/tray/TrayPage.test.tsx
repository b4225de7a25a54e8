import { afterEach, describe, expect, it } from 'vitest';
import { problem } from '#contract/problem';
import { fail, ok } from '#contract/result';
import { defaultSettings } from '#contract/settings';
import type { Answers } from '#renderer/app/client/fake.ts';
import { useTray } from '#renderer/app/tray.ts';
import { type ScenarioName, scenarioClient } from '#renderer/dev/fixtures/scenarios.ts';
import { mount, type Page } from '#renderer/dev/mount.tsx';

const id = 'prod-eu-1-20261124';
const address = `/s/${id}/tray`;
let page: Page | undefined;

afterEach(async () => {
  await page?.close();
  page = undefined;
});

const open = async (scenario: ScenarioName, more: Answers = {}) => {
  const client = scenarioClient(scenario, more);
  const shown = await mount(address, client);
  page = shown;
  return { client, shown };
};

const says = (shown: Page, ...texts: readonly string[]): Promise<boolean> =>
  shown.until(() => texts.every(text => shown.text().includes(text)));

/** Can be pressed once the core has merged them. */
const useMerged = async (shown: Page): Promise<void> => {
  await shown.until(() => shown.find('button', 'Use merged patch')?.hasAttribute('disabled') === false);
  await shown.click('button', 'Use merged patch');
};

const exported = (client: ReturnType<typeof scenarioClient>): unknown =>
  client.calls.filter(({ name }) => name === 'patch.export').at(-1)?.input;

describe('the tray in its states', () => {
  it.each<[ScenarioName, string, readonly string[]]>([
    ['loaded', 'ready', ['The tray is empty', 'Findings with a patch']],
    ['empty', 'ready', ['The tray is empty']],
    ['error', 'error', ['The core did not answer', 'Try again']],
    ['loading', 'loading', ['Reading the tray']],
    ['stale', 'ready', ['This is the cluster of 9 d ago', 'The tray is empty']],
    ['conflict', 'ready', ['4 patches', '2 patches change the same place', 'No owner found', 'Export 2 patches']],
  ])('%s', async (scenario, state, texts) => {
    const { shown } = await open(scenario);
    expect(await shown.until(() => shown.state() === state && texts.every(text => shown.text().includes(text)))).toBe(true);
  });

  it('patches that cannot be made say why, and can be taken out', async () => {
    const gone = fail(problem('not-patchable', { what: 'There is no patch for it.', why: 'Its object is gone.' }));
    const { shown } = await open('conflict', { 'patch.preview': () => gone });
    expect(await shown.until(() => shown.state() === 'error')).toBe(true);
    expect(shown.text()).toContain('Its object is gone.');
    await shown.click('button', 'Take out of tray');
    expect(await says(shown, '3 patches')).toBe(true);
  });
});

describe('a conflict', () => {
  it('is merged: one patch with proofs of its own, and both findings in the export', async () => {
    const { client, shown } = await open('conflict');
    expect(
      await says(shown, '2 patches of Role ci/deployer get in each other’s way', '2 in conflict stay out until settled'),
    ).toBe(true);
    await useMerged(shown);
    expect(await says(shown, 'are merged into one', 'Export 3 patches', 'Proof of the merged patch')).toBe(true);
    await shown.key('e');
    expect(await shown.until(() => exported(client) !== undefined)).toBe(true);
    expect(exported(client)).toMatchObject({ findings: ['f-token', 'f-pod', 'runner-0', 'f-aws'] });
    expect(useTray.getState().choices[id]).toEqual([{ findings: ['f-token', 'f-pod'], keep: null }]);
  });

  it('one is kept, and it can be opened again', async () => {
    const { client, shown } = await open('conflict');
    expect(await says(shown, 'Keep only')).toBe(true);
    const radio = document.querySelector<HTMLInputElement>('input[type=radio][value=f-pod]');
    await shown.act(() => radio?.click());
    await shown.click('button', 'Keep only this patch');
    expect(await says(shown, 'one is kept', '1 stays out for one that is kept')).toBe(true);
    await shown.key('e');
    expect(await shown.until(() => exported(client) !== undefined)).toBe(true);
    expect(exported(client)).toMatchObject({ findings: ['f-pod', 'runner-0', 'f-aws'] });
    await shown.click('button', 'Settle it later');
    expect(await says(shown, '2 in conflict stay out until settled')).toBe(true);
  });

  it('that cannot be merged says why and offers to keep one', async () => {
    const { shown } = await open('conflict', {
      'patch.merge': () =>
        fail(problem('not-patchable', { what: 'These patches cannot be one.', why: 'They create one object.' })),
    });
    expect(await says(shown, 'They create one object.')).toBe(true);
    expect(document.querySelector<HTMLInputElement>('input[type=radio][value=merge]')?.disabled).toBe(true);
  });

  it('unticked, there is none', async () => {
    const { shown } = await open('conflict');
    expect(await says(shown, '2 in conflict')).toBe(true);
    await shown.key('x');
    expect(await says(shown, '1 unticked stays out', 'Export 3 patches')).toBe(true);
  });
});

describe('dry-runs', () => {
  const accepted = (asked: unknown[]): Answers => ({
    'patch.dryRun': input => {
      asked.push(input);
      return ok({ check: 'serverDryRun', result: 'passed', note: 'accepted', at: null, as: 'anna', refusal: null, warnings: [] });
    },
  });

  it('of all: each settled patch once, the merged one as one, steps never', async () => {
    const asked: unknown[] = [];
    const { shown } = await open('conflict', accepted(asked));
    expect(await says(shown, 'Use merged patch')).toBe(true);
    await useMerged(shown);
    expect(await says(shown, 'Dry-run 2 patches')).toBe(true);
    await shown.click('button', 'Dry-run 2 patches');
    expect(await shown.until(() => asked.length === 2)).toBe(true);
    expect(asked).toEqual([
      { snapshot: id, finding: 'runner-0' },
      { snapshot: id, finding: 'f-token', with: ['f-pod'] },
    ]);
    expect(await says(shown, '2 accepted by the server')).toBe(true);
  });

  it('are not offered in read-only mode, and it says why', async () => {
    const { client, shown } = await open('conflict', {
      'settings.get': () => ok({ settings: { ...defaultSettings, readOnly: true }, faults: [] } as never),
    });
    expect(await says(shown, 'read-only mode is on for this cluster')).toBe(true);
    expect(shown.find('button', 'Dry-run')).toBeUndefined();
    await shown.key('d');
    expect(client.calls.some(({ name }) => name === 'patch.dryRun')).toBe(false);
  });
});

describe('what was chosen', () => {
  it('is taken out with undo, and the next has its place', async () => {
    const { shown } = await open('conflict');
    expect(await says(shown, 'Export 2 patches')).toBe(true);
    await shown.key('Backspace');
    expect(await says(shown, '3 patches', 'Taken out of the tray')).toBe(true);
    expect(shown.address()).toContain('patch=f-pod');
    await shown.click('button', 'Undo');
    expect(await says(shown, '4 patches')).toBe(true);
    expect(useTray.getState().chosen[id]).toEqual(['f-token', 'f-pod', 'runner-0', 'f-aws']);
  });

  it('is kept by the core, not by the window', async () => {
    const { client, shown } = await open('conflict');
    expect(await says(shown, 'Export 2 patches')).toBe(true);
    await shown.key('x');
    expect(await shown.until(() => client.calls.some(({ name }) => name === 'tray.put'))).toBe(true);
    expect(client.calls.filter(({ name }) => name === 'tray.put').at(-1)?.input).toMatchObject({
      snapshot: id,
      tray: { chosen: ['f-token', 'f-pod', 'runner-0', 'f-aws'], left: ['f-token'] },
    });
  });

  it('elsewhere is shown here too', async () => {
    let chosen = ['f-token'];
    const { client, shown } = await open('loaded', { 'tray.get': () => ok({ chosen, left: [], choices: [] }) });
    expect(await says(shown, '1 patch')).toBe(true);
    chosen = ['f-token', 'f-pod'];
    await shown.act(() => client.emit({ type: 'tray.changed', snapshot: id }));
    expect(await says(shown, '2 patches')).toBe(true);
  });
});
