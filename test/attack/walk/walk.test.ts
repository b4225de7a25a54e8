import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld } from '#core/attack/create-world';
import { allEdges } from '#core/attack/edges/all-edges';
import { buildGraph, type AttackGraph } from '#core/attack/graph/build-graph';
import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import { policyOf } from '#core/rbac/policy-of';
import { objectOf, objectsOfGrant } from '#test/attack/edge-cases/edge-case';
import { stepsOfKind } from '#test/attack/edge-cases/graph-steps';
import { issue } from '#test/cluster/certificates';
import { rawClient, type RawClient } from '#test/cluster/client';
import type { TestCluster } from '#test/cluster/cluster';
import { collectionPath, objectPath, type KubeObject } from '#test/cluster/object';
import { startCluster } from '#test/cluster/start';
import { clusterSuite } from '#test/cluster/suite';
import { liveSnapshot } from '#test/remediate/live-snapshot';
import { admissionWalks } from './admission-walks.ts';
import { certificateWalks } from './certificate-walks.ts';
import { constrainedWalks } from './constrained-walks.ts';
import { harmWalks } from './harm-walks.ts';
import { identityWalks } from './identity-walks.ts';
import { platformWalks } from './platform-walks.ts';
import { roleWalks } from './role-walks.ts';
import { soon, type Place, type Walk, type Walker } from './walk.ts';
import { workloadWalks } from './workload-walks.ts';

// Those of admission touch what others write: they are walked last.
const walks = [
  ...roleWalks,
  ...identityWalks,
  ...constrainedWalks,
  ...certificateWalks,
  ...workloadWalks,
  ...platformWalks,
  ...harmWalks,
  ...admissionWalks,
].map((walk, index) => ({
  walk,
  open: placeOf(`w${index}`),
  fixed: placeOf(`f${index}`),
}));

function placeOf(id: string): Place {
  return { id, user: `eve-${id}`, mate: `bob-${id}`, namespace: `ns-${id}` };
}

await clusterSuite('ways of an attacker, walked', () => {
  let cluster: TestCluster;
  let graph: AttackGraph;
  const clients: RawClient[] = [];

  const client = (credentials: Parameters<Walker['with']>[0]): RawClient => {
    const made = rawClient(cluster.url, { caPem: cluster.caPem, ...credentials }, 1);
    clients.push(made);
    return made;
  };
  const as = (user: string): RawClient => client({ certificate: issue(cluster.authority, { commonName: user }) });

  beforeAll(async () => {
    cluster = await startCluster({ apiServerFlags: ['--enable-bootstrap-token-auth=true'] });
    for (const { walk, open, fixed } of walks) {
      await setUp(cluster, walk, open);
      await setUp(cluster, walk, fixed);
      await applyFix(cluster, walk, fixed);
    }
    const index = createSnapshotIndex(await liveSnapshot(cluster, { secrets: true }));
    graph = await buildGraph(createWorld(index, policyOf(index)), allEdges, async () => {});
  });
  afterAll(async () => {
    await Promise.all(clients.map(one => one.close()));
    await cluster?.stop();
  });

  const isOpen = (walk: Walk, place: Place): boolean => {
    const edge = allEdges.find(({ id }) => id === walk.edge);
    if (edge === undefined) throw new Error(`No edge is called ${walk.edge}.`);
    const from = walk.from?.(place) ?? `user:${place.user}`;
    const to = walk.to(place);
    return stepsOfKind(graph, edge).some(step => step.from === from && step.to === to && !step.blocked);
  };
  const go = (walk: Walk, place: Place): Promise<boolean> => {
    const [own, mate] = [as(place.user), as(place.mate)];
    return walk.walk({
      ...place,
      cluster,
      ask: own.request,
      asMate: mate.request,
      with: credentials => client(credentials).request,
    });
  };

  describe.each(walks)('$walk.edge: $walk.name', ({ walk, open, fixed }) => {
    it('is walked as the graph says', async () => {
      expect({ graph: isOpen(walk, open), server: await go(walk, open) }).toEqual({ graph: true, server: true });
    });
    it('is not, once it is fixed', async () => {
      expect({ graph: isOpen(walk, fixed), server: await go(walk, fixed) }).toEqual({ graph: false, server: false });
    });
  });
});

/** Names of a walk's roles and bindings are its own. */
const namedGrants = (walk: Walk, place: Place) =>
  walk.grants(place).map((grant, index) => ({
    ...grant,
    role: grant.role ?? `${place.id}-${index}`,
    binding: grant.binding ?? `${place.id}-${index}`,
  }));

async function put(cluster: TestCluster, object: KubeObject): Promise<void> {
  const { uid: _, ...metadata } = object.metadata;
  const answer = await cluster.api('POST', collectionPath(object), { ...object, metadata });
  if (answer.status === 409) {
    const merge = { contentType: 'application/merge-patch+json' };
    const patched = await cluster.api('PATCH', objectPath(object), { metadata: { labels: metadata.labels ?? {} } }, merge);
    if (patched.status === 200) return;
  } else if (answer.status < 300) return;
  throw new Error(`${object.kind} ${object.metadata.name}: ${JSON.stringify(answer.body)}`);
}

const written = (objects: readonly unknown[]): readonly KubeObject[] =>
  objects.map(one => objectOf(one as Parameters<typeof objectOf>[0]) as unknown as KubeObject);

async function setUp(cluster: TestCluster, walk: Walk, place: Place): Promise<void> {
  const objects = written(walk.objects?.(place) ?? []);
  if (!objects.some(({ kind, metadata }) => kind === 'Namespace' && metadata.name === place.namespace))
    await put(cluster, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: place.namespace } });
  const grants = namedGrants(walk, place).flatMap((grant, index) => written(objectsOfGrant(grant, index)));
  // Roles before bindings, accounts before pods; Namespaces first of all.
  const order = (kind: string): number => ['Namespace', 'ServiceAccount'].indexOf(kind) * -1;
  const all = [...grants, ...objects].toSorted((left, right) => order(left.kind) - order(right.kind));
  for (const object of all.filter(({ kind }) => kind === 'Namespace')) await put(cluster, object);
  const accounts = `/api/v1/namespaces/${place.namespace}/serviceaccounts/default`;
  await soon(async () => (await cluster.api('GET', accounts)).status === 200);
  for (const object of all.filter(({ kind }) => kind !== 'Namespace')) await put(cluster, object);
}

async function applyFix(cluster: TestCluster, walk: Walk, place: Place): Promise<void> {
  if ('objects' in walk.fix) {
    for (const object of written(walk.fix.objects(place))) await put(cluster, object);
    return;
  }
  const grant = namedGrants(walk, place)[walk.fix.withoutGrant];
  if (grant === undefined) throw new Error('There is no such grant.');
  const binding = written(objectsOfGrant(grant, 0)).find(({ kind }) => kind.endsWith('Binding'));
  if (binding === undefined) throw new Error('The grant has no binding.');
  const answer = await cluster.api('DELETE', objectPath(binding));
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
}
