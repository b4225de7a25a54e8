import { afterAll, beforeAll, expect, it } from 'vitest';
import type { KubeObject } from '#contract/kube';
import type { RightsChange } from '#contract/rbac-change';
import { createSnapshotIndex, type SnapshotIndex } from '#core/evaluate/snapshot-index';
import { type Authorizer, createAuthorizer } from '#core/rbac/authorizer';
import { applyFiles } from '#core/rbac/change/apply';
import { changedObjects, compareRights } from '#core/rbac/change/compare-rights';
import { policyOf } from '#core/rbac/policy-of';
import { accountUser, groupsWith, impliedGroups } from '#kube/rbac/user-names';
import type { TestCluster } from '#test/cluster/cluster';
import { inParallel } from '#test/cluster/inParallel';
import { quietControllers, startCluster } from '#test/cluster/start';
import { clusterSuite } from '#test/cluster/suite';
import { Random } from '#test/kubeconfig/random';
import { snapshotOf } from '#test/rules/snapshot-of';
import { generate, namespaces } from './generate.ts';
import { create, objectPath, pathOf, readRbac, review, settle } from './live-state.ts';
import { prepare } from './oracle.ts';

/** Roles that gather each other keep what they ever held, in an order that the controller's timing makes: no one could foretell it. */
const withoutCycles = (objects: readonly KubeObject[]): readonly KubeObject[] =>
  objects.map(object => ('aggregationRule' in object ? { ...object, metadata: { ...object.metadata, labels: {} } } : object));

const stateOf = (objects: readonly KubeObject[]): { readonly index: SnapshotIndex; readonly authorizer: Authorizer } => {
  const index = createSnapshotIndex(snapshotOf({ objects }));
  return { index, authorizer: createAuthorizer(policyOf(index)) };
};

const requesterOf = (subject: string): object => {
  const [kind = '', ...rest] = subject.split(':');
  const name = rest.join(':');
  if (kind === 'group') return { groups: groupsWith(name) };
  const slash = name.indexOf('/');
  const user = kind === 'sa' ? accountUser(name.slice(0, slash), name.slice(slash + 1)) : name;
  return { user, groups: impliedGroups(user) };
};

// Not '': a rule may be limited to the empty name.
const anyName = 'any-name';

/** Every piece of a line as a review asks for it. */
const specsOf = (subject: string, { namespace, group, resources, verbs, names, urls }: RightsChange): readonly object[] =>
  verbs.flatMap(verb => [
    ...urls.map(path => ({ ...requesterOf(subject), nonResourceAttributes: { verb, path } })),
    // No review can ask for `pods/`, which names nothing.
    ...resources
      .filter(full => !full.endsWith('/'))
      .flatMap(full =>
        (names.length === 0 ? [anyName] : names).map(name => {
          const slash = full.indexOf('/');
          const [resource, subresource] = slash < 0 ? [full, ''] : [full.slice(0, slash), full.slice(slash + 1)];
          return {
            ...requesterOf(subject),
            resourceAttributes: { verb, group, resource, subresource, name, namespace: namespace ?? '' },
          };
        }),
      ),
  ]);

await clusterSuite('changed rights, against a real API server', () => {
  let cluster: TestCluster;

  beforeAll(async () => {
    cluster = await startCluster({ controllers: quietControllers });
    await prepare(cluster);
  });
  afterAll(() => cluster?.stop());

  /** Takes what the server would take, in the way of `kubectl apply`; what is there keeps what files do not tell. */
  const write = async (object: KubeObject, dryRun: boolean): Promise<boolean> => {
    const query = dryRun ? '?dryRun=All' : '';
    const made = await cluster.api('POST', `${pathOf(object)}${query}`, object);
    if (made.status !== 409) return made.status === 201;
    return (await cluster.api('PUT', `${objectPath(object)}${query}`, object)).status === 200;
  };

  it('files laid over a snapshot change what they change when they are applied', async () => {
    const random = new Random(4);
    await create(cluster, withoutCycles(generate(random, 1)));
    await settle(cluster, namespaces[0]);
    const before = stateOf(await readRbac(cluster));
    const gathers = new Map(
      [...before.authorizer.policy.roles].map(({ object }) => [objectPath(object), 'aggregationRule' in object]),
    );
    // The aggregation controller may fill a role once more that has just ceased to gather: a race of its own.
    const isSafe = (object: KubeObject): boolean =>
      (gathers.get(objectPath(object)) ?? 'aggregationRule' in object) === 'aggregationRule' in object;
    const byPath = new Map<string, KubeObject>();
    // The same round again: many have the names of those that are there.
    for (const object of withoutCycles([...generate(random, 1), ...generate(random, 2)]))
      if (isSafe(object) && (await write(object, true))) byPath.set(objectPath(object), object);
    const files = [...byPath.values()];
    const applied = applyFiles(before.index, snapshotOf({ objects: files }));
    const index = createSnapshotIndex(applied.snapshot);
    const predicted = { index, authorizer: createAuthorizer(policyOf(index)) };
    const changes = compareRights(before.authorizer, predicted.authorizer);

    const questions = changes.flatMap(({ subject, gained, lost }) => [
      ...gained.flatMap(line => specsOf(subject, line).map(spec => ({ spec, after: true }))),
      ...lost.flatMap(line => specsOf(subject, line).map(spec => ({ spec, after: false }))),
    ]);
    const asked = random.shuffle(questions).slice(0, 6_000);
    const wrong: string[] = [];
    const ask = (now: 'before' | 'after'): Promise<void> =>
      inParallel(asked, 12, async ({ spec, after }) => {
        const { status, allowed } = await review(cluster, spec);
        // Reviews of an empty path or verb are refused.
        if (status === 201 && (allowed === true) !== (now === 'after' ? after : !after))
          wrong.push(`${now}: ${JSON.stringify(spec)} is ${String(allowed)}`);
      });
    await ask('before');
    for (const object of files) expect(await write(object, false)).toBe(true);
    await settle(cluster, namespaces[0]);
    await ask('after');
    expect(wrong).toEqual([]);

    const isMark = ({ metadata }: KubeObject): boolean => metadata.name.startsWith('zz-mark');
    const real = stateOf((await readRbac(cluster)).filter(object => !isMark(object)));
    const was = stateOf(
      [...before.authorizer.policy.roles, ...before.authorizer.policy.bindings]
        .map(({ object }) => object)
        .filter(object => !isMark(object)),
    );
    expect(compareRights(was.authorizer, real.authorizer)).toEqual(changes);
    expect(changedObjects(was.authorizer, real.authorizer)).toEqual(changedObjects(before.authorizer, predicted.authorizer));
    expect(changes.length).toBeGreaterThan(20);
    expect(questions.filter(({ after }) => after).length).toBeGreaterThan(200);
    expect(questions.filter(({ after }) => !after).length).toBeGreaterThan(50);
  });
});
