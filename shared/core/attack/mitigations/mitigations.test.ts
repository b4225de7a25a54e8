import { describe, expect, test } from 'vitest';
import type { KubeObject } from '#contract/kube';
import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import { policyOf } from '#core/rbac/policy-of';
import { account, named, namespace, pod } from '#test/attack/small-world';
import { snapshotOf } from '#test/rules/snapshot-of';
import { createWorld, type WholeWorld } from '../create-world.ts';
import { bootstrapTokens, nodeAuthorizer, nodeRestriction } from './api-server-flags.ts';
import { tokenMounted } from './automount.ts';
import { beyondOwnNode, changingOtherNodes } from './node-identity.ts';
import { enforcedLevel } from './pod-security.ts';
import { userNamespace } from './user-namespace.ts';

const worldOf = (objects: readonly KubeObject[], unread: readonly string[] = []): WholeWorld => {
  const index = createSnapshotIndex(snapshotOf({ objects, unread }));
  return createWorld(index, policyOf(index));
};

const labels = (level: string, version?: string): Record<string, string> => ({
  'pod-security.kubernetes.io/enforce': level,
  ...(version === undefined ? {} : { 'pod-security.kubernetes.io/enforce-version': version }),
});

describe('the level that a namespace enforces', () => {
  test.each([
    ['restricted', 'v1.25', 'restricted', 25],
    ['baseline', undefined, 'baseline', 37],
    ['baseline', 'latest', 'baseline', 37],
    ['baseline', 'v1.99', 'baseline', 37],
    ['privileged', 'v1.20', 'privileged', 20],
    ['Baseline', undefined, 'restricted', 37],
    ['', undefined, 'restricted', 37],
  ])('%s %s', (level, version, expected, minor) => {
    const found = enforcedLevel(worldOf([namespace('shop', labels(level, version))]), 'shop');
    expect([found.level, found.minor, found.from]).toEqual([expected, minor, 'label']);
  });
  test('no label: the default of the server, which is not visible', () =>
    expect(enforcedLevel(worldOf([namespace('shop')]), 'shop')).toMatchObject({ level: 'privileged', from: 'default' }));
  test('a namespace that was not read', () =>
    expect(enforcedLevel(worldOf([account('shop/a')], ['namespaces']), 'shop').from).toBe('unread'));
});

const server = (...flags: readonly string[]): KubeObject => ({
  ...named('Pod', 'v1', `kube-system/kube-apiserver-${flags.length}`, {
    spec: { containers: [{ name: 'a', command: ['kube-apiserver', ...flags] }] },
  }),
  metadata: {
    name: `kube-apiserver-${flags.join('')}`,
    namespace: 'kube-system',
    annotations: { 'kubernetes.io/config.mirror': 'x' },
  },
});

describe('flags of the API server', () => {
  const node = '--authorization-mode=Node,RBAC';
  const restriction = '--enable-admission-plugins=NodeRestriction';
  test.each<readonly [string, readonly KubeObject[], readonly string[]]>([
    ['none is seen', [], ['unknown', 'unknown', 'unknown']],
    ['as kubeadm starts it', [server(node, restriction, '--enable-bootstrap-token-auth=true')], ['on', 'on', 'on']],
    ['without any', [server()], ['off', 'off', 'off']],
    [
      'RBAC alone, and a plugin taken off again',
      [server('--authorization-mode=RBAC', restriction, '--disable-admission-plugins=NodeRestriction')],
      ['off', 'off', 'off'],
    ],
    ['two that differ', [server(node), server('--authorization-mode=RBAC')], ['unknown', 'off', 'off']],
    ['a file that is not seen', [server('--authorization-config=/a.yaml')], ['unknown', 'off', 'off']],
    [
      'a pod that is no static one',
      [named('Pod', 'v1', 'kube-system/x', { spec: { containers: [{ name: 'a', command: ['kube-apiserver', node] }] } })],
      ['unknown', 'unknown', 'unknown'],
    ],
  ])('%s', (_, objects, expected) => {
    const world = worldOf(objects);
    expect([nodeAuthorizer(world), nodeRestriction(world), bootstrapTokens(world)]).toEqual(expected);
    expect(beyondOwnNode(world).blockedBy.length > 0).toBe(expected[0] === 'on');
    expect(changingOtherNodes(world).blockedBy.length > 0).toBe(expected[1] === 'on');
  });
});

describe('whether a token is mounted', () => {
  const projected = (source: object): object => ({
    automountServiceAccountToken: false,
    volumes: [{ name: 'v', projected: { sources: [{ serviceAccountToken: source }] } }],
  });
  const off = named('ServiceAccount', 'v1', 'shop/default', { automountServiceAccountToken: false });
  test.each<readonly [string, object, readonly KubeObject[], boolean]>([
    ['nothing said', {}, [], true],
    ['the pod says no', { automountServiceAccountToken: false }, [], false],
    ['the account says no', {}, [off], false],
    ['the pod wins', { automountServiceAccountToken: true }, [off], true],
    ['projected by hand', projected({ path: 'token' }), [], true],
    ['for the API server by name', projected({ path: 'token', audience: 'https://kubernetes.default.svc' }), [], true],
    ['for somebody else', projected({ path: 'token', audience: 'vault' }), [], false],
  ])('%s', (_, spec, objects, mounted) => {
    const world = worldOf([pod('shop/web', spec), ...objects]);
    const [workload] = world.workloads;
    if (workload === undefined) throw new Error('There is no workload.');
    expect(tokenMounted(world, workload).blockedBy.length === 0).toBe(mounted);
  });
  test('an account that was not read', () => {
    const world = worldOf([pod('shop/web')], ['serviceaccounts']);
    const [workload] = world.workloads;
    expect(workload && tokenMounted(world, workload).uncertain.length).toBeGreaterThan(0);
  });
});

test.each([
  [{ hostUsers: false }, true],
  [{ hostUsers: true }, false],
  [{}, false],
])('users of its own: %j', (spec, own) => {
  const [workload] = worldOf([pod('shop/web', spec)]).workloads;
  expect(workload !== undefined && userNamespace(workload) !== null).toBe(own);
});
