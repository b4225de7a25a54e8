import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { composeCli } from '#node/engine/compose-cli';
import { type CliOutcome, runFake } from '#test/cli/fake-core';

const home = mkdtempSync(join(tmpdir(), 'plumbline-rbac-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** The demo, by the real engine. */
const run = (args: readonly string[], queries: string): Promise<CliOutcome> =>
  runFake(['rbac', ...args], {
    env: { PLUMBLINE_HOME: home },
    host: {
      compose: composeCli,
      readText: async function* () {
        yield queries;
      },
    },
  });

interface Expected {
  readonly code: number;
  readonly out?: RegExp;
  readonly err?: RegExp;
}

const check = async (args: readonly string[], { code, out = /^/u, err = /^/u }: Expected, queries = ''): Promise<void> => {
  const told = await run(args, queries);
  expect(told.out).toMatch(out);
  expect(told.err).toMatch(err);
  expect(told.code).toBe(code);
};

const manager = 'sa:kube-system/argocd-manager';
const runner = 'sa:ci-runners/build-runner';

test.each<readonly [string, readonly string[], Expected]>([
  ['may', ['can-i', manager, 'delete', 'nodes', '--demo'], { code: 0, out: /^yes: .*\n {2}ClusterRoleBinding argocd-manager/u }],
  ['may not', ['can-i', runner, 'delete', 'nodes', '--demo'], { code: 1, out: /^no: / }],
  ['no subject', ['can-i', 'argocd-manager', 'get', 'pods', '--demo'], { code: 2, err: /argocd-manager/u }],
  ['a URL in a namespace', ['can-i', manager, 'get', '/metrics', '-n', 'shop', '--demo'], { code: 2, err: /URL path/u }],
  [
    'who',
    ['who-can', 'create', 'serviceaccounts/token', '-n', 'kube-system', '--demo'],
    { code: 0, out: /sa:ci-runners\/build-runner/u },
  ],
  ['what', ['what-can', runner, '--demo'], { code: 0, out: /TOKEN_REQUEST/u }],
  ['a matrix', ['matrix', 'secrets', '--demo'], { code: 0, out: /SUBJECT.*get.*list/u }],
  ['a matrix of a URL', ['matrix', '/metrics', '--demo'], { code: 2, err: /URL path/u }],
  ['paths', ['paths', '--demo', '--from', runner], { code: 0, out: /reaches admin by 1 path[\s\S]*TOKEN_REQUEST/u }],
  ['paths from what is not there', ['paths', '--demo', '--from', 'sa:shop/nobody-there', '--to', 'node:none'], { code: 2 }],
  ['what reaches', ['what-reaches', manager, '--demo'], { code: 0, out: /TOKEN_REQUEST/u }],
  ['blast radius', ['blast-radius', runner, '--demo'], { code: 0, out: /admin among them/u }],
  ['choke points', ['choke-points', '--demo'], { code: 0, out: /verified by asking again/u }],
  [
    'a simulated removal',
    ['simulate', '--demo', '--remove', 'clusterrolebinding/argocd-manager-role-binding', '--from', runner],
    { code: 0, out: /paths from sa:ci-runners\/build-runner: 1 before, 0 after/u },
  ],
  ['nothing to simulate', ['simulate', '--demo'], { code: 2, err: /at least one change/u }],
  ['a change that cannot be read', ['simulate', '--demo', '--remove', 'pod/x'], { code: 2, err: /cannot be read/u }],
  ['upkeep', ['upkeep', '--demo', '--kind', 'dangling-role'], { code: 0, out: /dangling-role/u }],
  ['my access', ['my-access', '--demo'], { code: 0, out: /^user {4}anna@example\.org/u }],
  ['edges', ['edges'], { code: 0, out: /TOKEN_REQUEST/u }],
  [
    'an explanation',
    [
      'explain',
      '--demo',
      'pods is forbidden: User "eve" cannot list resource "pods" in API group "" in the namespace "payments"',
    ],
    { code: 0, out: /^no: user:eve list pods in payments[\s\S]*kind: RoleBinding/u },
  ],
  ['no message', ['explain', '--demo', 'hello'], { code: 2 }],
  ['two inputs', ['paths', '--demo', '--snapshot', 'x.tar.gz', '--from', runner], { code: 2, err: /More than one input/u }],
])('%s', async (_, args, expected) => check(args, expected), 60_000);

test('JSON of paths has each step with its two ends', async () => {
  const { out } = await run(['paths', '--demo', '--from', runner, '--format', 'json'], '');
  const { paths } = JSON.parse(out) as { paths: { cost: number; steps: { edge: string; from: unknown; to: unknown }[] }[] };
  expect(paths[0]).toMatchObject({
    cost: 1,
    steps: [
      { edge: 'TOKEN_REQUEST', from: { kind: 'service-account', namespace: 'ci-runners', name: 'build-runner' } },
      { edge: 'CLUSTER_ADMIN', to: { kind: 'admin' } },
    ],
  });
}, 60_000);

test('check answers each line in its order, and tells that one was invalid', async () => {
  const lines = [
    { user: 'system:serviceaccount:kube-system:argocd-manager', resourceAttributes: { verb: 'get', resource: 'secrets' } },
    { user: 'nobody', resourceAttributes: { verb: 'get', resource: 'secrets', namespace: 'payments' } },
    { user: 'nobody' },
  ].map(line => JSON.stringify(line));
  const { code, out, err } = await run(['check', '--demo'], `${lines.join('\n')}\n`);
  const answers = out
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as { allowed?: boolean; error?: string });
  expect(answers.map(({ allowed, error }) => allowed ?? typeof error)).toEqual([true, false, 'string']);
  expect(err).toMatch(/1 of 3 lines/u);
  expect(code).toBe(2);
}, 60_000);
