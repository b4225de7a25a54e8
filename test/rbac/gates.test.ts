import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Authorizer } from '#core/rbac/authorizer';
import type { Requester } from '#core/rbac/policy';
import { getNeedsCreate, streamSubresources, streamVerbs } from '#kube/rbac/exec-verbs';
import { hasConstrainedModes, impersonate, type WantedUser } from '#kube/rbac/impersonation';
import { requestAttributes } from '#kube/rbac/request-attributes';
import { impliedGroups } from '#kube/rbac/user-names';
import { issue } from '#test/cluster/certificates';
import { field, rawClient } from '#test/cluster/client';
import type { TestCluster } from '#test/cluster/cluster';
import { inParallel } from '#test/cluster/inParallel';
import { quietControllers, startCluster } from '#test/cluster/start';
import { clusterSuite } from '#test/cluster/suite';
import { Random } from '#test/kubeconfig/random';
import { type FakeKubelet, startFakeKubelet } from './fake-kubelet.ts';
import { grantAll, headersFor, impersonations, whoAmI } from './impersonators.ts';
import { authorizerNow, create, settle } from './live-state.ts';
import { prepare } from './oracle.ts';
import { accessFrom, bindingObject, roleObject } from './state.ts';

const minor = 37;
const verbSets = [[], ['get'], ['create'], ['get', 'create']] as const;
const agent = 'system:serviceaccount:rbac-a:agent';

const streamers = verbSets.map(verbs => `stream-${verbs.join('-')}`);
const proxyUsers = {
  'proxy-get': ['get - nodes/proxy'],
  'proxy-create': ['create - nodes/proxy'],
  'proxy-named': ['get - nodes/proxy - n2'],
  'proxy-any': ['get - */proxy'],
  'metrics-only': ['get - nodes/metrics', 'get - nodes/log', 'get - nodes'],
} as const;

const pod = (name: string, more: object): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'rbac-a' },
  spec: { serviceAccountName: 'agent', containers: [{ name: 'c', image: 'c' }], ...more },
});

const node = (name: string): object => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name },
  status: { addresses: [{ type: 'InternalIP', address: '10.1.2.3' }], daemonEndpoints: { kubeletEndpoint: { Port: 10_250 } } },
});

const associated = [
  { ...whoAmI, verb: 'impersonate-on:associated-node:create' },
  accessFrom('impersonate:associated-node authentication.k8s.io nodes - *'),
];

const people = impersonations(new Random(9));

const writeState = async (cluster: TestCluster): Promise<void> => {
  await prepare(cluster);
  const made = async (path: string, body: object): Promise<void> => {
    const answer = await cluster.api('POST', path, body);
    if (answer.status !== 201) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
  };
  for (const name of ['n1', 'n2']) await made('/api/v1/nodes', node(name));
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'agent', namespace: 'rbac-a' } };
  await made('/api/v1/namespaces/rbac-a/serviceaccounts', account);
  for (const [name, more] of [
    ['pending', {}],
    ['bound', { nodeName: 'n1' }],
  ] as const)
    await made('/api/v1/namespaces/rbac-a/pods', pod(name, more));
  const streams = verbSets.flatMap((verbs, at) =>
    grantAll(
      streamers[at] ?? '',
      verbs.flatMap(verb => streamSubresources.map(subresource => accessFrom(`${verb} - pods/${subresource}`))),
    ),
  );
  const proxies = Object.entries(proxyUsers).flatMap(([user, rights]) => grantAll(user, rights.map(accessFrom)));
  await create(cluster, [
    ...streams.filter(({ kind, rules }) => kind !== 'ClusterRole' || (rules as readonly unknown[]).length > 0),
    ...proxies,
    ...people.flatMap(({ user, rights }) => grantAll(user, rights)),
    ...grantAll(agent, associated),
    // Whoever gets through is told who it is, the anonymous too.
    roleObject('strangers', ['create authentication.k8s.io selfsubjectreviews']),
    bindingObject('strangers -> strangers group:system:unauthenticated'),
  ]);
  await settle(cluster, 'rbac-a');
};

const requesterOf = (user: string): Requester => ({ user, groups: impliedGroups(user) });

/** Whom the API server says that the request is served as; undefined where it refuses. */
const servedAs = (answer: {
  readonly status: number;
  readonly body: unknown;
}): { readonly user: unknown; readonly groups: unknown } | undefined =>
  answer.status === 201
    ? { user: field(answer.body, 'status', 'userInfo', 'username'), groups: field(answer.body, 'status', 'userInfo', 'groups') }
    : undefined;

const expected = (authorizer: Authorizer, asker: string, wants: WantedUser, gate: boolean, at?: string) => {
  const allows = (access: Parameters<Authorizer['decide']>[1]): boolean =>
    authorizer.decide(requesterOf(asker), access).allowed === true;
  const found = impersonate({ allows, node: at }, wants, whoAmI, hasConstrainedModes(minor, gate) ?? false);
  return found === undefined ? undefined : { user: found.user, groups: found.groups };
};

const review = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };
const reviews = '/apis/authentication.k8s.io/v1/selfsubjectreviews';

await clusterSuite('what feature gates change', () => {
  describe.each([true, false])('the gates %j', gate => {
    let cluster: TestCluster;
    let kubelet: FakeKubelet;
    let authorizer: Authorizer;

    beforeAll(async () => {
      kubelet = await startFakeKubelet();
      const gates = { AuthorizePodWebsocketUpgradeCreatePermission: gate, ConstrainedImpersonation: gate };
      cluster = await startCluster({ controllers: quietControllers, featureGates: gates, apiServerFlags: kubelet.flags });
      await writeState(cluster);
      authorizer = await authorizerNow(cluster);
    });
    afterAll(async () => {
      await cluster?.stop();
      await kubelet?.stop();
    });

    it('exec, attach and portforward: which verbs', async () => {
      const wrong: string[] = [];
      for (const [at, verbs] of verbSets.entries())
        for (const subresource of streamSubresources)
          for (const method of ['GET', 'POST'] as const) {
            const path = `/api/v1/namespaces/rbac-a/pods/pending/${subresource}?command=id&container=c&stdout=true`;
            const headers = { 'impersonate-user': streamers[at] ?? '' };
            const { status } = await cluster.api(method, path, undefined, { headers });
            const needed = streamVerbs(method, getNeedsCreate(minor, gate) ?? true);
            const may = needed.every(verb => (verbs as readonly string[]).includes(verb));
            // What passes is refused later: the pod has no node.
            if ((status !== 403) !== may) wrong.push(`${method} ${subresource} with ${verbs.join(',')}: ${String(status)}`);
          }
      expect(wrong).toEqual([]);
    });

    it(`${String(people.length)} impersonations`, async () => {
      const wrong: string[] = [];
      let served = 0;
      await inParallel(people, 6, async ({ user, wants }) => {
        const certificate = issue(cluster.authority, { commonName: user });
        const client = rawClient(cluster.url, { caPem: cluster.caPem, certificate }, 1);
        const answer = await client.request('POST', reviews, review, { headers: headersFor(wants) });
        await client.close();
        const [theirs, ours] = [servedAs(answer), expected(authorizer, user, wants, gate)];
        if (ours !== undefined) served++;
        if (JSON.stringify(theirs) !== JSON.stringify(ours))
          wrong.push(
            `${user} as ${JSON.stringify(headersFor(wants))}: the API server ${String(answer.status)} ${JSON.stringify(theirs)}, ours ${JSON.stringify(ours)}`,
          );
      });
      expect(wrong).toEqual([]);
      expect(served).toBeGreaterThan(15);
      expect(people.length - served).toBeGreaterThan(15);
    });

    it.each(['n1', 'n2'])('a pod’s token as node %s', async name => {
      const spec = { boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name: 'bound' } };
      const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec };
      const issued = await cluster.api('POST', '/api/v1/namespaces/rbac-a/serviceaccounts/agent/token', request);
      const client = rawClient(cluster.url, { caPem: cluster.caPem, token: String(field(issued.body, 'status', 'token')) }, 1);
      const wants = { user: `system:node:${name}`, groups: [], uid: '', extra: new Map() };
      const answer = await client.request('POST', reviews, review, { headers: headersFor(wants) });
      await client.close();
      expect(servedAs(answer)).toEqual(expected(authorizer, agent, wants, gate, 'n1'));
      expect(answer.status).toBe(gate && name === 'n1' ? 201 : 403);
    });

    it('nodes/proxy: a GET reaches the kubelet’s exec', async () => {
      const path = '/api/v1/nodes/n1/proxy/exec/kube-system/etcd/etcd?command=id&output=1';
      const wrong: string[] = [];
      for (const user of Object.keys(proxyUsers))
        for (const method of ['GET', 'POST'] as const) {
          const before = kubelet.asked.length;
          const answer = await cluster.api(method, path, undefined, { headers: { 'impersonate-user': user } });
          const access = requestAttributes(method, path);
          const may = access !== undefined && authorizer.decide(requesterOf(user), access).allowed === true;
          const asked = kubelet.asked.slice(before);
          const reached = asked.length === 1 && asked[0] === `${method} /exec/kube-system/etcd/etcd?command=id&output=1`;
          if (reached !== may || (answer.status === 200) !== may)
            wrong.push(`${method} by ${user}: ${String(answer.status)}, the kubelet was asked ${JSON.stringify(asked)}`);
        }
      expect(wrong).toEqual([]);
      // By get alone, by create alone, and by the proxy of any resource.
      expect(kubelet.asked.length).toBe(3);
    });
  });
});
