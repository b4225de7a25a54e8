import { type KubeObject, type ObjectRef, refOf, resourceName } from '#contract/kube';
import { controllerOf } from '#kube/owners';
import { workloadResources } from '#kube/pod-templates';
import { identityOf } from './plan.ts';
import type { FreshReader } from './reader.ts';

/** What hangs below a workload of each kind; of any other root, all workloads of its namespace may. */
const below: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  ReplicaSet: ['pods'],
  ReplicationController: ['pods'],
  StatefulSet: ['pods'],
  DaemonSet: ['pods'],
  Job: ['pods'],
  Deployment: ['replicasets.apps', 'pods'],
  CronJob: ['jobs.batch', 'pods'],
};

/** The controllers above an object, each asked for by name. Ends where there is none, it is gone or it may not be read. */
export const climb = async (reader: FreshReader, object: KubeObject): Promise<void> => {
  const seen = new Set<string>();
  for (let current: KubeObject | undefined = object; current !== undefined;) {
    const owner: ObjectRef | undefined = ownerOf(reader, current);
    if (owner === undefined || owner.kind === 'Node' || seen.has(identityOf(owner))) return;
    seen.add(identityOf(owner));
    if ((await reader.get(owner)).state !== 'read') return;
    current = heldAs(reader, owner);
  }
};

export const ownerOf = (reader: FreshReader, object: KubeObject): ObjectRef | undefined => {
  const reference = controllerOf(object);
  if (reference === undefined) return undefined;
  const { apiVersion, kind, name } = reference;
  const { namespace } = object.metadata;
  return reader.typeOf(reference).namespaced && namespace !== undefined
    ? { apiVersion, kind, namespace, name }
    : { apiVersion, kind, name };
};

export const heldAs = (reader: FreshReader, ref: ObjectRef): KubeObject | undefined => {
  const type = reader.typeOf(ref);
  return reader.objects
    .of(resourceName(type.group, type.resource))
    .find(object => object.metadata.name === ref.name && object.metadata.namespace === ref.namespace);
};

/** Whether an object's owners, as far as they were read, lead to one of these. */
const leadsTo = (reader: FreshReader, object: KubeObject, roots: ReadonlySet<string>): boolean => {
  const seen = new Set<KubeObject>();
  for (let current: KubeObject | undefined = object; current !== undefined && !seen.has(current);) {
    if (roots.has(identityOf(refOf(current)))) return true;
    seen.add(current);
    const owner = ownerOf(reader, current);
    current = owner === undefined ? undefined : heldAs(reader, owner);
  }
  return false;
};

const namespaceFor = (seeds: readonly ObjectRef[]): string | undefined =>
  seeds.find(seed => seed.namespace !== undefined)?.namespace;

/**
 * Reads what hangs below the seeds, so that replicas are counted as a capture counts them, and leaves out what hangs on
 * others: a finding is told at its root, with all its replicas.
 */
export const readFamily = async (reader: FreshReader, seeds: readonly ObjectRef[]): Promise<void> => {
  const namespace = namespaceFor(seeds);
  const held = seeds.filter(seed => heldAs(reader, seed) !== undefined);
  if (namespace === undefined || held.length === 0) return;
  const resources = new Set(held.flatMap(seed => below[seed.kind] ?? workloadResources));
  if (resources.size === 0) return;
  await Promise.all([...resources].map(resource => reader.list(resource, namespace)));
  if (held.some(seed => below[seed.kind] === undefined))
    await Promise.all([...resources].flatMap(resource => reader.objects.of(resource)).map(object => climb(reader, object)));
  const roots = new Set(seeds.map(identityOf));
  // Judged before any is dropped: a pod leads to its root over a ReplicaSet of the same lists.
  const wanted = new Set(
    [...resources].flatMap(resource => reader.objects.of(resource)).filter(object => leadsTo(reader, object, roots)),
  );
  for (const resource of resources) {
    reader.objects.keep(resource, object => wanted.has(object));
    reader.forget(resource, namespace);
  }
};
