import { field } from '#test/cluster/client';
import { reads, type Ask, type Walk } from './walk.ts';

const group = 'authentication.k8s.io';

const as =
  (ask: Ask, user: string, ...groups: readonly string[]): Ask =>
  (method, path, body, options) => {
    const headers = { 'impersonate-user': user, ...(groups.length === 0 ? {} : { 'impersonate-group': [...groups] }) };
    return ask(method, path, body, { ...options, headers });
  };

const secret = (namespace: string, name = 'db') => ({ is: `Secret ${namespace}/${name}`, stringData: { key: 'value' } });

/** The one request that is allowed, and not the other that whom it acts as may make, too. */
const listsOnly = async (ask: Ask, namespace: string): Promise<boolean> => {
  const path = `/api/v1/namespaces/${namespace}/secrets`;
  if (!(await reads(ask, path))) return false;
  if (await reads(ask, `${path}/db`)) throw new Error('A verb that was not granted was accepted.');
  return true;
};

const getsOnly = async (ask: Ask, namespace: string): Promise<boolean> =>
  reads(ask, `/api/v1/namespaces/${namespace}/secrets/db`);

const impact = (): string => 'impact:constrained-impersonation';

/** R9: acting as others for some verbs only, on by default in the version of the test cluster. */
export const constrainedWalks: readonly Walk[] = [
  {
    edge: 'IMPERSONATE_CONSTRAINED_USER_INFO',
    name: 'lists as a user, without the verb impersonate',
    to: impact,
    grants: ({ user, mate, namespace }) => [
      { to: `user:${user}`, can: [`impersonate:user-info users@${group} named ${mate}`] },
      { to: `user:${user}`, in: namespace, can: ['impersonate-on:user-info:list secrets'] },
      { to: `user:${mate}`, in: namespace, can: ['get,list secrets'] },
    ],
    objects: ({ namespace }) => [secret(namespace)],
    fix: { withoutGrant: 1 },
    walk: ({ ask, mate, namespace }) => listsOnly(as(ask, mate), namespace),
  },
  {
    edge: 'IMPERSONATE_CONSTRAINED_SERVICEACCOUNT',
    name: 'lists as an account of the namespace',
    to: impact,
    grants: ({ user, namespace }) => [
      { to: `user:${user}`, in: namespace, can: [`impersonate:serviceaccount serviceaccounts@${group} named reader`] },
      { to: `user:${user}`, in: namespace, can: ['impersonate-on:serviceaccount:list secrets'] },
      { to: `sa:${namespace}/reader`, in: namespace, can: ['get,list secrets'] },
    ],
    objects: ({ namespace }) => [`ServiceAccount ${namespace}/reader`, secret(namespace)],
    fix: { withoutGrant: 0 },
    walk: ({ ask, namespace }) => listsOnly(as(ask, `system:serviceaccount:${namespace}:reader`), namespace),
  },
  {
    edge: 'IMPERSONATE_CONSTRAINED_ARBITRARY_NODE',
    name: 'reads as a kubelet',
    to: impact,
    grants: ({ id, user, namespace }) => [
      { to: `user:${user}`, can: [`impersonate:arbitrary-node nodes@${group} named ${id}`] },
      { to: `user:${user}`, in: namespace, can: ['impersonate-on:arbitrary-node:get secrets'] },
    ],
    objects: ({ id, namespace }) => [
      `Node ${id}`,
      secret(namespace),
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
    walk: ({ ask, id, namespace }) => getsOnly(as(ask, `system:node:${id}`), namespace),
  },
  {
    edge: 'IMPERSONATE_CONSTRAINED_ASSOCIATED_NODE',
    name: 'reads as the kubelet of the node that its own pod is on',
    from: ({ namespace }) => `sa:${namespace}/agent`,
    to: impact,
    grants: ({ namespace }) => [
      { to: `sa:${namespace}/agent`, can: [`impersonate:associated-node nodes@${group}`] },
      { to: `sa:${namespace}/agent`, in: namespace, can: ['impersonate-on:associated-node:get secrets'] },
    ],
    objects: ({ id, namespace }) => [
      `Node ${id}`,
      `ServiceAccount ${namespace}/agent`,
      secret(namespace),
      {
        is: `Pod ${namespace}/agent`,
        spec: {
          nodeName: id,
          serviceAccountName: 'agent',
          containers: [{ name: 'a', image: 'b' }],
          volumes: [{ name: 'db', secret: { secretName: 'db' } }],
        },
      },
    ],
    fix: { withoutGrant: 0 },
    walk: async walker => {
      const { cluster, id, namespace } = walker;
      const pod = await cluster.api('GET', `/api/v1/namespaces/${namespace}/pods/agent`);
      const answer = await cluster.api('POST', `/api/v1/namespaces/${namespace}/serviceaccounts/agent/token`, {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenRequest',
        spec: { boundObjectRef: { kind: 'Pod', apiVersion: 'v1', name: 'agent', uid: field(pod.body, 'metadata', 'uid') } },
      });
      const agent = walker.with({ token: String(field(answer.body, 'status', 'token')) });
      return getsOnly(as(agent, `system:node:${id}`), namespace);
    },
  },
];
