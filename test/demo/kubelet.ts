import { field, itemsOf } from '#test/cluster/client';
import type { TestCluster } from '#test/cluster/cluster';
import { inParallel } from '#test/cluster/inParallel';
import { setTimeout as sleep } from 'node:timers/promises';
import { nodeNames } from './company/foundation.ts';
import { digestOf, digits, numberOf, uidOf } from './stable.ts';

/**
 * What scheduler, kubelets and the storage driver would do: gives pods a node, says that they run (or how a Job's ended),
 * binds volume claims, and lets deleted pods go.
 */
export const settle = async (cluster: TestCluster, failing: ReadonlySet<string>): Promise<void> => {
  const deadline = Date.now() + 120_000;
  for (let quiet = 0; quiet < 3;) {
    const worked = (await claims(cluster)) + (await pods(cluster, failing));
    const waiting = worked > 0 ? [] : await unready(cluster);
    quiet = worked > 0 || waiting.length > 0 ? 0 : quiet + 1;
    if (Date.now() > deadline) throw new Error(`Not settled after two minutes: ${waiting.join(', ')}`);
    await sleep(400);
  }
};

const text = (value: unknown, ...path: readonly (string | number)[]): string => {
  const found = field(value, ...path);
  return typeof found === 'string' ? found : '';
};

const list = (value: unknown, ...path: readonly (string | number)[]): readonly unknown[] => {
  const found = field(value, ...path);
  return Array.isArray(found) ? (found as readonly unknown[]) : [];
};

const number = (value: unknown, ...path: readonly (string | number)[]): number => Number(field(value, ...path) ?? 0);

const unready = async (cluster: TestCluster): Promise<readonly string[]> => {
  const of = async (path: string, isReady: (item: unknown) => boolean) =>
    itemsOf(await cluster.api('GET', path))
      .filter(item => !isReady(item))
      .map(item => `${text(item, 'metadata', 'namespace')}/${text(item, 'metadata', 'name')}`);
  const replicated = (item: unknown): boolean =>
    number(item, 'spec', 'replicas') === number(item, 'status', 'readyReplicas') &&
    number(item, 'metadata', 'generation') === number(item, 'status', 'observedGeneration') &&
    number(item, 'status', 'updatedReplicas') === number(item, 'spec', 'replicas');
  return [
    ...(await of('/apis/apps/v1/deployments', replicated)),
    ...(await of('/apis/apps/v1/statefulsets', replicated)),
    ...(await of(
      '/apis/apps/v1/daemonsets',
      item =>
        number(item, 'status', 'desiredNumberScheduled') === number(item, 'status', 'numberReady') &&
        number(item, 'status', 'numberReady') > 0,
    )),
    ...(await of('/apis/batch/v1/jobs', item =>
      list(item, 'status', 'conditions').some(condition => ['Complete', 'Failed'].includes(text(condition, 'type'))),
    )),
  ];
};

const patchStatus = async (cluster: TestCluster, path: string, status: unknown): Promise<void> => {
  const answer = await cluster.api(
    'PATCH',
    `${path}/status?fieldManager=kubelet`,
    { status },
    { contentType: 'application/merge-patch+json' },
  );
  if (answer.status >= 300 && answer.status !== 404) throw new Error(`${path}/status: ${JSON.stringify(answer.body)}`);
};

const claims = async (cluster: TestCluster): Promise<number> => {
  const pending = itemsOf(await cluster.api('GET', '/api/v1/persistentvolumeclaims')).filter(
    claim => text(claim, 'status', 'phase') !== 'Bound',
  );
  await inParallel(pending, 6, claim => bindClaim(cluster, claim));
  return pending.length;
};

const bindClaim = async (cluster: TestCluster, claim: unknown): Promise<void> => {
  const namespace = text(claim, 'metadata', 'namespace');
  const name = text(claim, 'metadata', 'name');
  const volume = `pvc-${uidOf(`volume/${namespace}/${name}`)}`;
  const capacity = field(claim, 'spec', 'resources', 'requests');
  await cluster.api('POST', '/api/v1/persistentvolumes?fieldManager=csi-provisioner', {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: volume, annotations: { 'pv.kubernetes.io/provisioned-by': 'block.csi.example.com' } },
    spec: {
      capacity,
      accessModes: ['ReadWriteOnce'],
      persistentVolumeReclaimPolicy: 'Delete',
      storageClassName: 'fast-ssd',
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name, uid: text(claim, 'metadata', 'uid') },
      csi: {
        driver: 'block.csi.example.com',
        volumeHandle: `vol-${digits(`${namespace}/${name}`).slice(0, 16)}`,
        fsType: 'ext4',
      },
    },
  });
  await patchStatus(cluster, `/api/v1/persistentvolumes/${volume}`, { phase: 'Bound' });
  const path = `/api/v1/namespaces/${namespace}/persistentvolumeclaims/${name}`;
  await cluster.api('PATCH', path, { spec: { volumeName: volume } }, { contentType: 'application/merge-patch+json' });
  await patchStatus(cluster, path, { phase: 'Bound', accessModes: ['ReadWriteOnce'], capacity });
};

const isDone = (pod: unknown): boolean =>
  text(pod, 'metadata', 'deletionTimestamp') === '' &&
  text(pod, 'spec', 'nodeName') !== '' &&
  ['Running', 'Succeeded', 'Failed'].includes(text(pod, 'status', 'phase'));

const pods = async (cluster: TestCluster, failing: ReadonlySet<string>): Promise<number> => {
  const waiting = itemsOf(await cluster.api('GET', '/api/v1/pods')).filter(pod => !isDone(pod));
  // A pod of a Job holds a finalizer that the controller takes off: deleting twice does no harm.
  await inParallel(waiting, 6, pod => run(cluster, pod, failing));
  return waiting.length;
};

const run = async (cluster: TestCluster, pod: unknown, failing: ReadonlySet<string>): Promise<void> => {
  const namespace = text(pod, 'metadata', 'namespace');
  const name = text(pod, 'metadata', 'name');
  const path = `/api/v1/namespaces/${namespace}/pods/${name}`;
  if (text(pod, 'metadata', 'deletionTimestamp') !== '') {
    await cluster.api('DELETE', `${path}?gracePeriodSeconds=0`);
    return;
  }
  const node = text(pod, 'spec', 'nodeName') || nodeFor(pod);
  if (text(pod, 'spec', 'nodeName') === '')
    await cluster.api('POST', `${path}/binding`, {
      apiVersion: 'v1',
      kind: 'Binding',
      metadata: { name, namespace },
      target: { apiVersion: 'v1', kind: 'Node', name: node },
    });
  await patchStatus(cluster, path, statusOf(pod, node, failing));
};

let turn = 0;

const nodeFor = (pod: unknown): string => {
  const wanted = text(
    pod,
    'spec',
    'affinity',
    'nodeAffinity',
    'requiredDuringSchedulingIgnoredDuringExecution',
    'nodeSelectorTerms',
    0,
    'matchFields',
    0,
    'values',
    0,
  );
  if (wanted !== '') return wanted;
  const pool = text(pod, 'spec', 'nodeSelector', 'example.com/pool');
  const fitting = nodeNames.workers.filter(name => (pool === '' ? !name.includes('-ci-') : name.includes(`-${pool}-`)));
  turn += 1;
  return fitting[turn % fitting.length] ?? nodeNames.workers[0];
};

const ipOf = (node: string, name: string, onHost: boolean): string => {
  const index = [...nodeNames.control, ...nodeNames.workers].findIndex(known => known === node);
  return onHost ? `10.20.${index}.10` : `10.244.${index}.${2 + numberOf(`ip/${name}`, 250)}`;
};

type Outcome = 'Running' | 'Succeeded' | 'Failed';

const outcomeOf = (pod: unknown, failing: ReadonlySet<string>): Outcome => {
  const owner = list(pod, 'metadata', 'ownerReferences')[0];
  if (text(owner, 'kind') !== 'Job') return 'Running';
  return failing.has(`${text(pod, 'metadata', 'namespace')}/${text(owner, 'name')}`) ? 'Failed' : 'Succeeded';
};

const stateOf = (outcome: Outcome, now: string): unknown =>
  outcome === 'Running'
    ? { running: { startedAt: now } }
    : {
        terminated: {
          exitCode: outcome === 'Failed' ? 1 : 0,
          reason: outcome === 'Failed' ? 'Error' : 'Completed',
          startedAt: now,
          finishedAt: now,
        },
      };

const statusOf = (pod: unknown, node: string, failing: ReadonlySet<string>): unknown => {
  const now = `${new Date().toISOString().slice(0, 19)}Z`;
  const name = text(pod, 'metadata', 'name');
  const outcome = outcomeOf(pod, failing);
  const condition = (type: string, holds: boolean, reason?: string) => ({
    type,
    status: holds ? 'True' : 'False',
    lastTransitionTime: now,
    ...(reason === undefined ? {} : { reason }),
  });
  const running = outcome === 'Running';
  const ended = outcome === 'Succeeded' ? 'PodCompleted' : 'PodFailed';
  const podIP = ipOf(node, name, field(pod, 'spec', 'hostNetwork') === true);
  return {
    phase: outcome,
    startTime: now,
    hostIP: ipOf(node, name, true),
    hostIPs: [{ ip: ipOf(node, name, true) }],
    podIP,
    podIPs: [{ ip: podIP }],
    conditions: [
      condition('PodReadyToStartContainers', running),
      condition('Initialized', true),
      condition('Ready', running, running ? undefined : ended),
      condition('ContainersReady', running, running ? undefined : ended),
      condition('PodScheduled', true),
    ],
    containerStatuses: list(pod, 'spec', 'containers').map(container => {
      const image = text(container, 'image');
      return {
        name: text(container, 'name'),
        image,
        imageID: imageId(image),
        containerID: `containerd://${digits(`${name}/${text(container, 'name')}`)}`,
        ready: running,
        started: running,
        restartCount: numberOf(`restarts/${text(container, 'name')}`, 12) === 0 ? 1 : 0,
        state: stateOf(outcome, now),
      };
    }),
  };
};

/** What the registry gave for the name: the digest that is named, or the tag's of that day. */
const imageId = (image: string): string => {
  const [name = '', digest] = image.split('@');
  const repository = name.replace(/:[^:/]*$/, '');
  return `${repository}@${digest ?? digestOf(name)}`;
};
