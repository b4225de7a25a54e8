import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AttackChange } from '#contract/attack';
import type { KubeObject } from '#contract/kube';
import { createAttackModel } from '#core/attack/attack-model';
import { createContext } from '#core/attack/create-context';
import { createWorld } from '#core/attack/create-world';
import { allEdges } from '#core/attack/edges/all-edges';
import { buildGraph, type AttackGraph } from '#core/attack/graph/build-graph';
import { stateOf } from '#core/attack/graph/graph-state';
import { noFilter } from '#core/attack/search/admitted';
import { changedState } from '#core/attack/simulate/changed-state';
import { lostBy } from '#core/attack/simulate/simulate';
import { createSnapshotIndex, type SnapshotIndex } from '#core/evaluate/snapshot-index';
import { policyOf } from '#core/rbac/policy-of';
import { unsettledRoles } from '#kube/rbac/aggregation';
import { itemsOf } from '#test/cluster/client';
import type { TestCluster } from '#test/cluster/cluster';
import { inParallel } from '#test/cluster/inParallel';
import { quietControllers, startCluster } from '#test/cluster/start';
import { clusterSuite } from '#test/cluster/suite';
import { readRbac } from '#test/rbac/live-state';
import { snapshotOf } from '#test/rules/snapshot-of';
import { naiveLost, stepsOf } from './graph-steps.ts';
import { diceOf, randomChange, randomWorld, type Dice } from './random-world.ts';

const wanted = 300;
/** Removals from one set of objects before another is made. */
const ofOneWorld = 12;
const pause = async (): Promise<void> => {};

const plurals: Readonly<Record<string, string>> = {
  Namespace: '/api/v1/namespaces',
  ServiceAccount: 'serviceaccounts',
  Secret: 'secrets',
  Pod: 'pods',
  Role: 'roles',
  RoleBinding: 'rolebindings',
  ClusterRole: 'clusterroles',
  ClusterRoleBinding: 'clusterrolebindings',
};

const listPath = ({ apiVersion, kind, metadata }: KubeObject): string => {
  if (kind === 'Namespace') return '/api/v1/namespaces';
  const root = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
  return `${root}${metadata.namespace === undefined ? '' : `/namespaces/${metadata.namespace}`}/${plurals[kind] ?? ''}`;
};
const pathOf = (object: KubeObject): string => `${listPath(object)}/${object.metadata.name}`;

/** As it is written: without what only a served object has, and without the rules that a controller fills in. */
const bare = (object: KubeObject): KubeObject => {
  const { uid: _, resourceVersion: __, ...metadata } = object.metadata;
  return { ...object, metadata, ...(object['aggregationRule'] === undefined ? {} : { rules: [] }) };
};

const write = async (cluster: TestCluster, object: KubeObject): Promise<void> => {
  const made = await cluster.api('POST', listPath(object), bare(object));
  if (made.status === 201) return;
  const known = await cluster.api('GET', pathOf(object));
  const { resourceVersion, uid } = (known.body as KubeObject).metadata;
  const replaced = await cluster.api('PUT', pathOf(object), {
    ...bare(object),
    metadata: { ...bare(object).metadata, resourceVersion, uid },
  });
  // A pod cannot be changed: the one that is there stays, and is what the snapshot reads.
  if (replaced.status !== 200 && object.kind !== 'Pod' && object.kind !== 'Secret' && object.kind !== 'ServiceAccount')
    throw new Error(`${object.kind} ${object.metadata.name}: ${JSON.stringify([made.body, replaced.body])}`);
};

const remove = async (cluster: TestCluster, object: KubeObject): Promise<void> => {
  await cluster.api('DELETE', `${pathOf(object)}?gracePeriodSeconds=0`);
};

const core = [
  ['namespaces', 'Namespace'],
  ['serviceaccounts', 'ServiceAccount'],
  ['secrets', 'Secret'],
  ['pods', 'Pod'],
] as const;

/** All that a capture reads of the kinds that are written here. */
const capture = async (cluster: TestCluster): Promise<SnapshotIndex> => {
  const objects: KubeObject[] = [];
  for (let tries = 0; ; tries++) {
    const rbac = await readRbac(cluster);
    if (unsettledRoles(rbac.filter(({ kind }) => kind === 'ClusterRole')).length === 0) {
      objects.push(...rbac);
      break;
    }
    if (tries > 200) throw new Error('Aggregated roles do not settle.');
    await delay(25);
  }
  for (const [plural, kind] of core)
    for (const item of itemsOf(await cluster.api('GET', `/api/v1/${plural}`)))
      objects.push({ apiVersion: 'v1', kind, ...(item as object) } as KubeObject);
  return createSnapshotIndex(snapshotOf({ objects }));
};

const graphOf = (index: SnapshotIndex): Promise<AttackGraph> => buildGraph(createWorld(index, policyOf(index)), allEdges, pause);

/** The world of the dice, with pods that go at once when they are deleted. */
const worldOf = (dice: Dice): readonly KubeObject[] =>
  randomWorld(dice).map(object =>
    object.kind === 'Pod' ? { ...object, spec: { ...(object['spec'] as object), terminationGracePeriodSeconds: 0 } } : object,
  );

const pathsOf = async (index: SnapshotIndex, from: string): Promise<readonly string[]> => {
  const model = await createAttackModel({ index, policy: policyOf(index), edges: allEdges, pause });
  const answer = await model.paths({ snapshot: '', from, to: 'admin', k: 50, filter: noFilter });
  if (!answer.ok) throw new Error(answer.error.what);
  return answer.value.paths
    .filter(({ blocked }) => !blocked)
    .map(({ steps }) => steps.map(({ edge, to }) => `${edge}>${to}`).join(' '))
    .toSorted();
};

await clusterSuite('A simulated removal and the real one', () => {
  let cluster: TestCluster;

  beforeAll(async () => {
    cluster = await startCluster({ controllers: quietControllers });
  });
  afterAll(() => cluster?.stop());

  it(`${wanted} random removals: the same graph, the same lost permissions, the same paths`, async () => {
    let done = 0;
    let compared = 0;
    const wrong: string[] = [];
    const forms = new Map<string, number>();
    for (let seed = 0; done < wanted; seed++) {
      const dice = diceOf(seed);
      let objects = worldOf(dice);
      for (const object of objects.filter(({ kind }) => kind === 'Namespace')) await write(cluster, object);
      await inParallel(
        objects.filter(({ kind }) => kind === 'ServiceAccount'),
        4,
        object => write(cluster, object),
      );
      // Admission refuses some of the pods: those are not there, in neither snapshot.
      await inParallel(
        objects.filter(({ kind }) => kind !== 'Namespace' && kind !== 'ServiceAccount'),
        4,
        object => write(cluster, object).catch(() => undefined),
      );
      let before = await capture(cluster);
      let graph = await graphOf(before);
      for (let round = 0; round < ofOneWorld && done < wanted; round++) {
        const there = objects.filter(
          ({ kind, metadata }) => kind !== 'Pod' || before.get('pods', metadata.namespace, metadata.name) !== undefined,
        );
        const made = randomChange(dice, there);
        if (made === undefined || isLeftOut(made.change)) continue;
        const predicted = await changedState(graph, [made.change], pause);
        const about = `seed ${seed}, round ${round}: ${JSON.stringify(made.change)}`;
        if (!predicted.ok) throw new Error(`${about}: ${predicted.error.what}`);
        await apply(cluster, there, made.after);
        objects = made.after;
        const after = await capture(cluster);
        const real = await graphOf(after);
        expect({ about, steps: told(stepsOf(predicted.value.state, real)) }).toEqual({
          about,
          steps: told(stepsOf(stateOf(real), real)),
        });
        const lost = lostBy(
          createContext(graph, pause, () => []),
          predicted.value,
        );
        expect({ about, lost: new Map(lost.map(({ subject, permissions }) => [subject, new Set(permissions)])) }).toEqual({
          about,
          lost: naiveLost(graph.world.policy, real.world.policy),
        });
        if (done % 10 === 0) {
          const from = dice.pick(['sa:a/one', 'sa:b/one', 'group:system:authenticated']);
          const model = await createAttackModel({ index: before, policy: policyOf(before), edges: allEdges, pause });
          const answer = await model.simulate({ snapshot: '', changes: [made.change], from, to: 'admin' });
          if (!answer.ok) throw new Error(answer.error.what);
          const paths = await pathsOf(after, from);
          if (answer.value.pathsAfter !== paths.length)
            wrong.push(`${about}: ${answer.value.pathsAfter} paths, really ${paths.length}`);
          compared += paths.length;
        }
        const form = 'raise' in made.change ? 'raise' : made.change.remove;
        forms.set(form, (forms.get(form) ?? 0) + 1);
        done += 1;
        before = after;
        graph = real;
      }
      await inParallel(
        objects.filter(({ kind }) => kind !== 'Namespace'),
        4,
        object => remove(cluster, object),
      );
    }
    expect([...forms.keys()].toSorted()).toEqual(['binding', 'object', 'raise', 'role', 'rule', 'subject']);
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(20);
  }, 600_000);
});

/** That an account has no token Secret is told of those that are bound: of one that is no longer, a change still tells it. */
const told = (steps: readonly string[]): readonly string[] =>
  steps.filter(step => !(step.includes(' TOKEN_SECRET_READ ') && step.endsWith(' 1')));

/** A pod's fields cannot be changed, and a controller numbers the rules of the role that it fills as it likes. */
const isLeftOut = (change: AttackChange): boolean =>
  'remove' in change && (change.remove === 'field' || (change.remove === 'rule' && change.role.name === 'sum'));

/** Makes the difference between two sets of objects, as the one who removes something would. */
const apply = async (cluster: TestCluster, old: readonly KubeObject[], now: readonly KubeObject[]): Promise<void> => {
  const keyOf = (object: KubeObject): string => pathOf(object);
  const left = new Map(now.map(object => [keyOf(object), object]));
  for (const object of old) {
    const then = left.get(keyOf(object));
    if (then === undefined) await remove(cluster, object);
    else if (then !== object && then.metadata.name !== 'sum') await write(cluster, then);
  }
};
