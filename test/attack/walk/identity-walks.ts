import { field, type ApiAnswer } from '#test/cluster/client';
import { accepted, mayEverything, reads, soon, type Ask, type Walk } from './walk.ts';

const acting = (user: string, ...groups: readonly string[]) => ({
  headers: { 'impersonate-user': user, ...(groups.length === 0 ? {} : { 'impersonate-group': [...groups] }) },
});

const as =
  (ask: Ask, headers: ReturnType<typeof acting>): Ask =>
  (method, path, body, options) =>
    ask(method, path, body, { ...options, headers: { ...options?.headers, ...headers.headers } });

const decoded = (answer: ApiAnswer): string =>
  Buffer.from(String(field(answer.body, 'data', 'token') ?? ''), 'base64').toString();

const secret = (namespace: string) => ({ is: `Secret ${namespace}/db`, stringData: { key: 'value' } });
const readsDb = (ask: Ask, namespace: string): Promise<boolean> => reads(ask, `/api/v1/namespaces/${namespace}/secrets/db`);

const tokenSecret = (namespace: string, name: string, account: string) => ({
  is: `Secret ${namespace}/${name}`,
  metadata: { annotations: { 'kubernetes.io/service-account.name': account } },
  type: 'kubernetes.io/service-account-token',
});

/** R7, R8, R10 to R13: identities of others. */
export const identityWalks: readonly Walk[] = [
  {
    edge: 'IMPERSONATE_USER',
    name: 'reads as another user',
    to: ({ mate }) => `user:${mate}`,
    grants: ({ user, mate, namespace }) => [
      { to: `user:${user}`, can: [`impersonate users named ${mate}`] },
      { to: `user:${mate}`, in: namespace, can: ['get secrets'] },
    ],
    objects: ({ namespace }) => [secret(namespace)],
    fix: { withoutGrant: 0 },
    walk: ({ ask, mate, namespace }) => readsDb(as(ask, acting(mate)), namespace),
  },
  {
    edge: 'IMPERSONATE_GROUP',
    name: 'is in system:masters, by any user name and not without one',
    to: () => 'group:system:masters',
    grants: ({ user }) => [
      { to: `user:${user}`, can: ['impersonate groups named system:masters'] },
      { to: `user:${user}`, can: ['impersonate users named nobody-at-all'] },
    ],
    fix: { withoutGrant: 1 },
    walk: async ({ ask }) => {
      const alone = await ask('GET', '/api/v1/nodes', undefined, { headers: { 'impersonate-group': ['system:masters'] } });
      if (alone.status < 400) throw new Error('A group without a user was accepted.');
      return mayEverything(as(ask, acting('nobody-at-all', 'system:masters')));
    },
  },
  {
    edge: 'IMPERSONATE_GROUP_AS_ACCOUNT',
    name: 'is in system:masters, by the name of an account in one namespace',
    to: () => 'group:system:masters',
    grants: ({ user, namespace }) => [
      { to: `user:${user}`, can: ['impersonate groups named system:masters'] },
      { to: `user:${user}`, in: namespace, can: ['impersonate serviceaccounts named none-such'] },
    ],
    fix: { withoutGrant: 1 },
    walk: ({ ask, namespace }) =>
      mayEverything(as(ask, acting(`system:serviceaccount:${namespace}:none-such`, 'system:masters'))),
  },
  {
    edge: 'IMPERSONATE_SERVICE_ACCOUNT',
    name: 'reads as an account',
    to: ({ namespace }) => `sa:${namespace}/reader`,
    grants: ({ user, namespace }) => [
      { to: `user:${user}`, in: namespace, can: ['impersonate serviceaccounts named reader'] },
      { to: `sa:${namespace}/reader`, in: namespace, can: ['get secrets'] },
    ],
    objects: ({ namespace }) => [`ServiceAccount ${namespace}/reader`, secret(namespace)],
    fix: { withoutGrant: 0 },
    walk: ({ ask, namespace }) => readsDb(as(ask, acting(`system:serviceaccount:${namespace}:reader`)), namespace),
  },
  {
    edge: 'IMPERSONATE_NODE',
    name: 'reads a Secret of a pod of the node, and no other',
    to: ({ id }) => `user:system:node:${id}`,
    grants: ({ id, user }) => [
      { to: `user:${user}`, can: [`impersonate users named system:node:${id}`] },
      { to: `user:${user}`, can: ['impersonate groups named system:nodes'] },
    ],
    objects: ({ id, namespace }) => [
      `Node ${id}`,
      secret(namespace),
      { is: `Secret ${namespace}/other`, stringData: { key: 'value' } },
      {
        is: `Pod ${namespace}/web`,
        spec: {
          nodeName: id,
          containers: [{ name: 'a', image: 'b' }],
          volumes: [{ name: 'db', secret: { secretName: 'db' } }],
        },
      },
    ],
    fix: { withoutGrant: 1 },
    walk: async ({ ask, id, namespace }) => {
      const kubelet = as(ask, acting(`system:node:${id}`, 'system:nodes'));
      if (!(await soon(() => readsDb(kubelet, namespace), 3000))) return false;
      return !(await reads(kubelet, `/api/v1/namespaces/${namespace}/secrets/other`));
    },
  },
  {
    edge: 'IMPERSONATE_EXTRA',
    name: 'carries a field of its choice',
    to: () => 'impact:impersonated-extras',
    grants: ({ user }) => [
      { to: `user:${user}`, can: ['impersonate userextras/scopes@authentication.k8s.io'] },
      { to: `user:${user}`, can: ['impersonate users named nobody-at-all'] },
    ],
    fix: { withoutGrant: 0 },
    walk: async ({ ask }) => {
      const review = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };
      const headers = { 'impersonate-user': 'nobody-at-all', 'impersonate-extra-scopes': 'all' };
      const answer = await ask('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', review, { headers });
      return field(answer.body, 'status', 'userInfo', 'extra', 'scopes', 0) === 'all';
    },
  },
  {
    edge: 'TOKEN_REQUEST',
    name: 'reads with a token that it asked for',
    to: ({ namespace }) => `sa:${namespace}/reader`,
    grants: ({ user, namespace }) => [
      { to: `user:${user}`, in: namespace, can: ['create serviceaccounts/token named reader'] },
      { to: `sa:${namespace}/reader`, in: namespace, can: ['get secrets'] },
    ],
    objects: ({ namespace }) => [`ServiceAccount ${namespace}/reader`, secret(namespace)],
    fix: { withoutGrant: 0 },
    walk: async walker => {
      const { ask, namespace } = walker;
      const answer = await ask('POST', `/api/v1/namespaces/${namespace}/serviceaccounts/reader/token`, {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenRequest',
        spec: {},
      });
      const token = field(answer.body, 'status', 'token');
      return typeof token === 'string' && readsDb(walker.with({ token }), namespace);
    },
  },
  {
    edge: 'TOKEN_SECRET_READ',
    name: 'reads with the token of a Secret, by a list that a name limits',
    to: ({ namespace }) => `sa:${namespace}/reader`,
    grants: ({ user, namespace }) => [
      { to: `user:${user}`, in: namespace, can: ['list secrets named old'] },
      { to: `sa:${namespace}/reader`, in: namespace, can: ['get secrets'] },
    ],
    objects: ({ namespace }) => [
      `ServiceAccount ${namespace}/reader`,
      tokenSecret(namespace, 'old', 'reader'),
      secret(namespace),
    ],
    fix: { withoutGrant: 0 },
    walk: async walker => {
      const { ask, namespace } = walker;
      const all = await ask('GET', `/api/v1/namespaces/${namespace}/secrets`);
      if (all.status !== 403) throw new Error('A list of all was not refused.');
      let token = '';
      await soon(async () => {
        const list = await ask('GET', `/api/v1/namespaces/${namespace}/secrets?fieldSelector=metadata.name%3Dold`);
        token = decoded({ ...list, body: field(list.body, 'items', 0) });
        return token !== '';
      }, 3000);
      return token !== '' && readsDb(walker.with({ token }), namespace);
    },
  },
  {
    edge: 'SECRET_READ_DIRECT',
    name: 'reads a Secret by its name',
    to: ({ namespace }) => `secret:${namespace}/db`,
    grants: ({ user, namespace }) => [{ to: `user:${user}`, in: namespace, can: ['get secrets named db'] }],
    objects: ({ namespace }) => [secret(namespace)],
    fix: { withoutGrant: 0 },
    walk: async ({ ask, namespace }) => {
      const answer = await ask('GET', `/api/v1/namespaces/${namespace}/secrets/db`);
      return field(answer.body, 'data', 'key') === Buffer.from('value').toString('base64');
    },
  },
  ...mintWalks(),
];

function mintWalks(): readonly Walk[] {
  const mint: Omit<Walk, 'fix' | 'name' | 'grants' | 'walk'> = {
    edge: 'TOKEN_SECRET_MINT',
    to: ({ namespace }) => `sa:${namespace}/reader`,
    objects: ({ namespace }) => [`ServiceAccount ${namespace}/reader`, secret(namespace)],
  };
  const grantsWith =
    (...can: readonly (readonly string[])[]): Walk['grants'] =>
    ({ user, namespace }) => [
      ...can.map(rules => ({ to: `user:${user}`, in: namespace, can: [...rules] })),
      { to: `sa:${namespace}/reader`, in: namespace, can: ['get secrets'] },
    ];
  const walkWith =
    (method: 'POST' | 'PATCH'): Walk['walk'] =>
    async walker => {
      const { ask, namespace } = walker;
      const path = `/api/v1/namespaces/${namespace}/secrets`;
      const { is: _, ...fields } = tokenSecret(namespace, 'mine', 'reader');
      const body = { apiVersion: 'v1', kind: 'Secret', ...fields, metadata: { ...fields.metadata, name: 'mine', namespace } };
      const apply = { contentType: 'application/apply-patch+yaml' };
      const made = await accepted(() =>
        method === 'POST' ? ask('POST', path, body) : ask('PATCH', `${path}/mine?fieldManager=walk`, body, apply),
      );
      if (!made) return false;
      let token = '';
      await soon(async () => {
        token = decoded(await ask('GET', `${path}/mine`));
        return token !== '';
      }, 5000);
      return token !== '' && readsDb(walker.with({ token }), namespace);
    };
  return [
    {
      ...mint,
      name: 'makes a token Secret and reads that one',
      grants: grantsWith(['create secrets'], ['get secrets named mine']),
      fix: { withoutGrant: 1 },
      walk: walkWith('POST'),
    },
    {
      ...mint,
      name: 'makes one by server-side apply of a name',
      grants: grantsWith(['create,patch secrets named mine'], ['get secrets named mine']),
      fix: { withoutGrant: 0 },
      walk: walkWith('PATCH'),
    },
    {
      ...mint,
      name: 'is stopped by an admission policy',
      grants: grantsWith(['create secrets'], ['get secrets named mine']),
      fix: {
        objects: ({ id, namespace }) => [
          {
            is: `ValidatingAdmissionPolicy ${id}`,
            spec: {
              matchConstraints: {
                resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['secrets'] }],
              },
              validations: [{ expression: "object.type != 'kubernetes.io/service-account-token'" }],
            },
          },
          {
            is: `ValidatingAdmissionPolicyBinding ${id}`,
            spec: {
              policyName: id,
              validationActions: ['Deny'],
              matchResources: { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } },
            },
          },
        ],
      },
      walk: walkWith('POST'),
    },
  ];
}
