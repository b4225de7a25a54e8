/**
 * What kubelets would do, on a cluster that has none: Pods become ready and end when deleted, so that the controllers carry
 * a changed template through to the last replica. The Jobs of a CronJob come by the clock; here they come when asked for.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { field, itemsOf } from '#test/cluster/client';
import type { TestCluster } from '#test/cluster/cluster';
import { inParallel } from '#test/cluster/inParallel';
import { objectPath, type KubeObject } from '#test/cluster/object';

const longestMs = 90_000;
const connections = 6;

const listed = async (cluster: TestCluster, path: string): Promise<readonly KubeObject[]> =>
  itemsOf(await cluster.api('GET', path)) as readonly KubeObject[];

const withKind = (items: readonly KubeObject[], apiVersion: string, kind: string): readonly KubeObject[] =>
  items.map(item => ({ ...item, apiVersion, kind }));

const conditionOf = (object: KubeObject, type: string): unknown => {
  const conditions = field(object, 'status', 'conditions');
  const found: unknown = Array.isArray(conditions)
    ? (conditions as unknown[]).find(condition => field(condition, 'type') === type)
    : undefined;
  return field(found, 'status');
};

const isMirror = (pod: KubeObject): boolean => pod.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined;

const ready = {
  phase: 'Running',
  conditions: ['Initialized', 'ContainersReady', 'Ready'].map(type => ({ type, status: 'True' })),
};

/** Makes Pods ready and lets deleted ones go; how many it had to touch. */
const actAsKubelet = async (cluster: TestCluster): Promise<number> => {
  const pods = withKind(await listed(cluster, '/api/v1/pods'), 'v1', 'Pod').filter(pod => !isMirror(pod));
  const ending = pods.filter(pod => field(pod, 'metadata', 'deletionTimestamp') !== undefined);
  const starting = pods.filter(pod => !ending.includes(pod) && conditionOf(pod, 'Ready') !== 'True');
  await inParallel(ending, connections, async pod => {
    await cluster.api('DELETE', `${objectPath(pod)}?gracePeriodSeconds=0`);
  });
  await inParallel(starting, connections, async pod => {
    await cluster.api('PATCH', `${objectPath(pod)}/status`, { status: ready }, { contentType: 'application/merge-patch+json' });
  });
  return ending.length + starting.length;
};

const observed = (workload: KubeObject): boolean =>
  field(workload, 'status', 'observedGeneration') === field(workload, 'metadata', 'generation');

/** Whether every replica is of the newest template; Pods that admission refuses never come. */
const rolledOut: Readonly<Record<string, (workload: KubeObject) => boolean>> = {
  deployments: workload => {
    if (conditionOf(workload, 'ReplicaFailure') === 'True') return true;
    const wanted = field(workload, 'spec', 'replicas');
    return ['replicas', 'updatedReplicas', 'availableReplicas'].every(name => (field(workload, 'status', name) ?? 0) === wanted);
  },
  statefulsets: workload =>
    field(workload, 'status', 'currentRevision') === field(workload, 'status', 'updateRevision') &&
    field(workload, 'status', 'readyReplicas') === field(workload, 'spec', 'replicas'),
  daemonsets: workload =>
    ['updatedNumberScheduled', 'numberAvailable'].every(
      name => (field(workload, 'status', name) ?? 0) === field(workload, 'status', 'desiredNumberScheduled'),
    ),
};

const unfinished = async (cluster: TestCluster): Promise<readonly string[]> => {
  const left: string[] = [];
  for (const [resource, done] of Object.entries(rolledOut))
    for (const workload of await listed(cluster, `/apis/apps/v1/${resource}`))
      if (!observed(workload) || !done(workload))
        left.push(`${resource} ${workload.metadata.namespace ?? ''}/${workload.metadata.name}`);
  return left;
};

/** Waits until the controllers have done all that follows from what was changed. Throws after a minute and a half. */
export const settle = async (cluster: TestCluster): Promise<void> => {
  const deadline = Date.now() + longestMs;
  for (let quiet = 0; quiet < 2;) {
    const touched = await actAsKubelet(cluster);
    const left = await unfinished(cluster);
    quiet = touched === 0 && left.length === 0 ? quiet + 1 : 0;
    if (Date.now() > deadline) throw new Error(`Not rolled out: ${left.join(', ')}; ${touched} pods changed`);
    await delay(100);
  }
};

const jobOf = (cronJob: KubeObject): KubeObject => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: {
    name: `${cronJob.metadata.name}-by-hand`,
    namespace: cronJob.metadata.namespace ?? '',
    ownerReferences: [
      {
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        name: cronJob.metadata.name,
        uid: cronJob.metadata.uid ?? '',
        controller: true,
      },
    ],
  },
  spec: field(cronJob, 'spec', 'jobTemplate', 'spec'),
});

/** Ends the Jobs of these CronJobs and starts them anew, as their next hour would. */
export const startJobs = async (cluster: TestCluster, cronJobs: readonly string[]): Promise<void> => {
  await inParallel([...new Set(cronJobs)], connections, async path => {
    const cronJob = (await cluster.api('GET', path)).body as KubeObject;
    const job = jobOf(cronJob);
    await cluster.api('DELETE', `${objectPath(job)}?propagationPolicy=Foreground`);
    const collection = objectPath(job).slice(0, -job.metadata.name.length - 1);
    const deadline = Date.now() + longestMs;
    for (;;) {
      const { status, body } = await cluster.api('POST', collection, job);
      if (status === 201) return;
      if (Date.now() > deadline) throw new Error(`${job.metadata.name}: ${JSON.stringify(body)}`);
      await actAsKubelet(cluster);
      await delay(100);
    }
  });
};
