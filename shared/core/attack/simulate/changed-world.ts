import type { KubeObject, ResourceName } from '#contract/kube';
import { resourceName } from '#contract/kube';
import type { Policy } from '#core/rbac/policy';
import { podTemplateOf } from '#kube/pod-templates';
import { textAt } from '#kube/json-fields';
import type { WholeWorld } from '../create-world.ts';
import { countLooks } from '../policy-looks.ts';
import type { Workload } from '../world.ts';
import type { ObjectChange } from './object-change.ts';

const resourceOfKey = (key: string): ResourceName => {
  const [group = '', resource = ''] = key.split('/');
  return resourceName(group, resource);
};

/** Lists with changed objects in their place, made when they are asked for. */
const changedLists = (world: WholeWorld, { objects }: ObjectChange): Pick<WholeWorld, 'list' | 'get'> => {
  const resources = new Set([...objects.keys()].map(resourceOfKey));
  const lists = new Map<string, readonly KubeObject[]>();
  const now = (object: KubeObject): KubeObject | null => {
    const found = objects.get(world.keyOf(object));
    return found === undefined ? object : found;
  };
  return {
    list: (resource, namespace) => {
      if (!resources.has(resource)) return world.list(resource, namespace);
      const key = `${resource} ${namespace ?? '*'}`;
      const found = lists.get(key) ?? world.list(resource, namespace).flatMap(object => now(object) ?? []);
      lists.set(key, found);
      return found;
    },
    get: (resource, namespace, name) => {
      const object = world.get(resource, namespace, name);
      return object === undefined || !resources.has(resource) ? object : (now(object) ?? undefined);
    },
  };
};

/** The workload with its template as it is then; its pods are made anew from it and are as many. */
const changedWorkload = (workload: Workload, object: KubeObject): Workload | null => {
  const template = podTemplateOf(object);
  if (template === undefined) return null;
  return {
    ...workload,
    object,
    podSpec: template.spec,
    podLabels: labelsOf(template.metadata['labels']),
    serviceAccount: textAt(template.spec, 'serviceAccountName') || textAt(template.spec, 'serviceAccount') || 'default',
  };
};

const labelsOf = (labels: unknown): Readonly<Record<string, string>> =>
  typeof labels === 'object' && labels !== null
    ? Object.fromEntries(Object.entries(labels).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
    : {};

interface ChangedWorkloads {
  readonly now: (workload: Workload) => Workload | null;
  readonly touched: boolean;
}

const workloadsAfter = (world: WholeWorld, { objects }: ObjectChange): ChangedWorkloads => {
  const made = new Map<Workload, Workload | null>();
  for (const [key, object] of objects) {
    const [, , place = '', name = ''] = key.split('/');
    const first = world.workloadsIn(place).filter(workload => workload.key === key);
    const byPod = resourceOfKey(key) === 'pods' ? world.workloadOfPod(place, name) : undefined;
    // One of several pods that are alike: the others stay.
    if (byPod !== undefined && object === null) made.set(byPod, byPod.pods > 1 ? { ...byPod, pods: byPod.pods - 1 } : null);
    else for (const workload of first) made.set(workload, object === null ? null : changedWorkload(workload, object));
  }
  return { touched: made.size > 0, now: workload => (made.has(workload) ? (made.get(workload) ?? null) : workload) };
};

export interface WorldParts {
  readonly policy: Policy;
  readonly change: ObjectChange | null;
  /** Only what stands in these, and in none, is listed; null: all. */
  readonly namespaces: ReadonlySet<string> | null;
}

/** Lists of the whole cluster without what stands in other namespaces. */
const narrowed = (world: WholeWorld, list: WholeWorld['list'], namespaces: ReadonlySet<string>): WholeWorld['list'] => {
  const known = new Map<ResourceName, readonly KubeObject[]>();
  return (resource, namespace) => {
    if (namespace !== undefined || !world.index.isNamespaced(resource)) return list(resource, namespace);
    const found = known.get(resource) ?? [...namespaces].flatMap(place => list(resource, place));
    known.set(resource, found);
    return found;
  };
};

const isOver = (path: string, gone: string): boolean => path === gone || path.startsWith(`${gone}/`);

/** A world with another policy, changed objects, or narrowed to some namespaces. */
export const changedWorld = (world: WholeWorld, { policy, change, namespaces }: WorldParts): WholeWorld => {
  const whole = change === null ? { list: world.list, get: world.get } : changedLists(world, change);
  const lists = namespaces === null ? whole : { ...whole, list: narrowed(world, whole.list, namespaces) };
  const { now, touched } = change === null ? { now: same, touched: false } : workloadsAfter(world, change);
  const after = (all: readonly Workload[]): readonly Workload[] => (touched ? all.flatMap(workload => now(workload) ?? []) : all);
  const places = namespaces === null ? world.namespaces : world.namespaces.filter(name => namespaces.has(name));
  const within = (): readonly Workload[] =>
    after(namespaces === null ? world.workloads : places.flatMap(place => world.workloadsIn(place)));
  let workloads: readonly Workload[] | undefined;
  let looks = { count: 0, rules: 0 };
  const made: WholeWorld = {
    index: world.index,
    get policy() {
      looks.count += 1;
      return policy;
    },
    minor: world.minor,
    namespaces: places,
    get workloads() {
      return (workloads ??= within());
    },
    ...lists,
    facts: (object, kind) => {
      const gone = change?.paths.get(world.keyOf(object)) ?? [];
      const facts = world.facts(object, kind);
      return gone.length === 0 ? facts : facts.filter(fact => !gone.some(path => isOver(fact.path, path)));
    },
    keyOf: world.keyOf,
    missing: world.missing,
    workloadsIn: place => after(world.workloadsIn(place)),
    workloadsOn: node => after(world.workloadsOn(node)),
    workloadOfPod: (place, name) => {
      const found = world.workloadOfPod(place, name);
      return found === undefined ? undefined : (now(found) ?? undefined);
    },
    workload: id => {
      const found = world.workload(id);
      return found === undefined ? undefined : (now(found) ?? undefined);
    },
  };
  looks = countLooks(made);
  return made;
};

const same = (workload: Workload): Workload => workload;
