import { afterEach, describe, expect, it } from 'vitest';
import { type ScenarioName, scenarioClient } from '#renderer/dev/fixtures/scenarios.ts';
import { mount, type Page } from '#renderer/dev/mount.tsx';

let page: Page | undefined;

afterEach(async () => {
  await page?.close();
  page = undefined;
});

interface Expected {
  readonly state: 'loading' | 'ready' | 'error';
  readonly says: readonly string[];
  readonly never?: readonly string[];
  readonly width?: number;
}

const open = async (address: string, scenario: ScenarioName = 'loaded', width = 1440): Promise<Page> => {
  const shown = await mount(address, scenarioClient(scenario), { width });
  page = shown;
  await shown.until(() => shown.state() !== 'loading');
  return shown;
};

const check = async (
  address: string,
  scenario: ScenarioName,
  { state, says, never = [], width = 1440 }: Expected,
): Promise<void> => {
  const shown = await open(address, scenario, width);
  await shown.until(() => shown.state() === state && says.every(text => shown.text().includes(text)));
  expect({ state: shown.state(), missing: says.filter(text => !shown.text().includes(text)) }).toEqual({ state, missing: [] });
  expect(never.filter(text => shown.text().includes(text))).toEqual([]);
};

const pair = '/compare/prod-eu-1-20261121/prod-eu-1-20261124';
const binding = 'o:rbac.authorization.k8s.io/clusterrolebindings/_cluster/argocd-manager-crb';

const cases: readonly (readonly [string, string, ScenarioName, Expected])[] = [
  [
    'access, findings, objects',
    pair,
    'loaded',
    {
      state: 'ready',
      says: [
        'Compare',
        'Access1 lost, 1 changed',
        'Findings1 new, 1 fixed, 1 changed, 1 no longer known',
        'Objects, by meaning1 created, 2 changed',
        'explains 4 findings',
        'The later one did not read all secrets in payments, search. Nothing there is called fixed or removed.',
        'cause: ClusterRoleBinding argocd-manager-crb: roleRef.name was argocd-manager-role, now cluster-admin.',
        '18,940 objects compared in 0.9 s',
      ],
      never: ['Nothing that counts differs', 'does not count:'],
    },
  ],
  ['in a narrow window', pair, 'loaded', { state: 'ready', says: ['Findings', 'Namespace', 'explains 4 findings'], width: 1024 }],
  [
    'nothing changed says what was compared',
    pair,
    'empty',
    {
      state: 'ready',
      says: [
        'Nothing that counts differs',
        '18,940 objects and all findings of “prod-eu-1, 21 Nov” and “prod-eu-1, 24 Nov” were compared',
        'Show 4 differences that do not count',
      ],
    },
  ],
  ['loading', pair, 'loading', { state: 'loading', says: ['Comparing the two snapshots', 'Cancel'] }],
  ['error', pair, 'error', { state: 'error', says: ['The core did not answer.', 'Try again', 'All snapshots'] }],
  [
    'partial',
    pair,
    'partial',
    {
      state: 'ready',
      says: [
        'The earlier capture ended before everything was read.',
        '212 objects are not comparable, since the later one did not read secrets in payments.',
      ],
    },
  ],
  [
    'stale',
    pair,
    'stale',
    {
      state: 'ready',
      says: [
        'The later one is the cluster of 9 d ago',
        'both were evaluated anew by rules 2026.12',
        '12 findings that the earlier list lacks were there already',
      ],
    },
  ],
  [
    'an object by its address',
    `${pair}?at=${encodeURIComponent(binding)}`,
    'loaded',
    {
      state: 'ready',
      says: [
        'What changed',
        '1 field differs',
        'Show 1 difference that does not count',
        'What it means',
        'kubectl-create',
        'Which person that was is not in a snapshot.',
        'it was deleted and created again',
      ],
    },
  ],
  [
    'a finding by its address',
    `${pair}?at=f:u1`,
    'loaded',
    {
      state: 'ready',
      says: ['it is not counted as fixed', 'The later snapshot did not read all secrets in payments.', 'Open it as it was'],
    },
  ],
  [
    'the library is empty',
    '/compare',
    'empty',
    { state: 'ready', says: ['There are no two snapshots to compare', 'Capture a cluster'] },
  ],
  ['the library cannot be read', '/compare', 'error', { state: 'error', says: ['The core did not answer.'] }],
];

describe('the page in its states', () => {
  it.each(cases)('%s', (_, address, scenario, expected) => check(address, scenario, expected));
});

it('without a pair, the newest is compared with the one before it', async () => {
  const shown = await open('/compare');
  expect(await shown.until(() => shown.address() === '/compare/dev/prod-eu-1-20261124' || shown.address() === pair)).toBe(true);
});

it('keys move through the rows, and the address says where', async () => {
  const shown = await open(pair);
  await shown.until(() => shown.text().includes('explains 4 findings'));
  await shown.key('j');
  expect(new URLSearchParams(shown.address().split('?')[1]).get('at')).toBe(binding);
  await shown.key(']');
  expect(new URLSearchParams(shown.address().split('?')[1]).get('at')).toBe('f:n1');
  await shown.key('[');
  expect(new URLSearchParams(shown.address().split('?')[1]).get('at')).toBe(binding);
  await shown.key('Escape');
  expect(shown.address()).toBe(pair);
});

it('a finding leads to the change that caused it', async () => {
  const shown = await open(`${pair}?at=f:n1`);
  await shown.until(() => shown.find('button', 'Show the change') !== undefined);
  await shown.click('button', 'Show the change');
  await shown.until(() => shown.text().includes('What it means'));
  expect(new URLSearchParams(shown.address().split('?')[1]).get('at')).toBe(binding);
});

it('the column narrows, the box filters, and both are in the address', async () => {
  const shown = await open(pair);
  await shown.until(() => shown.find('checkbox', 'New, 1') !== undefined);
  await shown.click('checkbox', 'New, 1');
  expect(shown.address()).toBe(`${pair}?show=findings%3Anew`);
  expect(await shown.until(() => !shown.text().includes('Objects, by meaning'))).toBe(true);
  await shown.click('checkbox', 'New, 1');
  await shown.type('Filter the differences', 'search');
  expect(shown.address()).toBe(`${pair}?q=search`);
  expect(await shown.until(() => shown.text().includes('search enforces') && !shown.text().includes('ledger'))).toBe(true);
  await shown.type('Filter the differences', 'nothing of the kind');
  expect(await shown.until(() => shown.text().includes('The filter hides all differences'))).toBe(true);
});

it('in a narrow window a row is a page, and the focus goes there and back', async () => {
  const shown = await open(pair, 'loaded', 1024);
  await shown.until(() => shown.text().includes('explains 4 findings'));
  document.querySelector<HTMLElement>('[role=treegrid]')?.focus();
  await shown.key('j');
  expect(await shown.until(() => shown.find('button', 'All differences') !== undefined)).toBe(true);
  expect(document.activeElement).toBe(shown.find('button', 'All differences'));
  await shown.key('Escape');
  expect(await shown.until(() => document.activeElement?.getAttribute('role') === 'treegrid')).toBe(true);
});

it('swap turns the two round', async () => {
  const shown = await open(pair);
  await shown.until(() => shown.find('button', 'Swap before and after') !== undefined);
  await shown.click('button', 'Swap before and after');
  expect(shown.address()).toBe('/compare/prod-eu-1-20261124/prod-eu-1-20261121');
});

it('what is left out can be shown', async () => {
  const shown = await open(pair);
  await shown.until(() => shown.find('button', 'Show what is left out') !== undefined);
  await shown.click('button', 'Show what is left out');
  expect(await shown.until(() => shown.text().includes('Deployment shop/api: 3 Pods replaced'))).toBe(true);
  expect(shown.address()).toBe(`${pair}?left-out=1`);
});
