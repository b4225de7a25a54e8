import { expect, test } from 'vitest';
import type { KubeObject } from '#contract/kube';
import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import { accountOf, bindingOf, namespaceOf, rbacIndex, rbacSnapshot, roleOf } from '#test/fixtures/rbac-snapshot';
import { createAccess } from './answers.ts';
import { applyChange } from './rbac-change.ts';

const ports = { pause: () => Promise.resolve() };

const base: readonly KubeObject[] = [
  namespaceOf('shop'),
  accountOf('shop/strong'),
  roleOf('cluster-admin', ['*|*|*', '*||||*']),
  bindingOf('strong', 'ClusterRole cluster-admin', ['ServiceAccount shop/strong']),
];

const apply = (files: readonly KubeObject[]) => {
  const index = rbacIndex(base);
  const access = createAccess({ index, findings: [], ports });
  return applyChange({ title: 'prod', index, ...access }, { name: 'deploy/', snapshot: rbacSnapshot(files) }, ports);
};

test('files that open a way to admin', async () => {
  const change = await apply([
    roleOf('shop/tokens', ['create|""|serviceaccounts/token']),
    bindingOf('shop/tokens', 'Role tokens', ['User bob']),
  ]);
  expect(change).toMatchObject({ before: 'prod', after: 'prod with deploy/', gainedCount: 1, lostCount: 0 });
  const told = change.paths?.gained.map(({ from, path }) => `${from} ${path?.steps.map(({ edge }) => edge).join(' ') ?? ''}`);
  expect(told).toEqual(['user:bob TOKEN_REQUEST CLUSTER_ADMIN']);
});

test('files that change no right open no way', async () => {
  const change = await apply([bindingOf('strong', 'ClusterRole cluster-admin', ['ServiceAccount shop/strong'])]);
  expect(change).toMatchObject({ objectCount: 0, gainedCount: 0, paths: { gainedCount: 0, lostCount: 0 } });
});

test('files that close a way', async () => {
  const change = await apply([bindingOf('strong', 'ClusterRole cluster-admin', [])]);
  expect(change.paths?.lost.map(({ from }) => from)).toEqual(['sa:shop/strong']);
  expect(change.subjects.map(({ subject, lostCount }) => [subject, lostCount])).toEqual([['sa:shop/strong', 2]]);
});

test('explain names the edges that its role would add', async () => {
  const index = createSnapshotIndex(rbacSnapshot(base));
  const { answers } = createAccess({ index, findings: [], ports });
  const text = 'User "bob" cannot create resource "serviceaccounts/token" in API group "" in the namespace "shop"';
  const answer = await answers['rbac.explain']({ snapshot: 'x', text }, new AbortController().signal);
  expect(answer).toMatchObject({
    ok: true,
    value: {
      adds: [
        { edge: 'TOKEN_REQUEST', from: 'user:bob', to: 'sa:shop/strong', reachesAdmin: true },
        // Every namespace has this account.
        { edge: 'TOKEN_REQUEST', from: 'user:bob', to: 'sa:shop/default', reachesAdmin: false },
      ],
    },
  });
});
