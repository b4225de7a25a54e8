import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { rawClient, field, type ApiAnswer, type ApiOptions, type RawClient } from '#test/cluster/client';
import { issue } from '#test/cluster/certificates';
import type { TestCluster } from '#test/cluster/cluster';
import { personaNames, type PersonaName } from '#test/cluster/personas';
import { startCluster } from '#test/cluster/start';
import { clusterSuite } from '#test/cluster/suite';
import {
  everyNth,
  expired,
  isContinuation,
  onPath,
  serverError,
  tooManyRequests,
  unauthorizedOnce,
  type Fault,
} from './faults.ts';
import { startFaultProxy, type FaultProxy } from './proxy.ts';

await clusterSuite('fault proxy', () => {
  let cluster: TestCluster;
  let proxy: FaultProxy;
  const clients = new Map<PersonaName, RawClient>();
  const get = (persona: PersonaName, path: string, options?: ApiOptions): Promise<ApiAnswer> =>
    (clients.get(persona) ?? unreachable()).request('GET', path, undefined, options);

  beforeAll(async () => {
    cluster = await startCluster();
    proxy = await startFaultProxy(cluster);
    const { caPem, certificates } = cluster;
    for (const name of personaNames) clients.set(name, rawClient(proxy.url, { caPem, certificate: certificates[name] }));
  });
  afterAll(async () => {
    await Promise.all([...clients.values()].map(client => client.close()));
    await proxy?.stop();
    await cluster?.stop();
  });
  beforeEach(() => {
    proxy.clear();
    proxy.forget();
  });

  it.each(personaNames)('without rules answers %s as the API server does', async persona => {
    for (const path of ['/api/v1/namespaces', '/api/v1/namespaces/team-a/pods', '/api/v1/secrets', '/apis']) {
      const direct = await cluster.apiAs(persona, 'GET', path);
      const through = await get(persona, path);
      expect({ path, status: through.status, message: field(through.body, 'message') }).toEqual({
        path,
        status: direct.status,
        message: field(direct.body, 'message'),
      });
    }
    expect(proxy.counts().get('GET /api/v1/secrets')).toBe(1);
    expect(proxy.seen()[0]?.persona).toBe(persona);
  });

  it('passes bearer tokens and keeps impersonated groups apart', async () => {
    const client = rawClient(proxy.url, { caPem: cluster.caPem, token: cluster.tokens.admin });
    const headers = { 'impersonate-user': 'jane', 'impersonate-group': ['one', 'two'] };
    const review = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };
    const answer = await client.request('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', review, { headers });
    await client.close();
    expect(field(answer.body, 'status', 'userInfo', 'groups')).toEqual(['one', 'two', 'system:authenticated']);
  });

  it.each([
    [
      'expired',
      (c: TestCluster) =>
        issue(c.authority, {
          commonName: 'admin',
          organizations: ['system:masters'],
          notBefore: new Date('2020-01-01'),
          notAfter: new Date('2020-02-01'),
        }),
    ],
    [
      'unknown to its CA',
      async (c: TestCluster) =>
        issue({ ...(await import('#test/cluster/certificates')).createAuthority(c.url) }, { commonName: 'admin' }),
    ],
  ])('refuses a client certificate that is %s', async (_, make) => {
    const client = rawClient(proxy.url, { caPem: cluster.caPem, certificate: await make(cluster) });
    const answer = await client.request('GET', '/api/v1/namespaces').finally(() => client.close());
    expect(answer.status).toBe(401);
  });

  const statuses: readonly (readonly [string, Fault, number, string | undefined])[] = [
    ['429 with Retry-After', tooManyRequests('2'), 429, '2'],
    ['429 without', tooManyRequests(), 429, undefined],
    ['500', serverError(500), 500, undefined],
    ['503', serverError(503), 503, undefined],
  ];
  it.each(statuses)('%s', async (_, fault, status, retryAfter) => {
    proxy.add({ when: onPath(/\/namespaces$/), fault, times: 1 });
    const first = await get('admin', '/api/v1/namespaces');
    expect({ status: first.status, retryAfter: first.headers['retry-after'] }).toEqual({ status, retryAfter });
    expect(field(first.body, 'code')).toBe(status);
    expect((await get('admin', '/api/v1/namespaces')).status).toBe(200);
  });

  it('401 once', async () => {
    proxy.add(unauthorizedOnce(onPath(/^\/api/)));
    const statusesSeen = [await get('admin', '/api/v1/pods'), await get('admin', '/api/v1/pods')].map(answer => answer.status);
    expect(statusesSeen).toEqual([401, 200]);
  });

  it('410 in the middle of a list', async () => {
    proxy.add({ when: isContinuation, fault: expired('next'), times: 1 });
    const first = await get('admin', '/api/v1/namespaces?limit=2');
    const token = encodeURIComponent(String(field(first.body, 'metadata', 'continue')));
    const second = await get('admin', `/api/v1/namespaces?limit=2&continue=${token}`);
    expect({ status: second.status, token: field(second.body, 'metadata', 'continue') }).toEqual({ status: 410, token: 'next' });
    expect((await get('admin', `/api/v1/namespaces?limit=2&continue=${token}`)).status).toBe(200);
  });

  it.each([
    ['reset before the answer', { kind: 'reset' }, /closed|reset|terminated/i],
    ['reset in the middle', { kind: 'reset', afterBytes: 100 }, /closed|reset|terminated/i],
    ['hang', { kind: 'hang' }, /timeout/i],
    ['stall', { kind: 'stall', afterBytes: 100 }, /timeout/i],
    ['truncated JSON', { kind: 'truncate' }, /JSON/],
  ] as const)('%s', async (_, fault, message) => {
    proxy.add({ when: onPath(/clusterroles$/), fault, times: 1 });
    const path = '/apis/rbac.authorization.k8s.io/v1/clusterroles';
    await expect(get('admin', path, { timeoutMs: 1_500 })).rejects.toThrow(message);
    expect(proxy.struck().get(fault.kind)).toBe(1);
    expect((await get('admin', path)).status).toBe(200);
  });

  it('a slow body takes its time and is whole', async () => {
    const path = '/api/v1/namespaces';
    const whole = JSON.stringify((await get('admin', path)).body);
    proxy.add({ when: onPath(/namespaces$/), fault: { kind: 'slow', bytesPerSecond: whole.length * 2 } });
    const started = Date.now();
    expect(JSON.stringify((await get('admin', path)).body)).toBe(whole);
    expect(Date.now() - started).toBeGreaterThan(400);
  });

  it('every nth request, until cleared', async () => {
    const remove = proxy.add({ when: everyNth(3), fault: serverError(503) });
    const ask = async () => (await get('admin', '/version')).status;
    expect([await ask(), await ask(), await ask(), await ask()]).toEqual([200, 200, 503, 200]);
    remove();
    expect([await ask(), await ask()]).toEqual([200, 200]);
  });

  it('answers a kubelet path for those who may ask it, and only them', async () => {
    const path = '/api/v1/nodes/node-1/proxy/configz';
    const body = { kubeletconfig: { authentication: { anonymous: { enabled: true } } } };
    proxy.answer(path, { status: 200, body }, { verb: 'get', resource: 'nodes', subresource: 'proxy', name: 'node-1' });
    expect(await get('admin', path)).toMatchObject({ status: 200, body });
    expect((await get('nobody', path)).status).toBe(403);
  });
});

function unreachable(): never {
  throw new Error('client before beforeAll');
}
