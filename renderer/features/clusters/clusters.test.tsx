import { afterEach, describe, expect, it } from 'vitest';
import type { DoctorStep } from '#contract/context';
import { ok } from '#contract/result';
import { emptyNote } from '#contract/settings';
import type { FakeClient } from '#renderer/app/client/fake.ts';
import { contexts, doctor } from '#renderer/dev/fixtures/contexts.ts';
import { type ScenarioName, scenarioClient } from '#renderer/dev/fixtures/scenarios.ts';
import { mount, type Page } from '#renderer/dev/mount.tsx';

let page: Page | undefined;
afterEach(async () => {
  await page?.close();
  page = undefined;
});

const open = async (address: string, client: FakeClient, width = 1440): Promise<Page> => {
  page = await mount(address, client, { width });
  return page;
};
const inputsOf = (client: FakeClient, name: string): readonly unknown[] =>
  client.calls.filter(call => call.name === name).map(call => call.input);

const home = '/home/anna/.kube/config';
const prod = `/clusters?source=${encodeURIComponent(home)}&context=prod-eu-1`;

describe('the clusters page in its states', () => {
  const check = async (
    scenario: ScenarioName,
    address: string,
    says: readonly string[],
    never: readonly string[] = [],
  ): Promise<void> => {
    const p = await open(address, scenarioClient(scenario));
    const settled = await p.until(() => says.every(text => p.text().includes(text)));
    expect({ missing: says.filter(text => !p.text().includes(text)), settled }).toEqual({ missing: [], settled: true });
    expect(never.filter(text => p.text().includes(text))).toEqual([]);
  };
  it.each<[string, ScenarioName, string, readonly string[], (readonly string[])?]>([
    [
      'loaded',
      'loaded',
      '/clusters',
      [
        'Never captured',
        'Overdue 1',
        'With problems 2',
        'overdue by 2 d',
        'production',
        'read-only',
        'login programs ask before they run',
        '1 context with notes of yours in no kubeconfig now',
      ],
    ],
    ['empty', 'empty', '/clusters', ['No context was found', 'Add kubeconfigs'], ['Never captured']],
    ['loading', 'loading', '/clusters', ['Reading kubeconfig files']],
    ['error', 'error', '/clusters', ['The core did not answer.', 'Try again']],
    [
      'partial: what is wrong stands beside the entry and beside the file',
      'loaded',
      '/clusters?show=problems',
      ['2 of 7 contexts', 'line 14', 'staging-old'],
      ['prod-us-2'],
    ],
    ['search that finds nothing', 'loaded', '/clusters?q=nothing', ['No context fits', 'Show all 7 contexts']],
    ['grouped by owner', 'loaded', '/clusters?group=owner', ['Platform', 'owner not said'], ['KUBECONFIG']],
    ['grouped by environment', 'loaded', '/clusters?group=environment', ['environment not said', 'development']],
    [
      'a context',
      'loaded',
      prod,
      ['Your notes', 'high criticality', 'every day', 'due in 23 h', 'read-only: dry-runs are refused'],
    ],
    ['three hundred', 'many', '/clusters', ['300 contexts', '12 sources']],
  ])('%s', (_, scenario, address, says, never) => check(scenario, address, says, never));

  it('stale: what was read stays, told as of when, with a way to try again', async () => {
    const p = await open('/clusters', scenarioClient('stale'));
    await p.until(() => p.text().includes('prod-us-2'));
    await p.act(() => window.dispatchEvent(new Event('focus')));
    expect(await p.until(() => p.text().includes('reading them again failed'))).toBe(true);
    expect(p.text()).toContain('prod-us-2');
    expect(p.find('button', 'Try again')).toBeDefined();
  });
  it('three hundred are not all drawn', async () => {
    const p = await open('/clusters', scenarioClient('many'));
    await p.until(() => p.text().includes('300 contexts'));
    expect(document.querySelectorAll('[role=grid] [role=row]').length).toBeLessThan(80);
  });
});

it('the keys walk along the list in the order that is shown, and the address follows', async () => {
  const p = await open('/clusters', scenarioClient('loaded'));
  await p.until(() => p.text().includes('prod-us-2'));
  await p.key('j');
  expect(p.address()).toBe(prod);
  await p.key('j');
  expect(p.address()).toContain('context=prod-us-2');
  await p.key('k');
  expect(p.address()).toBe(prod);
  await p.key('Escape');
  expect(p.address()).toBe('/clusters');
});

it('typing searches, and the address holds the words', async () => {
  const p = await open('/clusters', scenarioClient('loaded'));
  await p.until(() => p.text().includes('prod-us-2'));
  await p.type('Search contexts', 'customer');
  expect(await p.until(() => p.text().includes('2 of 7 contexts'))).toBe(true);
  expect(p.address()).toBe('/clusters?q=customer');
});

it('notes are edited in a dialog, saved by one call, and taken back by Undo', async () => {
  const client = scenarioClient('loaded', { 'contexts.note': () => ok({ before: { ...emptyNote, owner: 'Platform' } }) });
  const p = await open(prod, client);
  await p.until(() => p.text().includes('Your notes'));
  await p.click('button', 'Edit notes');
  await p.type('Owner', '  Payments ');
  await p.click('button', 'Save notes');
  const note = contexts.contexts[0]?.note;
  expect(inputsOf(client, 'contexts.note')).toEqual([
    { context: { source: home, name: 'prod-eu-1' }, note: { ...note, owner: 'Payments' } },
  ]);
  await p.until(() => p.find('button', 'Undo') !== undefined);
  await p.click('button', 'Undo');
  expect(inputsOf(client, 'contexts.note')).toHaveLength(2);
  expect(inputsOf(client, 'contexts.note')[1]).toMatchObject({ note: { owner: 'Platform' } });
});

it('notes that say nothing are none', async () => {
  const client = scenarioClient('loaded');
  const p = await open(`/clusters?source=${encodeURIComponent(home)}&context=kind-local`, client);
  await p.until(() => p.find('button', 'Add notes') !== undefined);
  await p.click('button', 'Add notes');
  await p.click('button', 'Save notes');
  expect(inputsOf(client, 'contexts.note')).toMatchObject([{ note: null }]);
});

it('a removed kubeconfig comes back by Undo', async () => {
  const client = scenarioClient('loaded');
  const p = await open('/clusters', client);
  await p.until(() => p.text().includes('pasted kubeconfig'));
  await p.click('button', 'Remove pasted kubeconfig');
  await p.until(() => p.find('button', 'Undo') !== undefined);
  await p.click('button', 'Undo');
  expect([inputsOf(client, 'contexts.remove'), inputsOf(client, 'contexts.restore')]).toEqual([
    [{ source: 'pasted-1' }],
    [{ source: 'pasted-1' }],
  ]);
});

it('pasted text is put up and added, and a refusal stands in the dialog with what was typed', async () => {
  const client = scenarioClient('loaded');
  const p = await open('/clusters', client);
  await p.until(() => p.text().includes('prod-us-2'));
  await p.click('button', 'Add kubeconfigs');
  await p.type('Or paste its text', 'apiVersion: v1');
  await p.click('button', 'Add the text');
  expect(await p.until(() => p.text().includes('1 kubeconfig added'))).toBe(true);
  expect(inputsOf(client, 'contexts.add')).toEqual([{ upload: 'u1' }]);
  expect(p.find('dialog', 'Add kubeconfigs')).toBeUndefined();
});

it('the doctor shows each step as it ends, then the whole, with the fix and a way to where it is mended', async () => {
  const answer = Promise.withResolvers<ReturnType<typeof ok<typeof doctor>>>();
  const client = scenarioClient('loaded', { 'doctor.run': () => answer.promise });
  const p = await open(prod, client);
  await p.until(() => p.text().includes('Your notes'));
  await p.key('d');
  expect(await p.until(() => p.text().includes('Who the server takes you for waits'))).toBe(true);
  const { run } = inputsOf(client, 'doctor.run')[0] as { run: string };
  const step = doctor.steps[0] as DoctorStep;
  await p.act(() => client.emit({ type: 'doctor.step', run: 'of another window', step }));
  expect(p.text()).not.toContain(step.seen);
  await p.act(() => client.emit({ type: 'doctor.step', run, step }));
  expect(p.text()).toContain(step.seen);
  expect(p.find('button', 'Check again')?.hasAttribute('disabled')).toBe(true);
  await p.act(() => answer.resolve(ok(doctor)));
  expect(await p.until(() => p.text().includes('The first step that fails is the one to mend.'))).toBe(true);
  expect(p.text()).toContain('To mend it: Add the authority’s certificates');
  expect(p.find('link', 'Network in Settings')?.getAttribute('href')).toBe('/settings?section=network');
  expect(document.querySelector('details')?.hasAttribute('open')).toBe(false);
  expect(p.find('button', 'Copy as text')).toBeDefined();
});

it('leaving the doctor stops it', async () => {
  let stopped = false;
  const client = scenarioClient('loaded', {
    'doctor.run': (_, signal) =>
      new Promise(() => {
        signal?.addEventListener('abort', () => (stopped = true));
      }),
  });
  const p = await open(prod, client);
  await p.until(() => p.text().includes('Your notes'));
  await p.click('button', 'Check connection');
  await p.click('button', 'Stop');
  expect(await p.until(() => stopped)).toBe(true);
});

it.each([
  ['once', false, { question: 'q', allow: true }],
  ['from then on, where that is ticked', true, { question: 'q', allow: true, remember: true }],
])('a login program may run %s', async (_, tick, expected) => {
  const client = scenarioClient('loaded');
  const p = await open('/clusters', client);
  await p.act(() =>
    client.emit({
      type: 'exec.question',
      question: 'q',
      source: '/dropped',
      command: ['login'],
      env: [],
      trust: 'ab'.repeat(32),
    }),
  );
  await p.until(() => p.find('button', 'Run it') !== undefined);
  if (tick) await p.click('checkbox', 'Do not ask again');
  await p.click('button', 'Run it');
  expect(inputsOf(client, 'exec.answer')).toEqual([expected]);
});

it('on the desktop files and folders are chosen in the system’s dialog, and read where they lie', async () => {
  const client = scenarioClient('loaded', {
    'app.info': () => ok({ version: '1', rulesVersion: '1', rules: 1, host: 'desktop', platform: 'linux', open: null }),
    'host.chooseFile': () => ok({ file: { handle: 'h1', name: 'clusters' } }),
  });
  const p = await open('/clusters', client);
  await p.until(() => p.text().includes('prod-us-2'));
  await p.click('button', 'Add kubeconfigs');
  expect(document.querySelector('input[type=file]')).toBeNull();
  await p.click('button', 'Choose a folder');
  expect(await p.until(() => p.text().includes('Folder added'))).toBe(true);
  expect([inputsOf(client, 'host.chooseFile'), inputsOf(client, 'contexts.add')]).toEqual([
    [{ kind: 'kubeconfig-folder' }],
    [{ upload: 'h1' }],
  ]);
});
