/**
 * A cluster of any size for measurements: the same objects from the same seed, in the mix and shape of real clusters,
 * complete with uids, status and managedFields as an API server would answer them.
 */
import type { KubeObject } from '#test/cluster/object';
import { applicationObjects } from './application.ts';
import { customKinds } from './customKinds.ts';
import { customResourceDefinition } from '#test/cluster/fixtures/builders';
import { served } from './served.ts';
import { seededRandom, type Random } from './random.ts';

export interface GenerateOptions {
  /** How many objects, exactly. */
  readonly objects: number;
  readonly seed?: number;
}

const objectsPerNamespace = 220;
const objectsPerNode = 120;
const levels = ['privileged', 'baseline', 'restricted'] as const;

/** Owners come before what they own, namespaces and definitions before their objects. */
export function* generateCluster({ objects, seed = 1 }: GenerateOptions): Generator<KubeObject> {
  const random = seededRandom(seed);
  let left = objects;
  for (const object of everything(random, objects)) {
    if (left === 0) return;
    left -= 1;
    yield object;
  }
}

function* everything(random: Random, objects: number): Generator<KubeObject> {
  const nodes = names('node', Math.max(1, Math.round(objects / objectsPerNode)));
  const namespaces = names('tenant', Math.max(2, Math.round(objects / objectsPerNamespace)));
  yield* customKinds.map(kind => served(customResourceDefinition(kind), random));
  yield* nodes.map(name => node(name, random));
  yield* namespaces.map(name => namespaceOf(name, random));
  for (let round = 0; ; round += 1) {
    for (const namespace of namespaces) yield* applicationObjects({ namespace, index: round, nodes, random });
  }
}

function names(prefix: string, count: number): readonly [string, ...string[]] {
  const name = (index: number): string => `${prefix}-${String(index).padStart(3, '0')}`;
  return [name(0), ...Array.from({ length: count - 1 }, (_, index) => name(index + 1))];
}

function namespaceOf(name: string, random: Random): KubeObject {
  const enforced = random.chance(0.4) ? { 'pod-security.kubernetes.io/warn': random.pick(levels) } : {};
  const labels = { 'kubernetes.io/metadata.name': name, team: `team-${String(random.below(9))}`, ...enforced };
  const object = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  };
  return served(object, random, { manager: 'kubectl-create' });
}

function node(name: string, random: Random): KubeObject {
  const resources = { cpu: '8', memory: '32Gi', pods: '110' };
  const images = Array.from({ length: 20 }, (_, index) => ({
    names: [
      `registry.example.com/app-${String(index)}@sha256:${random.hex(64)}`,
      `registry.example.com/app-${String(index)}:1.${String(index)}.0`,
    ],
    sizeBytes: 40_000_000 + random.below(400_000_000),
  }));
  const object = {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64' } },
    spec: { providerID: `kind://docker/bench/${name}` },
    status: {
      capacity: resources,
      allocatable: resources,
      conditions: ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'Ready'].map(type => ({
        type,
        status: type === 'Ready' ? 'True' : 'False',
        reason: `Kubelet${type}`,
        message: 'kubelet is as it should be',
        lastHeartbeatTime: '2026-01-01T00:00:00Z',
        lastTransitionTime: '2026-01-01T00:00:00Z',
      })),
      images,
    },
  };
  return served(object, random, { manager: 'kubelet', statusManager: 'kubelet' });
}
