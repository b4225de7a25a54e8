import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCli, type BuiltCli } from '#test/cli/built-cli';
import type { TestCluster } from '#test/cluster/cluster';
import { quietControllers, startCluster } from '#test/cluster/start';
import { clusterSuite } from '#test/cluster/suite';
import { create, settle } from './live-state.ts';
import { bindingObject, roleObject } from './state.ts';

const g = 'rbac.authorization.k8s.io';

/** The persona `nobody` reads all that matters but the RoleBindings, which it reads in one namespace. */
const state = [
  roleObject('reads', [`get,list ${g} clusterroles,roles,clusterrolebindings`, 'get,list - namespaces,pods,serviceaccounts']),
  roleObject('reads-bindings', [`get,list ${g} rolebindings`]),
  bindingObject('reads -> reads user:nobody'),
  bindingObject('team-a/reads -> reads-bindings user:nobody'),
  roleObject('sees', ['get - pods', 'get /metrics']),
  bindingObject('sees -> sees user:cara'),
  bindingObject('team-a/sees -> sees user:ann'),
  bindingObject('team-b/sees -> sees user:ben'),
];

interface Told {
  readonly answer?: string;
  readonly needs?: readonly { readonly resource: string; readonly namespace?: string }[];
  readonly rows?: readonly { readonly subject: string }[];
}

await clusterSuite('rights of which a part cannot be read', () => {
  let cluster: TestCluster;
  let cli: BuiltCli;
  let snapshot: string;

  beforeAll(async () => {
    [cluster, cli] = await Promise.all([startCluster({ controllers: quietControllers }), buildCli()]);
    await create(cluster, state);
    await settle(cluster, 'team-b');
    snapshot = cli.path('partial.tar.gz');
    const kubeconfig = await cluster.writeKubeconfig('nobody');
    await cli.run(['snapshot', '--kubeconfig', kubeconfig, '--output', snapshot, '--quiet']);
  });
  afterAll(async () => {
    await cli?.close();
    await cluster?.stop();
  });

  const ask = async (args: readonly string[]): Promise<{ readonly code: number | null; readonly told: Told }> => {
    const { code, stdout, stderr } = await cli.run(['rbac', ...args, '--snapshot', snapshot, '--format', 'json', '--quiet']);
    if (!stdout.startsWith('{')) throw new Error(`${args.join(' ')}: ${stderr}`);
    return { code, told: JSON.parse(stdout) as Told };
  };

  const needs = ({ needs: list = [] }: Told): readonly string[] =>
    list.map(({ resource, namespace }) => (namespace === undefined ? resource : `${resource} in ${namespace}`));

  describe('can-i', () => {
    it.each<[string, readonly string[], string, readonly string[]]>([
      ['a namespace that was read', ['user:ann', 'get', 'pods', '-n', 'team-a'], 'yes', []],
      ['a namespace that was read, no', ['user:ben', 'get', 'pods', '-n', 'team-a'], 'no', []],
      ['a namespace that was not', ['user:ben', 'get', 'pods', '-n', 'team-b'], 'unknown', ['rolebindings in team-b']],
      ['nobody there, for all that is known', ['user:ann', 'get', 'pods', '-n', 'team-b'], 'unknown', ['rolebindings in team-b']],
      ['by a ClusterRoleBinding', ['user:cara', 'get', 'pods', '-n', 'team-b'], 'yes', []],
      ['cluster-wide needs no RoleBinding', ['user:ben', 'get', 'pods'], 'no', []],
      ['nor does a URL', ['user:ben', 'get', '/metrics'], 'no', []],
    ])('%s', async (_, args, answer, missing) => {
      const { code, told } = await ask(['can-i', ...args]);
      expect([told.answer, needs(told), code]).toEqual([answer, missing, { yes: 0, no: 1, unknown: 3 }[answer]]);
    });
  });

  it.each<[string, readonly string[], readonly string[], readonly string[]]>([
    ['in the namespace that was read', ['get', 'pods', '-n', 'team-a'], ['user:ann', 'user:cara'], []],
    ['in the other', ['get', 'pods', '-n', 'team-b'], ['user:cara'], ['rolebindings in team-b']],
    ['cluster-wide', ['get', 'pods'], ['user:cara'], []],
  ])('who-can %s', async (_, args, subjects, missing) => {
    const { told } = await ask(['who-can', ...args]);
    const people = (told.rows ?? [])
      .map(({ subject }) => subject)
      .filter(subject => /^user:[a-z]+$/.test(subject) && subject !== 'user:nobody');
    expect([people, needs(told)]).toEqual([subjects, missing]);
  });

  it('rbac check', async () => {
    const spec = (user: string, namespace: string): string =>
      JSON.stringify({ user, resourceAttributes: { verb: 'get', resource: 'pods', namespace } });
    const lines = [spec('ann', 'team-a'), spec('ben', 'team-b'), spec('ben', 'team-a'), spec('ben', '')];
    const { stdout } = await cli.run(['rbac', 'check', '--snapshot', snapshot, '--quiet'], { stdin: `${lines.join('\n')}\n` });
    const answers = stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as Told & { readonly allowed: unknown });
    expect(answers.map(each => [each.allowed, needs(each)])).toEqual([
      [true, []],
      [null, ['rolebindings in team-b']],
      [false, []],
      [false, []],
    ]);
  });
});
