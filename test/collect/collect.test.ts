import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { CaptureOptions } from '#contract/capture';
import type { CoverageEntry } from '#contract/coverage';
import { resourceName } from '#contract/kube';
import type { Collected } from '#core/collect/collect';
import { leastPrivilegeRole } from '#core/collect/role';
import { select } from '#core/collect/selection';
import { cellsByResource } from '#core/evaluate/completeness';
import { field, itemsOf } from '#test/cluster/client';
import type { TestCluster } from '#test/cluster/cluster';
import { createObjects, loadFixtures } from '#test/cluster/fixtures/load';
import { secretsFixture } from '#test/cluster/fixtures/secrets';
import { developerNamespaces, personaNames, type PersonaName } from '#test/cluster/personas';
import { startCluster } from '#test/cluster/start';
import { clusterSuite } from '#test/cluster/suite';
import type { FaultRule, SeenRequest } from '#test/faults/faults';
import { everyNth, expired, isContinuation, onPath, serverError, tooManyRequests, unauthorizedOnce } from '#test/faults/faults';
import { startFaultProxy, type FaultProxy } from '#test/faults/proxy';
import type { Taken } from './connection.ts';
import { take } from './connection.ts';

/** More than two pages of one kind. */
const manyConfigMaps = 1100;

await clusterSuite('collecting from a real API server', () => {
  let cluster: TestCluster;
  let proxy: FaultProxy;
  let clean: Taken;
  const fileOf = async (persona: PersonaName, server?: string): Promise<string> =>
    cluster.writeKubeconfig(persona, server === undefined ? {} : { server });

  beforeAll(async () => {
    cluster = await startCluster();
    for (const name of ['small', 'secrets', 'hostile'] as const) await loadFixtures(cluster, name);
    const data = { a: 'b' };
    await createObjects(cluster, [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'many' } },
      ...Array.from({ length: manyConfigMaps }, (_, index) => ({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: `m${String(index)}`, namespace: 'many' },
        data,
      })),
    ]);
    // What the fixture gives every authenticated user would hide the personas' own rights.
    await cluster.api('DELETE', '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/everyone-view');
    proxy = await startFaultProxy(cluster);
    for (const node of itemsOf(await cluster.api('GET', '/api/v1/nodes'))) {
      const path = `/api/v1/nodes/${String(field(node, 'metadata', 'name'))}/proxy/configz`;
      proxy.answer(
        path,
        { status: 200, body: { kubeletconfig: { readOnlyPort: 10_255 } } },
        { verb: 'get', resource: 'nodes', subresource: 'proxy' },
      );
    }
    clean = await take(await fileOf('admin', proxy.url));
  });
  afterEach(() => proxy.clear());
  afterAll(async () => {
    await proxy?.stop();
    await cluster?.stop();
  });

  it('reads all that is selected in full, as the right user, in few requests', () => {
    const value = collected(clean);
    expect(value.capturedAs).toBe('admin');
    expect(value.capturedGroups).toEqual(['system:masters', 'system:authenticated']);
    expect(value.serverVersion).toBe(cluster.version);
    expect(value.clusterId).toMatch(/^[0-9a-f-]{36}$/);
    expect(value.coverage.entries.filter(entry => !['full', 'skipped', 'not-served'].includes(entry.state))).toEqual([]);
    expect(clean.objects.get('configmaps')?.length).toBeGreaterThanOrEqual(manyConfigMaps);
    expect(value.lists.find(list => list.resource === 'configmaps')?.pages).toBe(3);
    expect(clean.objects.get('kubeletconfigs.plumbline')?.length).toBe(clean.objects.get('nodes')?.length);
    expect([...clean.objects.values()].flat().filter(object => 'managedFields' in object.metadata)).toEqual([]);
  });

  it('knows every built-in resource that this server lists', () => {
    const builtin = collected(clean).types.filter(type => /^[^.]*$|\.k8s\.io$/.test(type.group) && type.verbs.includes('list'));
    const read = new Set(
      select(collected(clean).types, { customResources: false })
        .skipped.filter(({ reason }) => reason.startsWith('Custom'))
        .map(({ type }) => resourceName(type.group, type.resource)),
    );
    expect(
      builtin.map(type => resourceName(type.group, type.resource)).filter(name => read.has(name) && !name.includes('example')),
    ).toEqual([]);
  });

  it('keeps no planted secret in any form', () => {
    const kept = JSON.stringify([[...clean.objects], clean.facts, clean.redactions, clean.result]);
    for (const { place, value } of secretsFixture().canaries) {
      const forms = [value, Buffer.from(value).toString('base64').replace(/=+$/, ''), Buffer.from(value).toString('hex')];
      expect(forms.filter(form => kept.includes(form)).map(() => place)).toEqual([]);
    }
    expect(clean.facts.some(fact => fact.kind === 'secret-key' && fact.class === 'password')).toBe(true);
  });

  // A kubelet's configuration is asked for with a single retry: two faults in a row are its answer, told as such.
  const list = (request: SeenRequest): boolean => !request.pathname.endsWith('/proxy/configz');
  const faults: readonly (readonly [string, () => FaultRule])[] = [
    ['429 with Retry-After', () => ({ when: everyNth(3, list), fault: tooManyRequests('1') })],
    ['429 without', () => ({ when: everyNth(3, list), fault: tooManyRequests() })],
    ['500', () => ({ when: everyNth(3, list), fault: serverError(500) })],
    ['503', () => ({ when: everyNth(3, list), fault: serverError(503) })],
    ['reset', () => ({ when: everyNth(3, list), fault: { kind: 'reset' } })],
    ['reset in the middle', () => ({ when: everyNth(3, list), fault: { kind: 'reset', afterBytes: 2000 } })],
    ['hang', () => ({ when: onPath(/\/pods$/), fault: { kind: 'hang' }, times: 2 })],
    ['stall', () => ({ when: onPath(/\/configmaps$/), fault: { kind: 'stall', afterBytes: 5000 }, times: 2 })],
    ['truncated JSON', () => ({ when: everyNth(3, list), fault: { kind: 'truncate' } })],
    ['410 mid-list', () => ({ when: isContinuation, fault: expired(), times: 1 })],
    ['401 once', () => unauthorizedOnce(onPath(/\/deployments$/))],
    ['slow body', () => ({ when: onPath(/\/nodes$/), fault: { kind: 'slow', bytesPerSecond: 20_000 } })],
  ];

  it.each(faults)('%s: the result equals the clean one', async (_name, rule) => {
    proxy.add(rule());
    const taken = await take(await fileOf('admin', proxy.url), { requestTimeout: 1500 });
    expect([...proxy.struck().values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
    expect(difference(summary(taken), summary(clean))).toEqual([]);
  });

  it('a random mix: the result equals the clean one', async () => {
    const random = seeded(20_261_124);
    for (const [, rule] of faults) {
      const { fault } = rule();
      if (fault.kind !== 'status' || (fault.status !== 410 && fault.status !== 401))
        proxy.add({ when: request => list(request) && random() < 0.03, fault });
    }
    const taken = await take(await fileOf('admin', proxy.url), { requestTimeout: 1500 });
    expect(collected(taken).retries).toBeGreaterThan(0);
    expect(difference(summary(taken), summary(clean))).toEqual([]);
  });

  it('a list that stays broken is told, the rest is there', async () => {
    proxy.add({ when: onPath(/\/api\/v1\/pods$/), fault: serverError(500) });
    const taken = await take(await fileOf('admin', proxy.url));
    expect(cellsOf(taken).find(entry => entry.resource === 'pods')).toMatchObject({ state: 'failed', count: 0 });
    expect(taken.objects.get('services')).toEqual(clean.objects.get('services'));
  });

  it('a cancel ends within a second, whatever hangs, and keeps what was read', async () => {
    proxy.add({ when: onPath(/\/pods$/), fault: { kind: 'hang' } });
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 1500);
    const taken = await take(await fileOf('admin', proxy.url), {}, controller.signal);
    expect(taken.ms).toBeLessThan(2500);
    expect(collected(taken).partial).toBe(true);
    expect(cellsOf(taken).find(entry => entry.resource === 'pods')?.state).toBe('skipped');
    expect(taken.objects.get('services')?.length).toBeGreaterThan(0);
  });

  it.each<readonly [PersonaName, CaptureOptions]>([
    ['admin', {}],
    ['auditor', {}],
    ['developer', { namespaces: [...developerNamespaces] }],
    ['auditor', { namespaces: ['shop'] }],
  ])('%s with %o: coverage is what the API server allows', async (persona, options) => {
    const taken = await take(await fileOf(persona), options);
    const { coverage, types } = collected(taken);
    const cells = cellsByResource(coverage.entries);
    const wrong: string[] = [];
    for (const type of select(types, options).read) {
      const places = type.namespaced ? (coverage.namespaces ?? [null]) : [null];
      for (const namespace of places) {
        const allowed = (await mayList(persona, type, null)) || (namespace !== null && (await mayList(persona, type, namespace)));
        const own = cells.get(resourceName(type.group, type.resource));
        const entry = (namespace === null ? undefined : own?.byNamespace.get(namespace)) ?? own?.all;
        const expected = allowed
          ? 'full'
          : type.resource === 'namespaces' && options.namespaces !== undefined
            ? 'partial'
            : 'denied';
        if (entry?.state !== expected)
          wrong.push(`${type.resource} @${namespace ?? '*'}: ${entry?.state ?? 'nothing'}, not ${expected}`);
        if (entry?.state === 'denied' && entry.needs.length !== 1) wrong.push(`${type.resource}: no need`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('a developer who names no namespace gets nothing, and is told what to do', async () => {
    const taken = await take(await fileOf('developer'));
    expect(taken.result).toMatchObject({ ok: false, error: { code: 'nothing-read' } });
  });

  it('nobody reads nothing', async () => {
    expect((await take(await fileOf('nobody'))).result).toMatchObject({ ok: false, error: { code: 'nothing-read' } });
  });

  it('the printed role is enough for all of it, and holds nothing but list', async () => {
    const role = leastPrivilegeRole({}, collected(clean).types);
    const rules = role['rules'] as readonly { readonly verbs: readonly string[]; readonly resources: readonly string[] }[];
    expect(new Set(rules.flatMap(rule => rule.verbs))).toEqual(new Set(['list']));
    expect(rules.flatMap(rule => rule.resources).filter(resource => resource.includes('/') || resource === '*')).toEqual([]);
    const binding = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'plumbline-capture' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role.metadata.name },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'nobody' }],
    };
    for (const [path, body] of [
      ['clusterroles', role],
      ['clusterrolebindings', binding],
    ] as const) {
      expect((await cluster.api('POST', `/apis/rbac.authorization.k8s.io/v1/${path}`, body)).status).toBe(201);
    }
    try {
      await expect.poll(async () => (await take(await fileOf('nobody'))).result.ok, { timeout: 10_000 }).toBe(true);
      const cells = cellsOf(await take(await fileOf('nobody')));
      expect(cells.filter(entry => !['full', 'skipped', 'not-served'].includes(entry.state))).toEqual([]);
    } finally {
      await cluster.api('DELETE', '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/plumbline-capture');
      await cluster.api('DELETE', '/apis/rbac.authorization.k8s.io/v1/clusterroles/plumbline-capture');
    }
  });

  it('asks for nothing but reads and reviews of its own rights', () => {
    expect(personaNames.length).toBe(4);
    const asked = new Set(
      proxy
        .seen()
        .map(request => (request.method === 'GET' ? 'GET' : `${request.method} ${request.pathname.split('/').at(-1) ?? ''}`)),
    );
    for (const one of asked)
      expect(['GET', 'POST selfsubjectreviews', 'POST selfsubjectaccessreviews', 'POST selfsubjectrulesreviews']).toContain(one);
  });

  const allowed = new Map<string, Promise<boolean>>();
  function mayList(
    persona: PersonaName,
    type: { readonly group: string; readonly resource: string },
    namespace: string | null,
  ): Promise<boolean> {
    const key = `${persona} ${type.group} ${type.resource} ${namespace ?? ''}`;
    const known = allowed.get(key) ?? askMayList(persona, type, namespace);
    allowed.set(key, known);
    return known;
  }

  async function askMayList(
    persona: PersonaName,
    { group, resource }: { readonly group: string; readonly resource: string },
    namespace: string | null,
  ): Promise<boolean> {
    const answer = await cluster.apiAs(persona, 'POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes: { group, resource, verb: 'list', ...(namespace === null ? {} : { namespace }) } },
    });
    return field(answer.body, 'status', 'allowed') === true;
  }
});

function collected(taken: Taken): Collected {
  if (!taken.result.ok) throw new Error(JSON.stringify(taken.result.error));
  return taken.result.value;
}

const cellsOf = (taken: Taken): readonly CoverageEntry[] => collected(taken).coverage.entries;

const difference = (found: readonly string[], expected: readonly string[]): readonly string[] => [
  ...found.filter(line => !expected.includes(line)).map(line => `+ ${line}`),
  ...expected.filter(line => !found.includes(line)).map(line => `- ${line}`),
];

/** A line for each object and cell, without what moves by itself in a running cluster. */
function summary(taken: Taken): readonly string[] {
  const moving = new Set(['events', 'leases']);
  const objects = [...taken.objects].flatMap(([name, kept]) =>
    kept.map(object => `${name} ${object.metadata.namespace ?? ''}/${object.metadata.name}`),
  );
  const cells = cellsOf(taken).map(
    entry => `${entry.resource} @${entry.namespace ?? '*'} ${entry.state} ${String(entry.count)} ${entry.reason}`,
  );
  return [...objects, ...cells].filter(line => !moving.has(line.split(' ')[0] ?? '')).sort();
}

/** Uniform in [0, 1), the same in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}
