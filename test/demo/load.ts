import { field } from '#test/cluster/client';
import type { TestCluster } from '#test/cluster/cluster';
import { inParallel } from '#test/cluster/inParallel';
import { collectionPath, type KubeObject } from '#test/cluster/object';
import { waitFor } from '#test/cluster/processes';
import { pendingUid } from './company/application.ts';
import { customPlural } from './company/kinds.ts';
import type { Managed } from './company/managed.ts';

const connections = 6;

export const pathOf = (object: KubeObject): string => {
  const plural = customPlural(object.apiVersion, object.kind);
  const standard = collectionPath(object);
  return plural === undefined ? standard : `${standard.slice(0, standard.lastIndexOf('/'))}/${plural}`;
};

const ownerUid = async (
  cluster: TestCluster,
  object: KubeObject,
  owner: NonNullable<KubeObject['metadata']['ownerReferences']>[number],
): Promise<string> => {
  const { namespace } = object.metadata;
  const scope = owner.kind === 'Node' || namespace === undefined ? {} : { namespace };
  const path = pathOf({ apiVersion: owner.apiVersion, kind: owner.kind, metadata: { name: owner.name, ...scope } });
  const answer = await cluster.api('GET', `${path}/${owner.name}`);
  const uid = field(answer.body, 'metadata', 'uid');
  if (typeof uid !== 'string')
    throw new Error(`${object.kind} ${object.metadata.name}: its owner ${owner.kind} ${owner.name} is not there.`);
  return uid;
};

const withOwners = async (cluster: TestCluster, object: KubeObject): Promise<KubeObject> => {
  const { ownerReferences } = object.metadata;
  if (ownerReferences === undefined) return object;
  const known = [];
  for (const owner of ownerReferences)
    known.push(owner.uid === pendingUid ? { ...owner, uid: await ownerUid(cluster, object, owner) } : owner);
  return { ...object, metadata: { ...object.metadata, ownerReferences: known } };
};

const create = async (cluster: TestCluster, { object, manager }: Managed): Promise<void> => {
  const whole = await withOwners(cluster, object);
  const path = pathOf(whole);
  const answer = await cluster.api('POST', `${path}?fieldManager=${manager}`, whole);
  if (answer.status >= 300)
    throw new Error(`${object.kind} ${object.metadata.namespace ?? ''}/${object.metadata.name}: ${JSON.stringify(answer.body)}`);
  if (object['status'] === undefined || customPlural(object.apiVersion, object.kind) !== undefined) return;
  const status = await cluster.api(
    'PATCH',
    `${path}/${object.metadata.name}/status?fieldManager=${manager}`,
    { status: object['status'] },
    { contentType: 'application/merge-patch+json' },
  );
  if (status.status >= 300) throw new Error(`${path}/status: ${JSON.stringify(status.body)}`);
};

const createAll = (cluster: TestCluster, items: readonly Managed[]): Promise<void> =>
  inParallel(items, connections, item => create(cluster, item));

const waves: readonly (readonly string[])[] = [
  ['Namespace', 'PriorityClass', 'StorageClass', 'Node'],
  ['CustomResourceDefinition'],
  ['LimitRange', 'ResourceQuota', 'ServiceAccount', 'Secret', 'ConfigMap', 'Role', 'ClusterRole'],
];

const isServed = async (cluster: TestCluster, { object }: Managed): Promise<boolean> => {
  const [plural = '', ...group] = object.metadata.name.split('.');
  const version = String(field(object, 'spec', 'versions', 0, 'name'));
  return (await cluster.api('GET', `/apis/${group.join('.')}/${version}/${plural}`)).status === 200;
};

const hasAccount = async (cluster: TestCluster, { object }: Managed): Promise<boolean> =>
  (await cluster.api('GET', `/api/v1/namespaces/${object.metadata.name}/serviceaccounts/default`)).status === 200;

const every = async (items: readonly Managed[], holds: (item: Managed) => Promise<boolean>): Promise<boolean> =>
  (await Promise.all(items.map(holds))).every(Boolean);

/** Creates everything, what others depend on first. Throws at the first object that the API server refuses. */
export const load = async (cluster: TestCluster, items: readonly Managed[]): Promise<void> => {
  const early = waves.flat();
  const of = (...kinds: readonly string[]) => items.filter(({ object }) => kinds.includes(object.kind));
  for (const kinds of waves) {
    await createAll(
      cluster,
      of(...kinds).filter(({ object }) => object.metadata.ownerReferences === undefined),
    );
    await waitFor(
      'custom kinds are served',
      () =>
        every(of('CustomResourceDefinition'), item =>
          kinds.includes(item.object.kind) ? isServed(cluster, item) : Promise.resolve(true),
        ),
      [],
      30_000,
    );
    if (kinds.includes('Namespace'))
      await waitFor('service accounts exist', () => every(of('Namespace'), item => hasAccount(cluster, item)), [], 30_000);
  }
  const isOwned = ({ object }: Managed): boolean => object.metadata.ownerReferences !== undefined;
  await createAll(
    cluster,
    items.filter(item => !early.includes(item.object.kind) && !isOwned(item)),
  );
  const accountsFirst = items
    .filter(isOwned)
    .sort((left, right) => Number(right.object.kind === 'ServiceAccount') - Number(left.object.kind === 'ServiceAccount'));
  for (const item of accountsFirst) await create(cluster, item);
};

export const replace = async (cluster: TestCluster, { object, manager }: Managed): Promise<void> => {
  const answer = await cluster.api('PUT', `${pathOf(object)}/${object.metadata.name}?fieldManager=${manager}`, object);
  if (answer.status >= 300) throw new Error(`${object.kind} ${object.metadata.name}: ${JSON.stringify(answer.body)}`);
};

export const remove = async (cluster: TestCluster, path: string): Promise<void> => {
  const answer = await cluster.api('DELETE', path);
  if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
};
