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

const check = async (
  address: string,
  scenario: ScenarioName,
  { state, says, never = [], width = 1440 }: Expected,
): Promise<void> => {
  const shown = await mount(address, scenarioClient(scenario), { width });
  page = shown;
  const settled = await shown.until(() => shown.state() === state && says.every(text => shown.text().includes(text)));
  expect({ state: shown.state(), missing: says.filter(text => !shown.text().includes(text)), settled }).toEqual({
    state,
    missing: [],
    settled: true,
  });
  expect(never.filter(text => shown.text().includes(text))).toEqual([]);
};

const s = '/s/prod-eu-1-20261124';

const cases: readonly (readonly [string, string, ScenarioName, Expected])[] = [
  [
    'start',
    '/',
    'loaded',
    { state: 'ready', says: ['Choose a cluster', 'Open a bundle', 'Explore the demo', 'prod-eu-1, 24 Nov'] },
  ],
  ['start', '/', 'empty', { state: 'ready', says: ['Explore the demo', 'no snapshot open'], never: ['24 Nov'] }],
  ['start', '/', 'loading', { state: 'loading', says: ['Explore the demo'] }],
  ['start', '/', 'error', { state: 'error', says: ['The core did not answer.', 'Try again', 'Explore the demo'] }],
  [
    'clusters',
    '/clusters',
    'loaded',
    {
      state: 'ready',
      says: [
        'prod-eu-1',
        'cluster "staging-old" is not defined in this file',
        'line 14: mapping values',
        'insecure TLS',
        'KUBECONFIG',
      ],
    },
  ],
  ['clusters', '/clusters', 'empty', { state: 'ready', says: ['No context was found', 'Add kubeconfigs'] }],
  ['clusters', '/clusters', 'loading', { state: 'loading', says: ['Reading kubeconfig files'] }],
  ['clusters', '/clusters', 'error', { state: 'error', says: ['The core did not answer.', 'Raw message', 'EPIPE'] }],
  [
    'a context',
    '/clusters?source=%2Fhome%2Fanna%2F.kube%2Fconfig&context=prod-eu-1',
    'loaded',
    {
      state: 'ready',
      says: [
        'What will be asked',
        'at most 20,000 requests',
        '/api/v1/pods?limit=500',
        'Copy role',
        'Capture prod-eu-1',
        'Check connection',
      ],
    },
  ],
  ['capture', '/capture/c1', 'loaded', { state: 'ready', says: ['Capturing prod-eu-1', 'Pause', 'Cancel, keep what was read'] }],
  [
    'capture',
    '/capture/c1',
    'error',
    { state: 'error', says: ['Could not capture', 'The core did not answer.', 'Back to clusters'] },
  ],
  [
    'findings',
    `${s}/findings`,
    'loaded',
    {
      state: 'ready',
      says: [
        '38 findings',
        'by severity, then how many objects one change fixes',
        'One edit of ClusterRoleBinding argocd-manager-crb fixes 4',
        'show 4',
        '31 unknown',
        'Severity',
        'cluster-wide',
      ],
    },
  ],
  ['findings', `${s}/findings`, 'empty', { state: 'ready', says: ['No findings', 'none is unknown'] }],
  ['findings', `${s}/findings`, 'loading', { state: 'loading', says: ['Reading the findings'] }],
  ['findings', `${s}/findings`, 'error', { state: 'error', says: ['The core did not answer.', 'Try again'] }],
  [
    'findings',
    `${s}/findings`,
    'partial',
    { state: 'ready', says: ['The capture ended before everything was read', 'never as passed', '38 findings'] },
  ],
  [
    'findings',
    `${s}/findings`,
    'stale',
    { state: 'ready', says: ['This is the cluster of 9 d ago', 'Capture again', '38 findings'] },
  ],
  [
    'findings of no such snapshot',
    '/s/gone/findings',
    'loaded',
    { state: 'error', says: ['This snapshot is not in the library', 'All snapshots'] },
  ],
  [
    'findings, filter hides all',
    `${s}/findings?q=nosuchword`,
    'loaded',
    { state: 'ready', says: ['The filter hides all findings', 'Clear the filter', '0 of 38'] },
  ],
  [
    'findings, no such value',
    `${s}/findings?q=severity%3Ahuge`,
    'loaded',
    { state: 'ready', says: ['At character 10: severity: takes critical, high, medium or low, not “huge”.', '38 of 38'] },
  ],
  [
    'findings, narrow',
    `${s}/findings?q=severity%3Acritical`,
    'loaded',
    { state: 'ready', says: ['6 of 38', 'Critical 6', 'Framework'], width: 1024 },
  ],
  [
    'finding',
    `${s}/findings/f-token`,
    'loaded',
    {
      state: 'ready',
      says: [
        'Fix in',
        'Argo CD application platform/ci',
        'Evidence',
        'serviceaccounts/token',
        'Why it matters',
        'resourceNames',
        'Re-evaluated',
        'not run yet',
        'Run as anna@example.org',
        'May break',
        'no longer request tokens',
        'cis-1.12/5.1.13',
        'the object alone',
        'token-request-to-admin',
        'Add to tray',
      ],
    },
  ],
  [
    'finding, narrow',
    `${s}/findings/f-token?q=severity%3Acritical`,
    'loaded',
    { state: 'ready', says: ['6 findings', 'severity:critical', 'Evidence', 'Add to tray'], never: ['Group cause'], width: 1024 },
  ],
  [
    'finding, unknown',
    `${s}/findings/u-1`,
    'loaded',
    {
      state: 'ready',
      says: [
        'What is not known',
        'neither failed nor passed',
        'list secrets in payments',
        'nothing to change until the check is answered',
      ],
      never: ['Add to tray'],
    },
  ],
  [
    'finding with a redacted value',
    `${s}/findings/f-aws`,
    'loaded',
    { state: 'ready', says: ['Steps, not a patch:', 'secretKeyRef'] },
  ],
  ['tray', `${s}/tray`, 'loaded', { state: 'ready', says: ['The tray is empty', 'Findings with a patch'] }],
  [
    'coverage',
    `${s}/coverage`,
    'loaded',
    {
      state: 'ready',
      says: [
        'Rules see 6,251 of the 6,253 cells',
        '5 gaps; 1 makes checks unknown',
        'secrets in payments and search',
        '31 unknown',
        'no check needs it',
        'all others',
        'Grouped',
      ],
    },
  ],
  [
    'coverage',
    `${s}/coverage?gap=1`,
    'loaded',
    {
      state: 'ready',
      says: [
        'could not be listed, so 31 checks are unknown',
        'The right itself allows any client to read values',
        'kind: Role',
        'namespace: "search"',
      ],
    },
  ],
  ['coverage', `${s}/coverage`, 'empty', { state: 'ready', says: ['No coverage was recorded'] }],
  ['coverage', `${s}/coverage`, 'loading', { state: 'loading', says: ['Reading the coverage'] }],
  ['coverage', `${s}/coverage`, 'error', { state: 'error', says: ['The core did not answer.'] }],
  ['coverage', `${s}/coverage`, 'stale', { state: 'ready', says: ['This is the cluster of 9 d ago'] }],
  [
    'snapshots',
    '/snapshots',
    'loaded',
    { state: 'ready', says: ['prod-eu-1, 24 Nov', '5 snapshots', 'Verify a bundle', 'partial'] },
  ],
  ['snapshots', '/snapshots', 'empty', { state: 'ready', says: ['The library is empty', 'Import a file'] }],
  ['snapshots', '/snapshots', 'loading', { state: 'loading', says: ['Reading the library'] }],
  ['snapshots', '/snapshots', 'error', { state: 'error', says: ['The core did not answer.'] }],
  ['rules', '/rules', 'loaded', { state: 'ready', says: ['privileged-container', 'by patch', 'by hand', '8 rules'] }],
  [
    'rules',
    '/rules/host-path',
    'loaded',
    { state: 'ready', says: ['A pod mounts a path of its node.', 'Why it matters', 'cis-1.12/5.2.2'] },
  ],
  ['rules', '/rules', 'empty', { state: 'ready', says: ['There are no rules'] }],
  ['rules', '/rules', 'loading', { state: 'loading', says: ['Reading the rules'] }],
  ['rules', '/rules', 'error', { state: 'error', says: ['The core did not answer.'] }],
  ['no page', '/nowhere', 'loaded', { state: 'ready', says: ['There is no page at this address'] }],
];

describe('every page in its states', () => {
  it.each(cases)('%s at %s, %s', (_, address, scenario, expected) => check(address, scenario, expected));
});
