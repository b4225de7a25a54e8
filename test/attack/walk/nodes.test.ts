import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AttackEdge } from '#core/attack/edge';
import { createWorld } from '#core/attack/create-world';
import { allEdges } from '#core/attack/edges/all-edges';
import { nodeReadsSecret } from '#core/attack/edges/pods/node-reads-secret';
import { nodeTokenRequest } from '#core/attack/edges/pods/node-token-request';
import { buildGraph, type AttackGraph } from '#core/attack/graph/build-graph';
import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import { policyOf } from '#core/rbac/policy-of';
import { stepsOfKind } from '#test/attack/edge-cases/graph-steps';
import { issue } from '#test/cluster/certificates';
import { field, rawClient, type RawClient } from '#test/cluster/client';
import type { TestCluster } from '#test/cluster/cluster';
import { startCluster } from '#test/cluster/start';
import { clusterSuite } from '#test/cluster/suite';
import { liveSnapshot } from '#test/remediate/live-snapshot';
import { soon } from './walk.ts';

const namespace = 'shop';
const base = `/api/v1/namespaces/${namespace}`;
const containers = [{ name: 'a', image: 'registry.example.com/a:1' }];

/** Account, node, and what its pod says of tokens. */
const pods = [
  { account: 'mounts', nodeName: 'one', automount: true },
  { account: 'mounts-none', nodeName: 'one', automount: false },
  { account: 'elsewhere', nodeName: 'two', automount: true },
] as const;
const accounts = [...pods.map(({ account }) => account), 'unused'];
const secrets = ['referred', 'for-pulling', 'of-the-other-node', 'unused'];

const specOf = ({ account, nodeName, automount }: (typeof pods)[number]): object => ({
  nodeName,
  serviceAccountName: account,
  automountServiceAccountToken: automount,
  containers,
  ...(account === 'mounts'
    ? { volumes: [{ name: 'v', secret: { secretName: 'referred' } }], imagePullSecrets: [{ name: 'for-pulling' }] }
    : {}),
  ...(account === 'elsewhere' ? { volumes: [{ name: 'v', secret: { secretName: 'of-the-other-node' } }] } : {}),
});

/** What the Node authorizer and its admission let a kubelet have, against what the graph says of it. */
await clusterSuite('the identity of a node', () => {
  let cluster: TestCluster;
  let graph: AttackGraph;
  let kubelet: RawClient;

  beforeAll(async () => {
    cluster = await startCluster({ apiServerFlags: ['--enable-admission-plugins=NodeRestriction'] });
    const make = async (path: string, body: object): Promise<void> => {
      const answer = await cluster.api('POST', path, body);
      if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    };
    await make('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    for (const name of ['one', 'two']) await make('/api/v1/nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name } });
    for (const name of accounts)
      await make(`${base}/serviceaccounts`, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } });
    for (const name of secrets)
      await make(`${base}/secrets`, {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name, namespace },
        stringData: { key: 'value' },
      });
    for (const pod of pods)
      await make(`${base}/pods`, {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: pod.account, namespace },
        spec: specOf(pod),
      });
    const certificate = issue(cluster.authority, { commonName: 'system:node:one', organizations: ['system:nodes'] });
    kubelet = rawClient(cluster.url, { caPem: cluster.caPem, certificate }, 1);
    const index = createSnapshotIndex(await liveSnapshot(cluster, { secrets: true }));
    graph = await buildGraph(createWorld(index, policyOf(index)), allEdges, async () => {});
  });
  afterAll(async () => {
    await kubelet?.close();
    await cluster?.stop();
  });

  const isOpen = (edge: AttackEdge, to: string): boolean =>
    stepsOfKind(graph, edge).some(step => step.from === 'user:system:node:one' && step.to === to && !step.blocked);

  const tokenIsGiven = async (account: string): Promise<boolean> => {
    const pod = await cluster.api('GET', `${base}/pods/${account}`);
    const uid = field(pod.body, 'metadata', 'uid');
    // A kubelet asks for tokens that are bound to a pod of its own.
    const boundObjectRef = { apiVersion: 'v1', kind: 'Pod', name: account, ...(typeof uid === 'string' ? { uid } : {}) };
    const answer = await kubelet.request('POST', `${base}/serviceaccounts/${account}/token`, {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: { boundObjectRef },
    });
    return answer.status === 201;
  };

  describe.each(accounts)('a token of account %s', account => {
    it('is given as the graph says', async () => {
      const open = isOpen(nodeTokenRequest, `sa:${namespace}/${account}`);
      if (open) await soon(() => tokenIsGiven(account));
      expect(await tokenIsGiven(account)).toBe(open);
      expect(open).toBe(account === 'mounts');
    });
  });

  describe.each(secrets)('Secret %s', secret => {
    it('is read as the graph says', async () => {
      const isRead = async (): Promise<boolean> => (await kubelet.request('GET', `${base}/secrets/${secret}`)).status === 200;
      const open = isOpen(nodeReadsSecret, `secret:${namespace}/${secret}`);
      if (open) await soon(isRead);
      expect(await isRead()).toBe(open);
      expect(open).toBe(secret === 'referred' || secret === 'for-pulling');
    });
  });
});
