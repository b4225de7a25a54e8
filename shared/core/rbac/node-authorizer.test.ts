import { expect, test } from 'vitest';
import type { KubeObject } from '#contract/kube';
import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import { accessFrom } from '#test/rbac/state';
import { snapshotOf } from '#test/rules/snapshot-of';
import { nodeAuthorizerOf } from './node-authorizer.ts';
import type { Decision } from './policy.ts';

const pod: KubeObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { nodeName: 'n1', serviceAccountName: 'api', containers: [], volumes: [{ name: 'v', secret: { secretName: 'key' } }] },
};
const mirror: KubeObject = {
  ...pod,
  metadata: { name: 'static', namespace: 'kube-system', annotations: { 'kubernetes.io/config.mirror': 'x' } },
};

interface Asked {
  readonly user?: string;
  readonly groups?: readonly string[];
  readonly unread?: readonly string[];
  readonly version?: string;
}

/** Which authorizer allows it, `no`, or the lists that would tell; where RBAC says no. */
const check = (
  access: string,
  { user = 'system:node:n1', groups = ['system:nodes'], unread = [], version = 'v1.37.2' }: Asked,
  expected: string,
): void => {
  const snapshot = snapshotOf({ objects: [pod, mirror], unread });
  const index = createSnapshotIndex({ ...snapshot, meta: { ...snapshot.meta, serverVersion: version } });
  const rbac: Decision = { allowed: false };
  const decision = nodeAuthorizerOf(index).decide({ user, groups }, accessFrom(access), rbac);
  const told =
    decision.allowed === null
      ? decision.needs.map(({ resource }) => resource).join(' ')
      : decision.allowed
        ? decision.authorizer
        : 'no';
  expect(told).toBe(expected);
};

test.each<[string, string, Asked, string]>([
  ['a Secret that a pod of the node mounts', 'get - secrets shop key', {}, 'node'],
  ['another node’s', 'get - secrets shop key', { user: 'system:node:n2' }, 'no'],
  ['the name without the group', 'get - secrets shop key', { groups: ['system:authenticated'] }, 'no'],
  ['the group without the name', 'get - secrets shop key', { user: 'ada' }, 'no'],
  ['a token of the pod’s account', 'create - serviceaccounts/token shop api', {}, 'node'],
  ['of another account', 'create - serviceaccounts/token shop default', {}, 'no'],
  ['a mirror pod gives nothing', 'get - secrets kube-system key', {}, 'no'],
  ['but itself', 'get - pods kube-system static', {}, 'node'],
  ['what was not read', 'get - secrets shop other', { unread: ['pods'] }, 'pods'],
  ['what no pod decides', 'list - secrets shop', { unread: ['pods'] }, 'no'],
  ['its own lease', 'update coordination.k8s.io leases kube-node-lease n1', {}, 'node'],
  ['all pods', 'list - pods', {}, 'no'],
  ['all pods, before 1.32', 'list - pods', { version: 'v1.31.9' }, 'node'],
  ['another node, before 1.32', 'get - nodes - n2', { version: 'v1.31.9' }, 'node'],
  ['an account, before 1.34', 'get - serviceaccounts shop api', { version: 'v1.33.0' }, 'no'],
  ['an account, since', 'get - serviceaccounts shop api', {}, 'node'],
  ['a URL', 'get /healthz', {}, 'no'],
])('%s', (_, access, asked, expected) => check(access, asked, expected));

test('what RBAC grants a kubelet stays granted, by both', () => {
  const index = createSnapshotIndex(snapshotOf({ objects: [pod] }));
  const requester = { user: 'system:node:n1', groups: ['system:nodes'] };
  const grants = [{ binding: 0, rule: 0, subject: 0 }];
  const decide = (access: string): Decision =>
    nodeAuthorizerOf(index).decide(requester, accessFrom(access), { allowed: true, grants, authorizer: null });
  expect(decide('get - secrets shop key')).toEqual({ allowed: true, grants, authorizer: 'node' });
  expect(decide('get - secrets shop none')).toEqual({ allowed: true, grants, authorizer: null });
});
