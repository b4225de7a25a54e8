import { field } from '#test/cluster/client';
import type { TestCluster } from '#test/cluster/cluster';
import { createObjects, type LoadResult } from '#test/cluster/fixtures/load';
import { inParallel } from '#test/cluster/inParallel';
import { collectionPath, objectPath, type KubeObject } from '#test/cluster/object';

const connections = 6;

/** Kinds whose status a controller or kubelet would write; without it Pods are Pending and lists smaller than real. */
const withStatus = new Set(['Deployment', 'ReplicaSet', 'Pod', 'Node']);

/** What must be there before the rest; then owners before what they own. */
const waves: readonly ((kind: string) => boolean)[] = [
  kind => !['ReplicaSet', 'Pod'].includes(kind),
  kind => kind === 'ReplicaSet',
  kind => kind === 'Pod',
];

const foundation = new Set(['Namespace', 'CustomResourceDefinition', 'Node']);

/**
 * Creates generated objects in a running API server. Start it with `quietControllers`: others would act on the
 * Deployments and their Pods. The server gives its own uids, to which owner references are turned.
 */
export async function loadGenerated(cluster: TestCluster, objects: Iterable<KubeObject>): Promise<LoadResult> {
  const started = Date.now();
  const all = [...objects];
  const uids = new Map<string, string>();
  const base = all.filter(object => foundation.has(object.kind));
  await createObjects(
    cluster,
    base.map(object => withoutServerFields(object, uids)),
  );
  for (const inWave of waves) {
    const wave = all.filter(object => inWave(object.kind) && !foundation.has(object.kind));
    await inParallel(wave, connections, object => create(cluster, object, uids));
  }
  return { created: all.length, ms: Date.now() - started };
}

async function create(cluster: TestCluster, object: KubeObject, uids: Map<string, string>): Promise<void> {
  const manager = managerOf(object, 0, 'helm');
  const path = `${collectionPath(object)}?fieldManager=${manager}`;
  const answer = await cluster.api('POST', path, withoutServerFields(object, uids));
  if (answer.status !== 201) throw new Error(`${path} ${object.metadata.name}: ${JSON.stringify(answer.body)}`);
  uids.set(object.metadata.uid ?? '', String(field(answer.body, 'metadata', 'uid')));
  if (!withStatus.has(object.kind) || object['status'] === undefined) return;
  const statusManager = managerOf(object, 1, 'kubelet');
  const statusPath = `${objectPath(object)}/status?fieldManager=${statusManager}`;
  const patch = { status: object['status'] };
  const patched = await cluster.api('PATCH', statusPath, patch, { contentType: 'application/merge-patch+json' });
  if (patched.status !== 200) throw new Error(`${statusPath}: ${JSON.stringify(patched.body)}`);
}

function withoutServerFields(object: KubeObject, uids: ReadonlyMap<string, string>): KubeObject {
  const { uid: _uid, resourceVersion: _version, creationTimestamp: _time, managedFields: _fields, ...metadata } = object.metadata;
  const owners = metadata.ownerReferences?.map(owner => ({ ...owner, uid: uids.get(owner.uid) ?? owner.uid }));
  return { ...object, metadata: owners === undefined ? metadata : { ...metadata, ownerReferences: owners } };
}

function managerOf(object: KubeObject, entry: number, otherwise: string): string {
  const manager = field(object, 'metadata', 'managedFields', entry, 'manager');
  return typeof manager === 'string' ? manager : otherwise;
}
