import { afterAll, beforeAll, expect, it } from 'vitest';
import type { KubeObject } from '#contract/kube';
import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import { createAuthorizer } from '#core/rbac/authorizer';
import { type Explanation, explainDenied } from '#core/rbac/explain/explain';
import { readRequests } from '#core/rbac/explain/read-request';
import { policyOf } from '#core/rbac/policy-of';
import { createAccess } from '#core/access/answers';
import { addedEdges } from '#core/access/added-edges';
import { field, itemsOf, rawClient } from '#test/cluster/client';
import type { TestCluster } from '#test/cluster/cluster';
import { inParallel } from '#test/cluster/inParallel';
import { quietControllers, startCluster } from '#test/cluster/start';
import { clusterSuite } from '#test/cluster/suite';
import { bindingOf, roleOf } from '#test/fixtures/rbac-snapshot';
import { Random } from '#test/kubeconfig/random';
import { liveSnapshot } from '#test/remediate/live-snapshot';
import { snapshotOf } from '#test/rules/snapshot-of';
import { ask, type Denied, neighboursOf, nextDenied, partRights, places, specOf } from './denied-requests.ts';
import { create, pathOf, readRbac, remove, review, settle } from './live-state.ts';

const wanted = 500;
const rbac = 'rbac.authorization.k8s.io';
const ports = { pause: () => Promise.resolve() };

/** One refused request, the text that tells of it, and what is proposed. */
interface Told {
  readonly denied: Denied;
  readonly text: string;
  readonly explanation: Explanation;
}

const messageOf = (body: unknown): string => String(field(body, 'message') ?? '');

/** The refusal as different clients tell it. */
const tellings: readonly ((message: string, body: unknown) => string)[] = [
  message => `Error from server (Forbidden): ${message}`,
  (_, body) => JSON.stringify(body),
  message => `E1124 09:00:01 1 reflector.go:1] "Unhandled Error" err=${JSON.stringify(`failed: ${message}`)} logger="x"`,
  message => JSON.stringify({ level: 'error', error: JSON.stringify({ kind: 'Status', message }) }),
  (_, body) => `HTTP response body: ${JSON.stringify(body)}\n`,
];

await clusterSuite('explain, against a real API server', () => {
  let cluster: TestCluster;

  beforeAll(async () => {
    cluster = await startCluster({ controllers: quietControllers });
    for (const name of places)
      await cluster.api('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    await create(cluster, partRights);
    await settle(cluster, places[0]);
  });
  afterAll(() => cluster?.stop());

  const namespacesNow = async (): Promise<readonly KubeObject[]> =>
    itemsOf(await cluster.api('GET', '/api/v1/namespaces')).map(item => ({
      ...(item as KubeObject),
      apiVersion: 'v1',
      kind: 'Namespace',
    }));

  const contextNow = async () => {
    const index = createSnapshotIndex(snapshotOf({ objects: [...(await readRbac(cluster)), ...(await namespacesNow())] }));
    return { index, authorizer: createAuthorizer(policyOf(index)), addedEdges: () => Promise.resolve([]) };
  };

  /** The text of a refusal, by a real request where one can be made, else as a review; undefined where it is allowed. */
  const refusalOf = async (random: Random, denied: Denied): Promise<string | undefined> => {
    const answer = await ask(cluster, denied);
    if (answer === undefined) {
      const { status, allowed } = await review(cluster, specOf(denied));
      return status === 201 && allowed !== true ? JSON.stringify(specOf(denied)) : undefined;
    }
    return answer.status === 403 ? random.pick(tellings)(messageOf(answer.body), answer.body) : undefined;
  };

  it(`${String(wanted)} refused requests: the role makes each allowed, and nothing beside it`, async () => {
    const random = new Random(8);
    const context = await contextNow();
    const told: Told[] = [];
    const misread: string[] = [];
    for (let number = 0; told.length < wanted; number++) {
      const denied = nextDenied(random, number);
      const text = await refusalOf(random, denied);
      if (text === undefined) continue;
      const answer = await explainDenied(context, text);
      if (!answer.ok) throw new Error(`${answer.error.why} ${text}`);
      const { explain } = answer.value;
      if (JSON.stringify(explain.access) !== JSON.stringify(denied.access) || explain.answer !== 'no')
        misread.push(
          `${text}: ${JSON.stringify(explain.access)} is ${explain.answer}, asked was ${JSON.stringify(denied.access)}`,
        );
      told.push({ denied, text, explanation: answer.value });
    }
    expect(misread).toEqual([]);

    const questions = told.flatMap(({ denied }) => neighboursOf(random, denied).map(beside => ({ denied, beside })));
    const before = new Map<Denied, boolean>();
    const allowedNow = async (one: Denied): Promise<boolean> => (await review(cluster, specOf(one))).allowed === true;
    await inParallel(questions, 12, async ({ beside }) => void before.set(beside, await allowedNow(beside)));

    const objects = told.flatMap(({ explanation }) => explanation.objects);
    expect(await create(cluster, objects)).toBe(objects.length);
    await settle(cluster, places[0]);

    const wrong: string[] = [];
    await inParallel(told, 12, async ({ denied, text, explanation }) => {
      if (!(await allowedNow(denied))) wrong.push(`still refused: ${text}\n${explanation.explain.proposal}`);
    });
    await inParallel(questions, 12, async ({ denied, beside }) => {
      if ((await allowedNow(beside)) !== before.get(beside))
        wrong.push(`${JSON.stringify(denied.access)} opened ${JSON.stringify(beside.access)} too`);
    });
    await remove(cluster, objects);
    expect(wrong).toEqual([]);
    // Real requests, not only reviews; and some had something near.
    expect(told.filter(({ text }) => text.includes('cannot')).length).toBeGreaterThan(350);
    expect(told.filter(({ explanation }) => explanation.explain.nearest.length > 0).length).toBeGreaterThan(100);
    expect(questions.length).toBeGreaterThan(4_000);
  });

  it('kubectl’s own words', async () => {
    const asked: readonly (readonly string[])[] = [
      ['get', 'pods', '-n', 'exp-a'],
      ['get', 'secret', 'x', '-n', 'exp-b'],
      ['get', 'nodes'],
      ['get', '--raw', '/metrics'],
      ['delete', 'deployment', 'x', '-n', 'exp-a'],
    ];
    const read: unknown[] = [];
    for (const args of asked) {
      const { stderr } = await cluster.kubectl([...args, '--as', 'exp-kubectl']);
      const requests = readRequests(stderr);
      read.push(requests.ok ? requests.value.map(({ user, access }) => `${user} ${Object.values(access).join(' ')}`) : stderr);
    }
    expect(read).toEqual([
      ['exp-kubectl list  pods  exp-a '],
      ['exp-kubectl get  secrets  exp-b x'],
      ['exp-kubectl list  nodes   '],
      ['exp-kubectl get /metrics'],
      ['exp-kubectl delete apps deployments  exp-a x'],
    ]);
  });

  it('refused escalations: with the role applied the server takes what was refused', async () => {
    const random = new Random(9);
    const rules = [
      'get watch|""|pods secrets',
      'create|""|pods/exec|web-0',
      '*|apps|deployments',
      'get|""|*',
      'watch|""|secrets|a b',
    ];
    const wrong: string[] = [];
    for (let number = 0; number < 24; number++) {
      const user = `exp-delegate-${String(number)}`;
      const headers = { 'Impersonate-User': user, 'Impersonate-Group': ['exp-delegates'] };
      const bound = roleOf(`exp-c/wide-${String(number)}`, [random.pick(rules), random.pick(rules)]);
      const isBinding = random.chance(0.5);
      if (isBinding) await create(cluster, [bound]);
      const written = isBinding ? bindingOf(`exp-c/give-${String(number)}`, `Role wide-${String(number)}`, ['User eve']) : bound;
      const path = `/apis/rbac.authorization.k8s.io/v1/namespaces/exp-c/${isBinding ? 'rolebindings' : 'roles'}`;
      const refused = await cluster.api('POST', path, written, { headers });
      expect([refused.status, messageOf(refused.body)]).toEqual([403, expect.stringContaining('not currently held')]);
      const event = (await cluster.auditLines()).findLast(line => JSON.stringify(line).includes(user));
      const context = await contextNow();
      const answer = await explainDenied(context, JSON.stringify(event));
      if (!answer.ok) throw new Error(answer.error.why);
      const { objects, explain } = answer.value;
      if (explain.answer !== 'no') wrong.push(`${messageOf(refused.body)} is ${explain.answer}`);
      await create(cluster, objects);
      await settle(cluster, places[0]);
      const taken = await cluster.api('POST', path, written, { headers });
      if (taken.status !== 201) wrong.push(`${JSON.stringify(taken.body)}\n${explain.proposal}`);
      await remove(cluster, [...objects, written, ...(isBinding ? [bound] : [])]);
    }
    expect(wrong).toEqual([]);
  });

  it('those whom it names may grant it, and no other', async () => {
    const random = new Random(11);
    const people = ['reader', 'delegate', 'escalator', 'binder', 'writer', 'owner', 'nobody'];
    const rights = [`create|${rbac}|roles rolebindings clusterroles clusterrolebindings`];
    const base = [
      ...Object.entries({
        reader: ['get list watch|""|*'],
        delegate: [...rights, 'get list watch|""|pods secrets configmaps', 'get post||||/metrics'],
        escalator: [...rights, `escalate|${rbac}|roles`],
        binder: [...rights, `bind escalate|${rbac}|*`],
        writer: rights,
        owner: [...rights, '*|*|*', '*||||*'],
        nobody: [],
      }).map(([name, rules]) => roleOf(`exp-can-${name}`, rules)),
      ...people.map(name =>
        bindingOf(`${random.chance(0.5) ? 'exp-b/' : ''}exp-can-${name}`, `ClusterRole exp-can-${name}`, [
          `User exp-can-${name}`,
        ]),
      ),
    ];
    await create(cluster, base);
    await settle(cluster, places[0]);
    const context = await contextNow();
    const wrong: string[] = [];
    let named = 0;
    for (let number = 0; number < 30; number++) {
      const { access } = nextDenied(random, number);
      const spec = specOf({ requester: { user: `exp-gets-${String(number)}`, groups: [] }, access });
      const answer = await explainDenied(context, JSON.stringify(spec));
      if (!answer.ok) throw new Error(answer.error.why);
      const { explain, objects } = answer.value;
      const took = new Set(people);
      for (const object of objects) {
        for (const person of took) {
          const headers = { 'Impersonate-User': `exp-can-${person}` };
          const { status } = await cluster.api('POST', `${pathOf(object)}?dryRun=All`, object, { headers });
          if (status !== 201) took.delete(person);
        }
        // A binding is judged by the role that is there.
        await create(cluster, [object]);
        await settle(cluster, places[0]);
      }
      await remove(cluster, objects);
      const told = explain.grantableBy.filter(subject => subject.startsWith('user:exp-can-')).map(subject => subject.slice(13));
      named += told.length;
      if (told.join(' ') !== [...took].toSorted().join(' '))
        wrong.push(`${JSON.stringify(access)}: ${told.join(' ')}, took ${[...took].join(' ')}`);
    }
    await remove(cluster, base);
    expect(wrong).toEqual([]);
    expect(named).toBeGreaterThan(30);
  });

  it('a refused impersonation', async () => {
    await cluster.api('POST', '/api/v1/namespaces/exp-a/serviceaccounts', {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'actor' },
    });
    const token = await cluster.api('POST', '/api/v1/namespaces/exp-a/serviceaccounts/actor/token', {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: {},
    });
    const client = rawClient(cluster.url, { caPem: cluster.caPem, token: String(field(token.body, 'status', 'token')) });
    const selves = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };
    const act = () =>
      client.request('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', selves, {
        headers: { 'Impersonate-User': 'victim', 'Impersonate-Group': 'team' },
      });
    const opened: string[] = [];
    const created: KubeObject[] = [];
    for (let round = 0; round < 5; round++) {
      const answer = await act();
      if (answer.status !== 403) {
        opened.push(String(field(answer.body, 'status', 'userInfo', 'username')));
        break;
      }
      const explained = await explainDenied(await contextNow(), messageOf(answer.body));
      if (!explained.ok) throw new Error(explained.error.why);
      opened.push(Object.values(explained.value.explain.access).join(' '));
      created.push(...explained.value.objects);
      await create(cluster, explained.value.objects);
      await settle(cluster, places[0]);
    }
    await client.close();
    await remove(cluster, created);
    // The server tells of the constrained verbs, which it asks for first.
    expect(opened).toEqual([
      'impersonate-on:user-info:create authentication.k8s.io selfsubjectreviews   ',
      'impersonate:user-info authentication.k8s.io users   victim',
      'impersonate:user-info authentication.k8s.io groups   team',
      'victim',
    ]);
  });

  it('the edges that it names are those that a fresh snapshot then shows', async () => {
    const risky: readonly (readonly [verb: string, full: string, namespace: string, name: string, group?: string])[] = [
      ['create', 'serviceaccounts/token', 'kube-system', 'generic-garbage-collector'],
      ['create', 'serviceaccounts/token', 'exp-a', 'default'],
      ['create', 'pods', 'kube-system', ''],
      ['create', 'pods', 'exp-b', ''],
      ['create', 'deployments', 'exp-b', '', 'apps'],
      ['list', 'secrets', 'kube-system', ''],
      ['get', 'secrets', '', ''],
      ['impersonate', 'groups', '', 'system:masters'],
      ['impersonate', 'users', '', 'admin'],
      ['impersonate', 'serviceaccounts', 'kube-system', 'clusterrole-aggregation-controller'],
      ['bind', 'clusterroles', '', 'cluster-admin', 'rbac.authorization.k8s.io'],
      ['escalate', 'clusterroles', '', '', 'rbac.authorization.k8s.io'],
      ['get', 'nodes/proxy', '', ''],
      ['update', 'validatingwebhookconfigurations', '', '', 'admissionregistration.k8s.io'],
      ['get', 'configmaps', 'exp-a', 'x'],
      ['*', '*', '', '', '*'],
    ];
    await create(cluster, [
      // With what is asked for, these make a step of two rights.
      roleOf('exp-half', [
        `create|${rbac}|clusterrolebindings`,
        `get list patch|${rbac}|clusterroles`,
        'impersonate|""|users|anybody',
      ]),
      bindingOf(
        'exp-half',
        'ClusterRole exp-half',
        risky.map((_, number) => `User exp-edge-${String(number)}`),
      ),
    ]);
    await cluster.api('POST', '/api/v1/nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1' } });
    await cluster.api('POST', '/api/v1/namespaces/exp-b/pods', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web' },
      spec: { nodeName: 'n1', containers: [{ name: 'web', image: 'web' }] },
    });
    await cluster.api('POST', '/api/v1/namespaces/kube-system/serviceaccounts', {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'generic-garbage-collector' },
    });
    await cluster.api('POST', '/api/v1/namespaces/kube-system/secrets', {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'old', annotations: { 'kubernetes.io/service-account.name': 'generic-garbage-collector' } },
      type: 'kubernetes.io/service-account-token',
    });
    const wrong: unknown[] = [];
    let named = 0;
    for (const [number, [verb, full, namespace, name, group = '']] of risky.entries()) {
      const [resource = '', subresource = ''] = full.split('/');
      const spec = {
        user: `exp-edge-${String(number)}`,
        groups: ['system:authenticated'],
        resourceAttributes: { verb, group, resource, subresource, namespace, name },
      };
      const index = createSnapshotIndex(await liveSnapshot(cluster, { secrets: true }));
      const { authorizer, model } = createAccess({ index, findings: [], ports });
      const answer = await explainDenied(
        { authorizer, index, addedEdges: addedEdges(index, model, ports) },
        JSON.stringify(spec),
      );
      if (!answer.ok) throw new Error(answer.error.why);
      const { explain, objects } = answer.value;
      await create(cluster, objects);
      await settle(cluster, places[0]);
      const later = createSnapshotIndex(await liveSnapshot(cluster, { secrets: true }));
      const after = await createAccess({ index: later, findings: [], ports }).model();
      const [was, is] = [(await model()).compareView, after.compareView].map(view => view.stepsFrom(explain.subject));
      const known = new Set(was?.map(({ edge, to }) => `${edge} ${to}`));
      const shown = (is ?? []).map(({ edge, to }) => `${edge} ${to}`).filter(step => !known.has(step));
      const told = explain.adds.map(({ edge, to }) => `${edge} ${to}`).toSorted();
      if (JSON.stringify(told) !== JSON.stringify(shown)) wrong.push({ verb, full, told, shown });
      named += told.length;
      await remove(cluster, objects);
      await settle(cluster, places[0]);
    }
    expect(wrong).toEqual([]);
    expect(named).toBeGreaterThan(17);
  });
});
