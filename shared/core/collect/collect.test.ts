import { describe, expect, test } from 'vitest';
import type { CaptureOptions, ResourceProgress } from '#contract/capture';
import { captureDefaults } from '#contract/capture';
import type { JsonObject } from '#contract/json';
import type { KubeObject, ResourceType } from '#contract/kube';
import { resourceName } from '#contract/kube';
import type { Problem, ProblemCode } from '#contract/problem';
import { problem } from '#contract/problem';
import type { Result } from '#contract/result';
import type { KubeRequest, Ports, SnapshotPage, SnapshotSink } from '#core/ports';
import { createPipeline } from '#core/redact/pipeline';
import { builtinResources } from '#kube/builtin-resources';
import type { CollectDeps, Collected } from './collect.ts';
import { collect } from './collect.ts';
import { createPause } from './pause.ts';
import type { FakeServer } from '#test/collect/fake-server';
import { fakeConnection } from '#test/collect/fake-server';

const ports = (slept: number[]): Ports => ({
  clock: {
    now: () => 1_000_000,
    elapsed: () => 0,
    iso: ms => `T${String(ms)}`,
    parse: text => (text === 'Tomorrow' ? 1_000_000 + 5000 : null),
  },
  ids: { next: () => 'id' },
  random: () => 0.5,
  log: { write: () => undefined },
  pause: () => Promise.resolve(),
  sleep: ms => {
    slept.push(ms);
    return Promise.resolve();
  },
  fingerprints: { keyId: 'k', of: value => (value.length < 8 ? null : '0'.repeat(32)) },
});

/** A sink that keeps names only. */
const memorySink = (): SnapshotSink & { readonly kept: Map<string, KubeObject[]>; readonly restarts: string[] } => {
  const kept = new Map<string, KubeObject[]>();
  const restarts: string[] = [];
  const keyOf = (type: ResourceType, namespace: string | null): string =>
    `${resourceName(type.group, type.resource)} ${namespace ?? '*'}`;
  return {
    kept,
    restarts,
    page: (page: SnapshotPage) => {
      const key = keyOf(page.type, page.namespace);
      kept.set(key, [...(kept.get(key) ?? []), ...page.objects]);
    },
    restart: (type, namespace) => {
      restarts.push(keyOf(type, namespace));
      kept.delete(keyOf(type, namespace));
    },
  };
};

const named = (name: string, namespace?: string): JsonObject => ({
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
});
const many = (count: number, namespace?: string): readonly JsonObject[] =>
  Array.from({ length: count }, (_, index) => named(`o${String(index)}`, namespace));

const types = builtinResources.filter(type =>
  ['namespaces', 'nodes', 'pods', 'secrets', 'configmaps', 'deployments', 'leases', 'clusterroles'].includes(type.resource),
);
const widgets: ResourceType = {
  group: 'example.com',
  version: 'v1',
  resource: 'widgets',
  kind: 'Widget',
  namespaced: true,
  verbs: ['list', 'get'],
};

const clean: FakeServer = {
  types: [...types, widgets],
  objects: {
    namespaces: [{ metadata: { name: 'kube-system', uid: 'the-uid' } }, named('a'), named('b')],
    nodes: [named('n1'), named('n2')],
    pods: [...many(7, 'a'), ...many(5, 'b')],
    secrets: [
      {
        metadata: {
          name: 's',
          namespace: 'a',
          managedFields: [{ manager: 'm', operation: 'Update', fieldsV1: { 'f:data': { 'f:password': {} } } }],
        },
        type: 'Opaque',
        data: { password: 'aHVudGVyMmh1bnRlcjI=' },
      },
    ],
    'deployments.apps': many(3, 'a'),
    'widgets.example.com': many(4, 'b'),
  },
  pageSize: 3,
};

interface Run {
  readonly result: Result<Collected, Problem>;
  readonly sink: ReturnType<typeof memorySink>;
  readonly requests: readonly KubeRequest[];
  readonly slept: readonly number[];
  readonly done: readonly string[];
  readonly progress: readonly ResourceProgress[];
}

const run = async (
  server: FakeServer,
  options: CaptureOptions = {},
  more: Partial<CollectDeps> = {},
  signal = new AbortController().signal,
): Promise<Run> => {
  const slept: number[] = [];
  const done: string[] = [];
  const progress: ResourceProgress[] = [];
  const kube = fakeConnection(server);
  const sink = memorySink();
  const its = ports(slept);
  const deps: CollectDeps = {
    ports: its,
    pipeline: createPipeline(its.fingerprints),
    sink,
    onResourceDone: (type, entries) => done.push(`${type.resource} ${entries.map(entry => entry.state).join()}`),
    onProgress: row => progress.push(row),
    ...more,
  };
  const result = await collect(kube, options, deps, signal);
  return { result, sink, requests: kube.requests, slept, done, progress };
};

/** Coverage as lines: `pods @a full 7`. What is skipped or not served by its nature is left out. */
const lines = (result: Result<Collected, Problem>): readonly string[] => {
  if (!result.ok) throw new Error(result.error.what);
  return result.value.coverage.entries
    .filter(entry => entry.state !== 'not-served' && !entry.reason.startsWith('No rule') && entry.resource !== 'kubeletconfigs')
    .map(
      entry => `${resourceName(entry.group, entry.resource)} @${entry.namespace ?? '*'} ${entry.state} ${String(entry.count)}`,
    );
};

const check = async (
  server: Partial<FakeServer>,
  options: CaptureOptions,
  expected: readonly string[],
  more: Partial<CollectDeps> = {},
): Promise<Run> => {
  const ran = await run({ ...clean, ...server }, options, more);
  expect(lines(ran.result)).toEqual(expected);
  return ran;
};

const all = [
  'configmaps @* full 0',
  'namespaces @* full 3',
  'nodes @* full 2',
  'pods @* full 12',
  'secrets @* full 1',
  'deployments.apps @* full 3',
  'widgets.example.com @* full 4',
  'clusterroles.rbac.authorization.k8s.io @* full 0',
];

const valueOf = (result: Result<Collected, Problem>): Collected => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

describe('a clean capture', () => {
  test('reads all, page by page, once', async () => {
    const { result, sink, requests, done, progress } = await check({}, {}, all);
    const value = valueOf(result);
    expect(value).toMatchObject({
      serverVersion: 'v1.37.2',
      clusterId: 'the-uid',
      capturedAs: 'jane',
      capturedGroups: ['dev', 'ops, all'],
      partial: false,
      retries: 0,
      throttled: 0,
    });
    expect(value.coverage.namespaces).toEqual(['a', 'b', 'kube-system']);
    expect(sink.kept.get('pods *')).toHaveLength(12);
    expect(requests.filter(request => request.path === '/api/v1/pods')).toHaveLength(4);
    expect(value.lists.find(record => record.resource === 'pods')).toMatchObject({
      pages: 4,
      resourceVersion: '7',
      inconsistent: false,
    });
    expect(done).toContain('pods full');
    expect(progress.filter(row => row.resource === 'pods').at(-1)).toMatchObject({ state: 'full', objects: 12, requests: 4 });
  });

  test('gives list items their apiVersion and kind', async () => {
    const { sink } = await run(clean);
    expect(sink.kept.get('deployments.apps *')?.[0]).toMatchObject({ apiVersion: 'apps/v1', kind: 'Deployment' });
  });

  test('asks for Secrets as a Table alone and keeps no value', async () => {
    const { sink, requests } = await run(clean);
    const asked = requests.filter(request => request.path.endsWith('/secrets'));
    expect(asked.map(request => [request.accept, request.query?.['includeObject']])).toEqual([
      ['application/json;as=Table;v=v1;g=meta.k8s.io', 'Metadata'],
    ]);
    expect(sink.kept.get('secrets *')).toEqual([
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'a' }, type: 'Opaque' },
    ]);
  });

  test('throws away an answer that is no Table', async () => {
    const { sink } = await check(
      { ignoresTable: true },
      {},
      all.map(line => (line.startsWith('secrets') ? 'secrets @* failed 0' : line)),
    );
    expect(sink.kept.get('secrets *')).toBeUndefined();
  });

  test.each(['plain', 'denied'] as const)('with discovery %s', async discovery => {
    const { result } = await run({ ...clean, discovery });
    expect(lines(result).filter(line => !line.includes('example.com'))).toEqual(
      all.filter(line => !line.includes('example.com')),
    );
    expect(lines(result).some(line => line.includes('widgets'))).toBe(discovery === 'plain');
  });

  test('a group whose server is down is told', async () => {
    const { result } = await run({ ...clean, staleGroups: ['policy', 'metrics.example.com'] });
    expect(lines(result)).toEqual(
      expect.arrayContaining(['*.metrics.example.com @* failed 0', 'poddisruptionbudgets.policy @* failed 0']),
    );
  });

  test('what is not read is told, with the reason', async () => {
    const { result } = await run(clean, { excludeResources: ['pods'], customResources: false });
    const skipped = valueOf(result)
      .coverage.entries.filter(entry => entry.state === 'skipped')
      .map(entry => `${entry.resource}: ${entry.reason}`);
    expect(skipped).toEqual(
      expect.arrayContaining([
        'leases: No rule, graph or evidence uses it.',
        'pods: Excluded by the options of this capture.',
        'widgets: Custom resources are switched off for this capture.',
      ]),
    );
    expect(valueOf(result).coverage.entries.find(entry => entry.resource === 'services')?.state).toBe('not-served');
  });
});

describe('namespaces', () => {
  test('named ones are listed one by one, and nothing else of namespaced kinds', async () => {
    const { requests, result } = await check({}, { namespaces: ['a'] }, [
      'configmaps @a full 0',
      'namespaces @* full 3',
      'nodes @* full 2',
      'pods @a full 7',
      'secrets @a full 1',
      'deployments.apps @a full 3',
      'widgets.example.com @a full 0',
      'clusterroles.rbac.authorization.k8s.io @* full 0',
    ]);
    expect(requests.some(request => request.path === '/api/v1/pods')).toBe(false);
    expect(valueOf(result).coverage.namespaces).toEqual(['a']);
  });

  test('excluded ones are not kept', async () => {
    const { sink, result } = await run(clean, { excludeNamespaces: ['a'] });
    expect(sink.kept.get('pods *')).toHaveLength(5);
    expect(valueOf(result).coverage.namespaces).toEqual(['b', 'kube-system']);
  });

  const developer = (resource: string, namespace: string | null): boolean => namespace === 'a' || resource === 'nodes';
  const rules = (namespace: string): JsonObject => ({
    incomplete: false,
    resourceRules:
      namespace === 'a'
        ? [
            { verbs: ['list'], apiGroups: ['', 'apps'], resources: ['*'] },
            { verbs: ['*'], apiGroups: ['example.com'], resources: ['widgets'], resourceNames: ['x'] },
          ]
        : [],
  });

  test('denied cluster-wide: only where the own rules say yes, asked once a namespace', async () => {
    const { requests, result } = await check(
      { mayList: (resource, namespace) => resource === 'namespaces' || developer(resource, namespace), review: rules },
      {},
      [
        'configmaps @a full 0',
        'configmaps @b denied 0',
        'configmaps @kube-system denied 0',
        'namespaces @* full 3',
        'nodes @* full 2',
        'pods @a full 7',
        'pods @b denied 0',
        'pods @kube-system denied 0',
        'secrets @a full 1',
        'secrets @b denied 0',
        'secrets @kube-system denied 0',
        'deployments.apps @a full 3',
        'deployments.apps @b denied 0',
        'deployments.apps @kube-system denied 0',
        'widgets.example.com @* denied 0',
        'clusterroles.rbac.authorization.k8s.io @* denied 0',
      ],
    );
    expect(requests.filter(request => request.path.endsWith('selfsubjectrulesreviews'))).toHaveLength(3);
    expect(requests.some(request => request.path.includes('/namespaces/b/'))).toBe(false);
    const entry = valueOf(result).coverage.entries.find(one => one.resource === 'pods' && one.namespace === 'b');
    expect(entry?.needs).toEqual([{ group: '', resource: 'pods', verb: 'list', namespace: 'b' }]);
  });

  test('rules that are incomplete are unknown: then it is tried', async () => {
    const { requests } = await run({
      ...clean,
      mayList: (resource, namespace) => resource === 'namespaces' || developer(resource, namespace),
      review: () => ({ incomplete: true, resourceRules: [] }),
    });
    expect(requests.some(request => request.path === '/api/v1/namespaces/b/pods')).toBe(true);
  });

  test('nobody can tell which there are: named ones, read by name', async () => {
    const { result, sink } = await check({ mayList: developer }, { namespaces: ['a'] }, [
      'configmaps @a full 0',
      'namespaces @* partial 1',
      'nodes @* full 2',
      'pods @a full 7',
      'secrets @a full 1',
      'deployments.apps @a full 3',
      'widgets.example.com @a full 0',
      'clusterroles.rbac.authorization.k8s.io @* denied 0',
    ]);
    expect(sink.kept.get('namespaces *')?.map(object => object.metadata.name)).toEqual(['a']);
    expect(valueOf(result)).toMatchObject({ clusterId: 'the-uid', coverage: { namespaces: ['a'] } });
  });

  test('nor named: the context’s, and the rest is denied', async () => {
    const { result } = await run({ ...clean, mayList: developer, review: rules }, {}, { contextNamespace: 'a' });
    expect(lines(result)).toEqual(expect.arrayContaining(['pods @a full 7', 'pods @* denied 0', 'namespaces @* partial 1']));
    expect(valueOf(result).coverage.namespaces).toBeNull();
  });
});

describe('faults: the result equals the clean one', () => {
  const at =
    (path: string, times: number, trouble: ReturnType<NonNullable<FakeServer['trouble']>>): FakeServer['trouble'] =>
    (request, attempt) =>
      request.path === path && attempt <= times ? trouble : undefined;
  const reset = problem('connection-reset', { what: 'reset', why: '' });
  const timeout = problem('timeout', { what: 'timeout', why: '' });

  test.each([
    ['429 with Retry-After', at('/api/v1/pods', 2, { status: 429, headers: { 'retry-after': '3' } })],
    ['429 without', at('/api/v1/pods', 2, { status: 429 })],
    ['500', at('/api/v1/pods', 2, { status: 500, text: 'oops' })],
    ['503 with a date', at('/api/v1/pods', 1, { status: 503, headers: { 'retry-after': 'Tomorrow' } })],
    ['reset', at('/api/v1/pods', 5, reset)],
    ['hang', at('/api/v1/pods', 1, timeout)],
    [
      'truncated JSON',
      at('/api/v1/pods', 2, {
        text: '{"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"7","continue":"3"},"items":[{"metad',
      }),
    ],
    ['Table truncated', at('/api/v1/secrets', 2, { text: '{"kind":"Table","apiVersion":"meta.k8s.io/v1","rows":[' })],
    ['401 once', at('/api/v1/pods', 1, { status: 401 })],
    ['discovery reset', at('/apis', 3, reset)],
    ['everything once', (_request: KubeRequest, attempt: number) => (attempt === 1 ? reset : undefined)],
    ['everything throttled twice', (_request: KubeRequest, attempt: number) => (attempt <= 2 ? { status: 429 } : undefined)],
  ])('%s', async (_name, trouble) => {
    const ran = await check(trouble === undefined ? {} : { trouble }, {}, all);
    const plain = await run(clean);
    expect(Object.fromEntries(ran.sink.kept)).toEqual(Object.fromEntries(plain.sink.kept));
    expect(valueOf(ran.result).retries).toBeGreaterThan(0);
    expect(ran.slept.length).toBe(valueOf(ran.result).retries);
  });

  test('Retry-After is waited for, exponential back-off otherwise', async () => {
    const told = await run({
      ...clean,
      pageSize: 500,
      trouble: at('/api/v1/pods', 1, { status: 429, headers: { 'retry-after': '3' } })!,
    });
    expect(told.slept).toEqual([3100]);
    expect(valueOf(told.result).throttled).toBe(1);
    const silent = await run({ ...clean, pageSize: 500, trouble: at('/api/v1/pods', 3, { status: 500 })! });
    expect(silent.slept).toEqual([150, 300, 600]);
  });

  const expiring = (times: number): FakeServer['trouble'] => {
    let left = times;
    return request => {
      if (request.path !== '/api/v1/pods' || request.query?.['continue'] !== '6' || left === 0) return undefined;
      left -= 1;
      return {
        status: 410,
        text: JSON.stringify({ kind: 'Status', metadata: { continue: '6x' }, message: 'expired', code: 410 }).replace('6x', '6'),
      };
    };
  };

  test('410 starts the list anew', async () => {
    const { sink, result } = await check({ trouble: expiring(1)! }, {}, all);
    expect(sink.restarts).toEqual(['pods *']);
    expect(sink.kept.get('pods *')).toHaveLength(12);
    expect(valueOf(result).lists.every(record => !record.inconsistent)).toBe(true);
  });

  test('410 again and again: the server’s own token, told as inconsistent', async () => {
    const { sink, result } = await run({ ...clean, trouble: expiring(4)! });
    expect(sink.kept.get('pods *')).toHaveLength(12);
    expect(valueOf(result).lists.find(record => record.resource === 'pods')).toMatchObject({ inconsistent: true });
    expect(valueOf(result).coverage.entries.find(entry => entry.resource === 'pods')).toMatchObject({
      state: 'full',
      reason: expect.stringContaining('different moments') as string,
    });
  });

  test('an answer too large is asked for in smaller pages', async () => {
    const tooLarge = problem('too-large', { what: 'too large', why: '' });
    const { requests } = await check(
      { trouble: request => (request.path === '/api/v1/pods' && request.query?.['limit'] === '500' ? tooLarge : undefined) },
      {},
      all,
    );
    expect(new Set(requests.filter(request => request.path === '/api/v1/pods').map(request => request.query?.['limit']))).toEqual(
      new Set(['500', '50']),
    );
  });
});

describe('what stays broken is told', () => {
  test('a list that fails to the end: failed, or partial after its first page', async () => {
    const first = await run({
      ...clean,
      trouble: request =>
        request.path === '/api/v1/pods'
          ? { status: 500, text: '{"kind":"Status","message":"etcd: password=hunter2hunter2"}' }
          : undefined,
    });
    expect(lines(first.result)).toContain('pods @* failed 0');
    expect(JSON.stringify(first.result)).not.toContain('hunter2');
    const later = await run({
      ...clean,
      trouble: request => (request.path === '/api/v1/pods' && request.query?.['continue'] === '3' ? { status: 500 } : undefined),
    });
    expect(lines(later.result)).toContain('pods @* partial 3');
  });

  test('items without a name are left out and told', async () => {
    const { result } = await run({
      ...clean,
      objects: { ...clean.objects, pods: [named('a', 'a'), { metadata: {} }, { metadata: { name: 7 } }] },
    });
    expect(lines(result)).toContain('pods @* partial 1');
  });

  test('the caps of custom resources', async () => {
    const { result, sink } = await run({
      ...clean,
      pageSize: 500,
      objects: { ...clean.objects, 'widgets.example.com': many(captureDefaults.customResourceObjects + 700, 'b') },
    });
    expect(lines(result)).toContain(`widgets.example.com @* partial ${String(captureDefaults.customResourceObjects)}`);
    expect(valueOf(result).coverage.entries.find(entry => entry.resource === 'widgets')?.reason).toContain('700 more');
    expect(sink.kept.get('widgets.example.com *')).toHaveLength(captureDefaults.customResourceObjects);
  });

  test('the budget of requests', async () => {
    const { result, requests } = await run(clean, { requestBudget: 8 });
    expect(requests).toHaveLength(8);
    expect(valueOf(result).partial).toBe(true);
    expect(valueOf(result).coverage.entries.filter(entry => entry.reason.includes('budget of 8')).length).toBeGreaterThan(0);
  });

  test('a cancel keeps what was read', async () => {
    const controller = new AbortController();
    let pages = 0;
    const sink = memorySink();
    const cancelling: SnapshotSink = {
      restart: () => undefined,
      page: page => {
        sink.page(page);
        if ((pages += 1) === 3) controller.abort();
      },
    };
    const { result } = await run(clean, {}, { sink: cancelling }, controller.signal);
    expect(valueOf(result).partial).toBe(true);
    expect(lines(result).some(line => / (?:skipped|partial) /.test(line))).toBe(true);
    expect(sink.kept.size).toBeGreaterThan(0);
  });
});

describe('fails only where nothing could be read', () => {
  const code = async (server: Partial<FakeServer>, signal?: AbortSignal): Promise<[ProblemCode | 'ok', number]> => {
    const { result, requests } = await run({ ...clean, ...server }, {}, {}, signal);
    return [result.ok ? 'ok' : result.error.code, requests.length];
  };
  const always = (kind: ProblemCode): Partial<FakeServer> => ({ trouble: () => problem(kind, { what: kind, why: '' }) });

  test.each(['dns', 'unreachable', 'timeout', 'connection-reset'] as const)('%s, soon', async kind => {
    const [found, requests] = await code(always(kind));
    expect(found).toBe(kind);
    expect(requests).toBeLessThan(12);
  });

  test.each(['tls-untrusted', 'unauthorized', 'exec-failed', 'credentials-expired'] as const)('%s, at once', async kind => {
    const [found, requests] = await code(always(kind));
    expect(found).toBe(kind);
    expect(requests).toBeLessThanOrEqual(6);
  });

  test('401 as an answer', async () => expect((await code({ trouble: () => ({ status: 401 }) }))[0]).toBe('unauthorized'));
  test('denied everywhere', async () =>
    expect((await code({ mayList: () => false, review: () => ({ incomplete: false, resourceRules: [] }) }))[0]).toBe(
      'nothing-read',
    ));
  test('cancelled before', async () => {
    const controller = new AbortController();
    controller.abort();
    expect((await code({}, controller.signal))[0]).toBe('cancelled');
  });
});

describe('kubelets', () => {
  const entryOf = (result: Result<Collected, Problem>): unknown => {
    const entry = valueOf(result).coverage.entries.find(one => one.resource === 'kubeletconfigs');
    return entry === undefined ? undefined : [entry.state, entry.count, entry.needs];
  };

  test('are asked where the right is held already', async () => {
    const { result, sink } = await run({ ...clean, mayProxy: true });
    expect(entryOf(result)).toEqual(['full', 2, []]);
    const [config] = sink.kept.get('kubeletconfigs.plumbline *') ?? [];
    expect(config).toMatchObject({
      apiVersion: 'plumbline/v1',
      kind: 'KubeletConfig',
      metadata: { name: 'n1' },
      kubeletconfig: { readOnlyPort: 0 },
    });
    expect(JSON.stringify(config)).not.toContain('hunter2');
  });

  test('never where it is not, and it is never a need', async () => {
    const { result, requests } = await run(clean);
    expect(entryOf(result)).toEqual(['skipped', 0, []]);
    expect(requests.some(request => request.path.includes('proxy'))).toBe(false);
  });

  test('nor where it is switched off', async () => {
    const { result, requests } = await run({ ...clean, mayProxy: true }, { kubeletConfig: false });
    expect(entryOf(result)).toEqual(['skipped', 0, []]);
    expect(requests.some(request => request.path.includes('selfsubjectaccessreviews'))).toBe(false);
  });
});

describe('a capture that is held', () => {
  const turns = async (): Promise<void> => {
    for (let turn = 0; turn < 200; turn += 1) await Promise.resolve();
  };

  test('asks nothing new until it is let go, and reads what it would have read', async () => {
    const pause = createPause();
    let asked = 0;
    const counted: FakeServer = { ...clean, trouble: () => void (asked += 1) };
    const going = run(
      counted,
      {},
      {
        pause,
        onProgress: row => {
          if (row.resource === 'pods' && row.objects === 3) pause.set(true);
        },
      },
    );
    await turns();
    const held = asked;
    await turns();
    expect(asked).toBe(held);
    pause.set(false);
    const whole = await run(clean);
    const { result, requests } = await going;
    expect(lines(result)).toEqual(lines(whole.result));
    expect(requests.length).toBeGreaterThan(held);
  });

  test('a list that expires meanwhile is started anew, and says so to its end', async () => {
    const pause = createPause();
    let held = false;
    let expired = false;
    const server: FakeServer = {
      ...clean,
      trouble: request => {
        if (!held || expired || !request.path.endsWith('/pods') || request.query?.['continue'] === undefined) return undefined;
        expired = true;
        return { status: 410, text: '{"kind":"Status","code":410,"reason":"Expired","metadata":{}}' };
      },
    };
    const going = run(
      server,
      {},
      {
        pause,
        onProgress: row => {
          progress.push(row);
          if (held || row.resource !== 'pods' || row.objects === 0) return;
          held = true;
          pause.set(true);
        },
      },
    );
    const progress: ResourceProgress[] = [];
    await turns();
    pause.set(false);
    const { result, sink } = await going;
    expect(sink.restarts).toEqual(['pods *']);
    expect(lines(result)).toContain('pods @* full 12');
    expect(progress.filter(row => row.resource === 'pods').at(-1)?.note).toBe('The list expired and was started anew.');
  });

  test('is cancelled while it is held, and keeps what was read', async () => {
    const pause = createPause();
    const controller = new AbortController();
    const going = run(
      clean,
      {},
      {
        pause,
        onProgress: row => {
          if (row.resource === 'pods' && row.objects > 0) pause.set(true);
        },
      },
      controller.signal,
    );
    await turns();
    controller.abort();
    const { result } = await going;
    expect(valueOf(result).partial).toBe(true);
  });
});
