import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld } from '#core/attack/create-world';
import { allEdges } from '#core/attack/edges/all-edges';
import { buildGraph, type AttackGraph } from '#core/attack/graph/build-graph';
import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import { policyOf } from '#core/rbac/policy-of';
import { stepsOfKind } from '#test/attack/edge-cases/graph-steps';
import { issue } from '#test/cluster/certificates';
import { rawClient, type RawClient } from '#test/cluster/client';
import type { TestCluster } from '#test/cluster/cluster';
import { startCluster, quietControllers } from '#test/cluster/start';
import { clusterSuite } from '#test/cluster/suite';
import { liveSnapshot } from '#test/remediate/live-snapshot';

const cases = [
  ['POD_EXEC_WEBSOCKET', 'exec', 'exec?command=id&stdout=true', 'workload:default/Pod/web'],
  ['POD_ATTACH_WEBSOCKET', 'attach', 'attach?stdin=true', 'workload:default/Pod/web'],
  ['POD_PORT_FORWARD_WEBSOCKET', 'portforward', 'portforward?ports=80', 'impact:in-cluster-services'],
] as const;

/** The gate of 1.35 turned off: the server asks as it did before, and the graph is that of 1.34. */
await clusterSuite('streams by a right to read', () => {
  describe.each([false, true])('the gate is on: %s', on => {
    withGate(on);
  });
});

function withGate(on: boolean): void {
  let cluster: TestCluster;
  let graph: AttackGraph;
  let eve: RawClient;

  beforeAll(async () => {
    cluster = await startCluster({
      controllers: quietControllers,
      featureGates: { AuthorizePodWebsocketUpgradeCreatePermission: on },
    });
    eve = rawClient(cluster.url, { caPem: cluster.caPem, certificate: issue(cluster.authority, { commonName: 'eve' }) }, 1);
    const rbac = '/apis/rbac.authorization.k8s.io/v1/namespaces/default';
    const resources = cases.map(([, subresource]) => `pods/${subresource}`);
    const made = [
      await cluster.api('POST', '/api/v1/namespaces/default/pods', {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'web' },
        spec: { containers: [{ name: 'a', image: 'b', stdin: true }] },
      }),
      await cluster.api('POST', `${rbac}/roles`, {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'Role',
        metadata: { name: 'looks' },
        rules: [{ apiGroups: [''], resources, verbs: ['get'] }],
      }),
      await cluster.api('POST', `${rbac}/rolebindings`, {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: { name: 'looks' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'looks' },
        subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'eve' }],
      }),
    ];
    expect(made.map(({ status }) => status)).toEqual([201, 201, 201]);
    const snapshot = await liveSnapshot(cluster);
    const meta = { ...snapshot.meta, serverVersion: on ? snapshot.meta.serverVersion : 'v1.34.0' };
    const index = createSnapshotIndex({ ...snapshot, meta });
    graph = await buildGraph(createWorld(index, policyOf(index)), allEdges, async () => {});
  });
  afterAll(async () => {
    await eve?.close();
    await cluster?.stop();
  });

  it.each(cases)('%s', async (id, _subresource, path, to) => {
    const edge = allEdges.find(one => one.id === id);
    if (edge === undefined) throw new Error(`No edge is called ${id}.`);
    const open = stepsOfKind(graph, edge).some(step => step.from === 'user:eve' && step.to === to);
    const { status } = await eve.request('GET', `/api/v1/namespaces/default/pods/web/${path}`);
    expect({ graph: open, server: status !== 403 }).toEqual({ graph: !on, server: !on });
  });
}
