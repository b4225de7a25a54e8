import { afterEach, describe, expect, it } from 'vitest';
import { fail, ok } from '#contract/result';
import { problem } from '#contract/problem';
import { keyOfPath, routes } from '#renderer/app/routes.ts';
import { type ScenarioName, scenarioClient } from '#renderer/dev/fixtures/scenarios.ts';
import { mount, type Page } from '#renderer/dev/mount.tsx';

let page: Page | undefined;

afterEach(async () => {
  await page?.close();
  page = undefined;
});

const s = '/s/prod-eu-1-20261124';
const ledger = `${s}/objects/apps/deployments/payments/ledger`;

const open = async (...given: Parameters<typeof mount>): Promise<Page> => {
  page = await mount(...given);
  await page.until(() => page?.state() !== 'loading');
  return page;
};

interface Expected {
  readonly state: 'loading' | 'ready' | 'error';
  readonly says: readonly string[];
  readonly never?: readonly string[];
  readonly width?: number;
}

const check = async (address: string, scenario: ScenarioName, expected: Expected): Promise<void> => {
  const { state, says, never = [], width = 1440 } = expected;
  const shown = await mount(address, scenarioClient(scenario), { width });
  page = shown;
  await shown.until(() => shown.state() === state && says.every(text => shown.text().includes(text)));
  expect({
    state: shown.state(),
    missing: says.filter(text => !shown.text().includes(text)),
    wrong: never.filter(text => shown.text().includes(text)),
    headings: document.querySelectorAll('main h1').length,
  }).toEqual({ state, missing: [], wrong: [], headings: 1 });
};

const cases: readonly (readonly [string, ScenarioName, Expected])[] = [
  [
    `${s}/objects`,
    'loaded',
    { state: 'ready', says: ['492 objects', 'ClusterRoleBinding', '1 kind or namespace not asked for', '1 without objects'] },
  ],
  [
    `${s}/objects?kind=secrets`,
    'loaded',
    { state: 'ready', says: ['The list may lack objects', 'secrets in payments (denied)', '1 of 492 objects'] },
  ],
  [
    `${s}/objects?kind=jobs.batch`,
    'loaded',
    { state: 'ready', says: ['No object matches', '492 objects without it.'], never: ['is not known'] },
  ],
  [
    `${s}/objects?kind=secrets&q=nothing`,
    'loaded',
    { state: 'ready', says: ['Nothing in what was read', 'Whether there are such objects is not known.'] },
  ],
  [
    `${s}/objects?q=configmap+shop`,
    'loaded',
    { state: 'ready', says: ['a[U+202E]txt.tnuocca[U+200B]', '1 of 492'], never: ['\u202E', '\u200B'] },
  ],
  [`${s}/objects`, 'empty', { state: 'ready', says: ['The snapshot holds no objects', 'See the coverage'] }],
  [`${s}/objects`, 'error', { state: 'error', says: ['The core did not answer.', 'Try again'], never: ['0 objects'] }],
  [`${s}/objects`, 'loading', { state: 'loading', says: ['Reading the objects'], never: ['0 objects', 'no objects'] }],
  [`${s}/objects`, 'partial', { state: 'ready', says: ['The capture ended before', 'secrets in payments (denied)'] }],
  [`${s}/objects`, 'stale', { state: 'ready', says: ['This is the cluster of 9 d ago', '492 objects'] }],
  [`${s}/objects`, 'loaded', { state: 'ready', says: ['all, 492'], width: 1024 }],
  [
    ledger,
    'loaded',
    {
      state: 'ready',
      says: [
        'namespace payments',
        'managed by Argo CD application platform_payments',
        'platform-paymentsnot read',
        'An AWS secret access key stands in plain text in an environment variable',
        'lines 25 to 26',
        'stands in ConfigMap payments/ledger-config',
        'Unknown, high',
        'does not exist',
        'All 20 of “Pods”',
        'complete',
        'aws-access-key, up to 32 characters',
        'Copy YAML',
        'Copy kubectl command',
      ],
      never: ['are shown'],
    },
  ],
  [
    `${s}/objects/rbac.authorization.k8s.io/clusterroles/_cluster/system:node`,
    'loaded',
    { state: 'ready', says: ['system:node', 'cluster-wide', 'No finding names this object.', 'recognised as secret'] },
  ],
  [
    routes.object('prod-eu-1-20261124', '/configmaps/shop/a\u202Etxt.tnuocca\u200B'),
    'loaded',
    { state: 'ready', says: ['a[U+202E]txt.tnuocca[U+200B]'], never: ['\u202E', '\u200B'] },
  ],
  [`${s}/objects/what`, 'loaded', { state: 'error', says: ['This snapshot has no such object', 'All objects'] }],
  [ledger, 'empty', { state: 'error', says: ['This snapshot has no such object', 'What was not read'] }],
  [ledger, 'error', { state: 'error', says: ['The core did not answer.', 'Try again'] }],
  [ledger, 'loading', { state: 'loading', says: ['Reading the object'] }],
  [
    ledger,
    'partial',
    {
      state: 'ready',
      says: [
        'The first 40 of 48,211 lines are shown.',
        'Copy the YAML that is shown',
        'not all was read',
        'There may be more: horizontalpodautoscalers.autoscaling in payments (denied)',
        'Whether there are any is not known: horizontalpodautoscalers',
      ],
      never: ['complete'],
    },
  ],
  [ledger, 'stale', { state: 'ready', says: ['This is the cluster of 9 d ago', 'An AWS secret'] }],
];

describe('pages of objects', () => {
  it.each(cases)('%s, %s', check);
});

describe('by keyboard', () => {
  it('the search is the address, j and Enter open an object, Esc leads back to its row', async () => {
    const p = await open(`${s}/objects`, scenarioClient('loaded'));
    await p.key('/');
    expect(document.activeElement?.tagName).toBe('INPUT');
    await p.type('Search the objects', 'ledger payments');
    expect(await p.until(() => p.address() === `${s}/objects?q=ledger+payments`)).toBe(true);
    await p.key('Enter', document.activeElement ?? undefined);
    expect(document.activeElement?.getAttribute('role')).toBe('grid');
    await p.key('j');
    await p.key('Enter', document.activeElement ?? undefined);
    expect(await p.until(() => p.address() === ledger)).toBe(true);
    await p.until(() => p.text().includes('Copy YAML'));
    await p.key('Escape');
    expect(p.address()).toBe(`${s}/objects?q=ledger+payments&at=apps%2Fdeployments%2Fpayments%2Fledger`);
    expect(await p.until(() => document.querySelector('[aria-selected=true]')?.textContent?.includes('ledger') === true)).toBe(
      true,
    );
  });

  it('a kind and an order are in the address', async () => {
    const p = await open(`${s}/objects`, scenarioClient('loaded'));
    await p.click('button', 'Deployment2');
    expect(p.address()).toBe(`${s}/objects?kind=deployments.apps`);
    await p.click('button', 'Findings');
    expect(p.address()).toBe(`${s}/objects?kind=deployments.apps&sort=findings`);
    await p.click('button', 'All kinds492');
    expect(p.address()).toBe(`${s}/objects?sort=findings`);
  });

  it('j picks the next finding, its lines are marked, Enter opens it', async () => {
    const p = await open(ledger, scenarioClient('loaded'));
    const pressed = (): string | null | undefined => document.querySelector('[aria-pressed=true]')?.getAttribute('data-finding');
    const picked = (): number => document.querySelectorAll('.pane-line-picked').length;
    await p.until(() => document.querySelector('.pane-line-hit') !== null);
    await p.key('j');
    expect([p.address(), pressed(), picked()]).toEqual([`${ledger}?finding=f-aws`, 'f-aws', 2]);
    await p.key('j');
    expect([p.address(), pressed(), picked()]).toEqual([`${ledger}?finding=f-privilege`, 'f-privilege', 1]);
    await p.click('button', 'Container api may gain');
    expect([p.address(), pressed(), picked()]).toEqual([ledger, undefined, 0]);
    await p.key('k');
    await p.key('Enter');
    expect(p.address()).toBe(`${s}/findings/f-aws`);
  });

  it('g b leads to the objects', async () => {
    const p = await open(`${s}/findings`, scenarioClient('loaded'));
    await p.key('g');
    await p.key('b');
    expect(p.address()).toBe(`${s}/objects`);
  });

  it('an owner that is gone, and relations that fail, leave the object readable', async () => {
    const gone = fail(problem('core-gone', { what: 'The core did not answer.', why: 'It was restarted.' }));
    const p = await open(ledger, scenarioClient('loaded', { 'objects.related': () => gone }));
    expect(await p.until(() => p.text().includes('The core did not answer.') && p.text().includes('Taken out'))).toBe(true);
    expect(p.state()).toBe('ready');
    await p.close();
    const owner = { kind: 'ReplicaSet', namespace: 'payments', name: 'ledger-1', key: null, state: 'absent' as const, how: '' };
    const q = await open(ledger, scenarioClient('loaded', { 'objects.related': () => ok({ owners: [owner], groups: [] }) }));
    expect(await q.until(() => q.text().includes('ledger-1gone'))).toBe(true);
  });
});

describe('addresses of objects', () => {
  it.each([
    'apps/deployments/shop/api',
    '/namespaces/_cluster/shop',
    'rbac.authorization.k8s.io/clusterroles/_cluster/system:node',
    'example.com/things/shop/Has Space/and?query=1&x#y',
    '/configmaps/shop/../../x',
    '/configmaps/shop/%2F',
  ])('%s comes back', key => {
    const address = new URL(routes.object('s', key, 'f'), 'http://localhost');
    expect([
      keyOfPath(address.pathname.slice('/s/s/objects/'.length), address.search),
      address.searchParams.get('finding'),
    ]).toEqual([key, 'f']);
  });
});
