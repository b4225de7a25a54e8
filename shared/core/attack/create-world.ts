import { isJsonObject } from '#contract/json';
import { createCompleteness, manifestCompleteness } from '#core/evaluate/completeness';
import { createOwnerResolver } from '#core/evaluate/owner-resolver';
import type { SnapshotIndex } from '#core/evaluate/snapshot-index';
import { usedNamespaces } from '#core/evaluate/snapshot-index';
import { workloadUnits, type PodShape, type WorkloadUnit } from '#core/evaluate/workload-units';
import type { Policy } from '#core/rbac/policy';
import { serverMinor } from '#core/rbac/server-minor';
import type { Need } from '#contract/coverage';
import type { PodTemplate } from '#contract/rule';
import { textAt } from '#kube/json-fields';
import { countLooks } from './policy-looks.ts';
import type { Workload, World } from './world.ts';

const none: readonly never[] = [];

const labelsIn = (metadata: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> => {
  const labels = metadata['labels'];
  if (!isJsonObject(labels)) return {};
  const texts: Record<string, string> = {};
  for (const [key, value] of Object.entries(labels)) if (typeof value === 'string') texts[key] = value;
  return texts;
};

interface Named {
  readonly kind: string;
  readonly name: string;
}

const workloadFrom = (
  index: SnapshotIndex,
  { kind, name }: Named,
  template: PodTemplate,
  pods: readonly PodTemplate[],
): Workload => {
  const nodes = new Set<string>();
  for (const pod of pods) {
    const node = textAt(pod.spec, 'nodeName');
    if (node !== undefined && node !== '') nodes.add(node);
  }
  return {
    id: `workload:${template.namespace}/${kind}/${name}`,
    namespace: template.namespace,
    kind,
    name,
    key: index.keyOf(template.object),
    object: template.object,
    podSpec: template.spec,
    podSpecPath: `${template.path}/spec`,
    podLabels: labelsIn(template.metadata),
    serviceAccount: textAt(template.spec, 'serviceAccountName') || textAt(template.spec, 'serviceAccount') || 'default',
    pods: pods.length,
    nodes: [...nodes].sort(),
  };
};

/** The shape that stands for the owner: as its template says, else the one that most pods have. */
const chiefShape = (shapes: readonly PodShape[]): PodShape | undefined =>
  shapes.find(shape => shape.asHolder) ??
  shapes.reduce<PodShape | undefined>(
    (best, shape) => (best === undefined || shape.pods.length > best.pods.length ? shape : best),
    undefined,
  );

/** What runs is what the pods say: the template stands for them where they are as it says, or where there are none. */
const workloadsOf = (index: SnapshotIndex, unit: WorkloadUnit): readonly (readonly [Workload, readonly PodTemplate[]])[] => {
  const owner = unit.holder?.object ?? unit.root;
  const named = { kind: owner.kind, name: owner.metadata.name };
  const chief = chiefShape(unit.shapes);
  if (chief === undefined) return unit.holder === undefined ? none : [[workloadFrom(index, named, unit.holder, none), none]];
  const template = chief.asHolder && unit.holder !== undefined ? unit.holder : chief.pod;
  const others = unit.shapes.filter(shape => shape !== chief);
  return [
    [workloadFrom(index, named, template, chief.pods), chief.pods],
    ...others.map(shape => {
      const name = { kind: 'Pod', name: shape.pod.object.metadata.name };
      return [workloadFrom(index, name, shape.pod, shape.pods), shape.pods] as const;
    }),
  ];
};

interface Workloads {
  readonly all: readonly Workload[];
  readonly byNamespace: ReadonlyMap<string, readonly Workload[]>;
  readonly byNode: ReadonlyMap<string, readonly Workload[]>;
  readonly byPod: ReadonlyMap<string, Workload>;
}

const push = <V>(map: Map<string, V[]>, key: string, value: V): void => {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
};

const completenessOf = ({ snapshot, isNamespaced }: SnapshotIndex): ReturnType<typeof createCompleteness> =>
  snapshot.meta.origin === 'manifests' ? manifestCompleteness : createCompleteness(snapshot.coverage, isNamespaced);

const ownUnits = (index: SnapshotIndex): readonly WorkloadUnit[] =>
  workloadUnits(index, createOwnerResolver(index, completenessOf(index)));

const gather = (index: SnapshotIndex, units: readonly WorkloadUnit[]): Workloads => {
  const made = units.flatMap(unit => workloadsOf(index, unit));
  made.sort(([left], [right]) => (left.id < right.id ? -1 : left.id > right.id ? 1 : 0));
  const byNamespace = new Map<string, Workload[]>();
  const byNode = new Map<string, Workload[]>();
  const byPod = new Map<string, Workload>();
  for (const [workload, pods] of made) {
    push(byNamespace, workload.namespace, workload);
    for (const node of workload.nodes) push(byNode, node, workload);
    for (const pod of pods) byPod.set(`${workload.namespace}/${pod.object.metadata.name}`, workload);
  }
  return { all: made.map(([workload]) => workload), byNamespace, byNode, byPod };
};

/** What the engine knows of a world beyond what edges see. */
export interface WholeWorld extends World {
  readonly index: SnapshotIndex;
  workload(id: string): Workload | undefined;
}

/** The snapshot as edges see it. Workloads are made when they are first asked for, of `units` where somebody has them already. */
export const createWorld = (
  index: SnapshotIndex,
  policy: Policy,
  units: () => readonly WorkloadUnit[] = () => ownUnits(index),
): WholeWorld => {
  let known: Workloads | undefined;
  let byId: ReadonlyMap<string, Workload> | undefined;
  let names: readonly string[] | undefined;
  const workloads = (): Workloads => (known ??= gather(index, units()));
  const completeness = completenessOf(index);
  const needs = new Map<string, readonly Need[]>();
  let looks = { count: 0, rules: 0 };
  const world: WholeWorld = {
    index,
    get policy() {
      looks.count += 1;
      return policy;
    },
    minor: serverMinor(index.snapshot.meta.serverVersion),
    get namespaces() {
      return (names ??= namespaceNames(index));
    },
    get workloads() {
      return workloads().all;
    },
    list: index.list,
    get: index.get,
    facts: index.facts,
    keyOf: index.keyOf,
    missing: (resource, namespace) => {
      const key = `${resource} ${namespace ?? ''}`;
      const found = needs.get(key) ?? missingIn(completeness.unread(resource, namespace));
      needs.set(key, found);
      return found;
    },
    workloadsIn: namespace => workloads().byNamespace.get(namespace) ?? none,
    workloadsOn: node => workloads().byNode.get(node) ?? none,
    workloadOfPod: (namespace, name) => workloads().byPod.get(`${namespace}/${name}`),
    workload: id => (byId ??= new Map(workloads().all.map(workload => [workload.id, workload]))).get(id),
  };
  looks = countLooks(world);
  return world;
};

const namespaceNames = (index: SnapshotIndex): readonly string[] => {
  const names = new Set(usedNamespaces(index.snapshot));
  for (const { metadata } of index.list('namespaces')) names.add(metadata.name);
  return [...names].sort();
};

/** One need each; where the cause of a gap names none (a file, a failure), the list itself. */
const missingIn = (unread: ReturnType<ReturnType<typeof createCompleteness>['unread']>): readonly Need[] => {
  const found = new Map<string, Need>();
  for (const { resource, namespace, needs } of unread) {
    const dot = resource.indexOf('.');
    const own: Need = {
      group: dot < 0 ? '' : resource.slice(dot + 1),
      resource: dot < 0 ? resource : resource.slice(0, dot),
      verb: 'list',
      ...(namespace === null ? {} : { namespace }),
    };
    for (const need of needs.length === 0 ? [own] : needs)
      found.set(`${need.group}/${need.resource}/${need.verb}/${need.namespace ?? ''}`, need);
  }
  return [...found.values()];
};
