import { afterEach, describe, expect, it } from 'vitest';
import { ok } from '#contract/result';
import { trayOf, useTray } from '#renderer/app/tray.ts';
import { type ScenarioName, scenarioClient } from '#renderer/dev/fixtures/scenarios.ts';
import { mount, type Page } from '#renderer/dev/mount.tsx';

let page: Page | undefined;

afterEach(async () => {
  await page?.close();
  page = undefined;
});

const s = '/s/prod-eu-1-20261124/access';
const deployer = `${s}/paths?from=sa:ci/deployer`;

interface Expected {
  readonly state?: 'loading' | 'ready' | 'error';
  readonly says: readonly string[];
  readonly never?: readonly string[];
  readonly width?: number;
}

const check = async (address: string, scenario: ScenarioName, expected: Expected): Promise<void> => {
  const { state = 'ready', says, never = [], width = 1440 } = expected;
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
  [s, 'loaded', { says: ['What do you want to know?', 'Choke points', 'Why forbidden', 'Dormant bindings'] }],
  [`${s}/paths`, 'loaded', { says: ['Who reaches cluster admin', 'cluster-autoscaler'] }],
  [
    deployer,
    'loaded',
    {
      says: [
        'ci/deployer reaches cluster admin by 3 paths; a fourth is blocked',
        'Steps of a',
        'Role ci/deployer lines 20, 21',
        'Remove ClusterRoleBinding argocd-manager-crb',
        '3 of 3 paths',
        'ci/argocd-manager loses 14,220 permissions',
        'drawn 7 of 213 nodes',
      ],
    },
  ],
  [`${deployer}&follow=3`, 'loaded', { says: ['Steps of d', 'ci enforces Pod Security baseline.'] }],
  [`${deployer}&view=table`, 'loaded', { says: ['Edges8', 'Reads a Secret', 'a b c'], never: ['kube-proxy'] }],
  [`${deployer}&view=table&tab=nodes`, 'loaded', { says: ['Nodes7', 'Deployments ×9', 'Cost to admin'] }],
  [
    `${deployer}&at=edge:TOKEN_REQUEST sa:ci/deployer sa:ci/argocd-manager`,
    'loaded',
    {
      says: ['Edge 1: Requests a token of a service account', 'How it is abused', 'Detect', 'Evidence', 'What removes this edge'],
    },
  ],
  [
    `${deployer}&at=node:sa:ci/argocd-manager`,
    'loaded',
    {
      says: [
        'Reaches cluster admin at no cost',
        'system:serviceaccounts:ci',
        '5 rules grant it rights',
        'and 5 more',
        'What leads here',
      ],
    },
  ],
  [`${deployer}&did=out:sa:ci/argocd-manager`, 'loaded', { says: ['drawn 10 of 216 nodes'] }],
  [
    deployer,
    'partial',
    { says: ['Not read: list rolebindings.rbac.authorization.k8s.io, list secrets in payments', 'may reach'] },
  ],
  [deployer, 'empty', { says: ['ci/deployer does not reach cluster admin', 'What ci/deployer reaches'] }],
  [deployer, 'error', { state: 'error', says: ['The core did not answer.'] }],
  [deployer, 'loading', { state: 'loading', says: ['Looking for paths from ci/deployer'] }],
  [`${deployer}&view=table&tab=nodes`, 'longest', { says: ['drawn 4 of 4,003 nodes', 'Pods ×4,000'] }],
  [`${deployer}&view=table`, 'longest', { says: ['by 12 bindings'] }],
  [deployer, 'loaded', { width: 1024, says: ['Show the answer', 'a fourth is blocked'], never: ['Steps of a'] }],
  [
    `${s}/blast?from=workload:shop/Deployment/checkout`,
    'loaded',
    { says: ['reaches 20 nodes within 2 steps', '7 secrets', 'Nearest to cluster admin'] },
  ],
  [`${s}/reach`, 'loaded', { says: ['What is to be reached?'] }],
  [`${s}/reach?from=admin`, 'many', { says: ['4,213 nodes reach cluster admin', 'drawn 300 of 4,214 nodes', '1,200 edges'] }],
  [
    `${s}/choke`,
    'loaded',
    { says: ['31 identities and workloads reach cluster admin', '2 changes would leave 4', '12 starts', 'frees 12'] },
  ],
  [`${s}/choke`, 'empty', { says: ['Nothing that was read reaches cluster admin'] }],
  [`${s}/who-can`, 'loaded', { says: ['Name a verb and a resource'] }],
  [
    `${s}/who-can?verb=get&resource=secrets&somewhere=yes&at=node:sa:ci/deployer`,
    'loaded',
    {
      says: [
        '5 subjects can get secrets',
        'in at least one namespace',
        '41 of the baseline hidden',
        'no such',
        'binds sa:ci/deployer to rule 4',
      ],
    },
  ],
  [
    `${s}/what-can?subject=sa:ci/deployer`,
    'loaded',
    { says: ['ci/deployer holds 5 permissions', 'serviceaccounts/token', 'Requests a token'] },
  ],
  [`${s}/matrix`, 'loaded', { says: ['4 subjects with a right on secrets', 'some'] }],
  [`${s}/upkeep?kind=dangling-role`, 'loaded', { says: ['Bindings to a role that is not there: 2', 'Claimable by'] }],
  [`${s}/upkeep?kind=dormant`, 'loaded', { says: ['None that was read'] }],
  [`${s}/explain`, 'loaded', { says: ['What was refused'] }],
  [
    `${s}/explain?text=forbidden`,
    'loaded',
    { says: ['No rule grants this.', 'It grants get, not list.', 'The smallest Role that allows it', 'Who may grant it'] },
  ],
  [`${s}/my-access`, 'loaded', { says: ['anna@example.org reaches cluster admin at a cost of 2'] }],
];

describe('what each question says', () => {
  it.each(cases)('%s, %s', check);
});

const open = async (address: string, scenario: ScenarioName = 'loaded'): Promise<Page> => {
  const shown = await mount(address, scenarioClient(scenario));
  page = shown;
  await shown.until(() => shown.state() === 'ready' && shown.text().includes('drawn'));
  return shown;
};

describe('keys', () => {
  const check = async (address: string, keys: readonly string[], expected: string): Promise<void> => {
    const shown = await open(address);
    for (const key of keys) await shown.key(key);
    await shown.until(() => decodeURIComponent(shown.address().replaceAll('+', ' ')) === expected);
    expect(decodeURIComponent(shown.address().replaceAll('+', ' '))).toBe(expected);
  };
  it.each([
    [deployer, ['t'], `${deployer}&view=table`],
    [deployer, ['t', 't'], deployer],
    [deployer, [']'], `${deployer}&follow=1`],
    [deployer, ['['], `${deployer}&follow=3`],
    [`${deployer}&did=out:admin&did=in:admin`, ['Backspace'], `${deployer}&did=out:admin`],
    [`${deployer}&at=node:admin`, ['+'], `${deployer}&at=node:admin&did=out:admin`],
    [`${deployer}&at=node:admin`, ['Escape'], deployer],
    [`${deployer}&view=table`, ['j'], `${deployer}&view=table&at=edge:TOKEN_REQUEST sa:ci/deployer sa:ci/argocd-manager`],
  ] as const)('%s %s', check);
});

describe('by hand', () => {
  it('tries a change out, and says where its YAML is when no finding has its patch', async () => {
    const client = scenarioClient('loaded', {
      'findings.list': () => ok({ matched: 0, total: 0, lineCount: 0, lines: [], heads: [], facets: [], found: null }),
    });
    const shown = await mount(deployer, client);
    page = shown;
    await shown.until(() => shown.text().includes('Simulate'));
    await shown.click('button', 'Simulate');
    await shown.until(() => shown.text().includes('12 of them reach cluster admin no longer'));
    expect({
      asked: client.calls.filter(({ name }) => name === 'attack.simulate').map(({ input }) => input),
      address: shown.address().includes('change='),
      loses: shown.text().includes('every verb on every resource'),
      told: shown.text().includes('No finding has its patch'),
    }).toEqual({
      asked: [
        {
          snapshot: 'prod-eu-1-20261124',
          changes: [{ remove: 'rule', role: { kind: 'Role', namespace: 'ci', name: 'deployer' }, rule: 1 }],
          from: 'sa:ci/deployer',
          to: 'admin',
        },
      ],
      address: true,
      loses: true,
      told: true,
    });
    await shown.click('button', 'Close');
    await shown.until(() => !shown.address().includes('change='));
    expect(shown.address().includes('change=')).toBe(false);
  });

  it('puts the patch of a change into the tray, and takes it out', async () => {
    const shown = await open(deployer);
    await shown.until(() => shown.find('button', 'Add patch to tray') !== undefined);
    await shown.click('button', 'Add patch to tray');
    const added = trayOf(useTray.getState(), 'prod-eu-1-20261124').length;
    await shown.click('button', 'Take patch out of tray');
    expect([added, trayOf(useTray.getState(), 'prod-eu-1-20261124').length]).toEqual([1, 0]);
  });

  it('a step of the list selects its edge', async () => {
    const shown = await open(deployer);
    await shown.until(() => shown.find('button', 'Rule 2 of Role ci/deployer') !== undefined);
    await shown.click('button', 'Rule 2 of Role ci/deployer');
    await shown.until(() => shown.text().includes('Edge 1: Requests a token'));
    expect(shown.text()).toContain('Edge 1: Requests a token');
  });

  it('exports the whole answer by the question that was asked', async () => {
    const client = scenarioClient('loaded');
    const shown = await mount(deployer, client);
    page = shown;
    await shown.until(() => shown.text().includes('drawn'));
    await shown.click('button', 'Export');
    await shown.until(() => shown.find('option', 'BloodHound') !== undefined);
    await shown.click('option', 'BloodHound');
    await shown.until(() => client.saved.length > 0);
    const asked = client.calls.find(({ name }) => name === 'attack.export')?.input as { format: string; paths: { from: string } };
    expect([asked.format, asked.paths.from, client.saved.length]).toEqual(['opengraph', 'sa:ci/deployer', 1]);
  });

  it('remembers what was asked before', async () => {
    const shown = await open(deployer);
    await shown.click('link', 'Choke points');
    await shown.until(() => shown.text().includes('Asked before'));
    expect(shown.find('link', 'sa:ci/deployer')?.getAttribute('href')).toBe(
      deployer.replace('sa:ci/deployer', 'sa%3Aci%2Fdeployer'),
    );
  });
});
