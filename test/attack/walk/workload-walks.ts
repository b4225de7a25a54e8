import { field, itemsOf } from '#test/cluster/client';
import { accepted, merge, soon, strategic, type Walk, type Walker } from './walk.ts';

const containers = [{ name: 'a', image: 'registry.example.com/a:1' }];
const strictLabels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
const privileged = { containers: [{ ...containers[0], securityContext: { privileged: true } }] };

const podSpec = { serviceAccountName: 'strong', containers, volumes: [{ name: 'db', secret: { secretName: 'db' } }] };
const template = { metadata: { labels: { app: 'walk' } }, spec: podSpec };
const deployment = (name: string, namespace: string, spec: object = podSpec) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace },
  spec: { replicas: 1, selector: { matchLabels: { app: 'walk' } }, template: { ...template, spec } },
});

const strongThings = (namespace: string) => [
  `ServiceAccount ${namespace}/strong`,
  { is: `Secret ${namespace}/db`, stringData: { key: 'value' } },
];

/** A pod that runs as the account, mounts the Secret and carries the account's token: no kubelet is there to start it. */
const podIsThere = ({ cluster, namespace }: Walker): Promise<boolean> =>
  soon(async () => {
    const pods = itemsOf(await cluster.api('GET', `/api/v1/namespaces/${namespace}/pods`));
    return pods.some(pod => {
      const volumes = JSON.stringify(field(pod, 'spec', 'volumes') ?? []);
      return (
        field(pod, 'spec', 'serviceAccountName') === 'strong' &&
        volumes.includes('"secretName":"db"') &&
        volumes.includes('"serviceAccountToken"')
      );
    });
  });

const pod = (name: string, namespace: string, spec: object) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace },
  spec,
});

/** R18 to R24: workloads. */
export const workloadWalks: readonly Walk[] = [
  {
    edge: 'WORKLOAD_CREATE',
    name: 'a Deployment makes a pod with another account and a Secret',
    to: ({ namespace }) => `ns:${namespace}`,
    grants: ({ user, namespace }) => [{ to: `user:${user}`, in: namespace, can: ['create deployments@apps'] }],
    objects: ({ namespace }) => strongThings(namespace),
    fix: { withoutGrant: 0 },
    walk: async walker => {
      const { ask, namespace } = walker;
      const path = `/apis/apps/v1/namespaces/${namespace}/deployments`;
      return (await accepted(() => ask('POST', path, deployment('web', namespace)))) && podIsThere(walker);
    },
  },
  {
    edge: 'WORKLOAD_CREATE',
    name: 'a CronJob as well',
    to: ({ namespace }) => `ns:${namespace}`,
    grants: ({ user, namespace }) => [{ to: `user:${user}`, in: namespace, can: ['create jobs@batch'] }],
    objects: ({ namespace }) => strongThings(namespace),
    fix: { withoutGrant: 0 },
    walk: async walker => {
      const { ask, namespace } = walker;
      const spec = { template: { spec: { ...podSpec, restartPolicy: 'Never' } } };
      const job = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'once', namespace }, spec };
      return (await accepted(() => ask('POST', `/apis/batch/v1/namespaces/${namespace}/jobs`, job))) && podIsThere(walker);
    },
  },
  {
    edge: 'WORKLOAD_APPLY_DEPLOYMENTS',
    name: 'by server-side apply of a name that is free',
    to: ({ namespace }) => `ns:${namespace}`,
    grants: ({ user, namespace }) => [
      { to: `user:${user}`, in: namespace, can: ['create deployments@apps named web'] },
      { to: `user:${user}`, in: namespace, can: ['patch deployments@apps named web'] },
    ],
    objects: ({ namespace }) => strongThings(namespace),
    fix: { withoutGrant: 0 },
    walk: async walker => {
      const { ask, namespace } = walker;
      const path = `/apis/apps/v1/namespaces/${namespace}/deployments`;
      if ((await ask('POST', path, deployment('web', namespace))).status !== 403)
        throw new Error('A POST by a name was accepted.');
      const apply = { contentType: 'application/apply-patch+yaml' };
      return (
        (await accepted(() => ask('PATCH', `${path}/web?fieldManager=walk`, deployment('web', namespace), apply))) &&
        podIsThere(walker)
      );
    },
  },
  {
    edge: 'WORKLOAD_UPDATE_DEPLOYMENT',
    name: 'another account and a Secret in the template of a Deployment',
    to: ({ namespace }) => `ns:${namespace}`,
    grants: ({ user, namespace }) => [{ to: `user:${user}`, in: namespace, can: ['patch deployments@apps named web'] }],
    objects: ({ namespace }) => [...strongThings(namespace), deployment('web', namespace, { containers })],
    fix: { withoutGrant: 0 },
    walk: async walker => {
      const { ask, namespace } = walker;
      const patch = { spec: { template: { spec: podSpec } } };
      const path = `/apis/apps/v1/namespaces/${namespace}/deployments/web`;
      return (await accepted(() => ask('PATCH', path, patch, strategic))) && podIsThere(walker);
    },
  },
  {
    edge: 'POD_UPDATE_IMAGE',
    name: 'another image in a running pod, and nothing else of it',
    to: ({ namespace }) => `workload:${namespace}/Pod/web`,
    grants: ({ user, namespace }) => [{ to: `user:${user}`, in: namespace, can: ['patch pods named web'] }],
    objects: ({ namespace }) => [`ServiceAccount ${namespace}/strong`, pod('web', namespace, { containers })],
    fix: { withoutGrant: 0 },
    walk: async ({ ask, namespace }) => {
      const path = `/api/v1/namespaces/${namespace}/pods/web`;
      const account = await ask('PATCH', path, { spec: { serviceAccountName: 'strong' } }, strategic);
      if (account.status < 300) throw new Error('The account of a running pod was changed.');
      return accepted(() =>
        ask('PATCH', path, { spec: { containers: [{ name: 'a', image: 'registry.example.com/mine:1' }] } }, strategic),
      );
    },
  },
  {
    edge: 'NS_RELABEL_PSA',
    name: 'takes the label off, by a RoleBinding in that namespace, and runs a privileged pod',
    to: () => 'nodes',
    grants: ({ user, namespace }) => [
      { to: `user:${user}`, in: namespace, can: ['create pods'] },
      { to: `user:${user}`, in: namespace, can: ['patch namespaces'] },
    ],
    objects: ({ namespace }) => [{ is: `Namespace ${namespace}`, metadata: { labels: strictLabels } }],
    fix: { withoutGrant: 1 },
    walk: async ({ ask, namespace }) => {
      const run = () => ask('POST', `/api/v1/namespaces/${namespace}/pods`, pod('root', namespace, privileged));
      if ((await run()).status !== 403) throw new Error('The level lets a privileged pod in.');
      const labels = { 'pod-security.kubernetes.io/enforce': null };
      return (
        (await accepted(() => ask('PATCH', `/api/v1/namespaces/${namespace}`, { metadata: { labels } }, merge))) &&
        soon(async () => (await run()).status < 300)
      );
    },
  },
  {
    edge: 'WORKLOAD_CREATE_PRIV',
    name: 'a privileged pod where no level is enforced',
    from: ({ namespace }) => `ns:${namespace}`,
    to: () => 'nodes',
    grants: ({ user, namespace }) => [{ to: `user:${user}`, in: namespace, can: ['create pods'] }],
    objects: ({ namespace }) => [`Namespace ${namespace}`],
    fix: {
      objects: ({ namespace }) => [
        { is: `Namespace ${namespace}`, metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } } },
      ],
    },
    walk: ({ ask, namespace }) =>
      accepted(() => ask('POST', `/api/v1/namespaces/${namespace}/pods`, pod('root', namespace, privileged))),
  },
  {
    edge: 'EPHEMERAL_CONTAINER',
    name: 'a container in a pod of another, with its token',
    to: ({ namespace }) => `workload:${namespace}/Pod/web`,
    grants: ({ user, namespace }) => [{ to: `user:${user}`, in: namespace, can: ['patch pods/ephemeralcontainers'] }],
    objects: ({ namespace }) => [
      `ServiceAccount ${namespace}/strong`,
      pod('web', namespace, {
        containers,
        serviceAccountName: 'strong',
        volumes: [{ name: 'own', projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } }],
      }),
    ],
    fix: { withoutGrant: 0 },
    walk: ({ ask, namespace }) => {
      const mine = { name: 'mine', image: 'registry.example.com/mine:1', volumeMounts: [{ name: 'own', mountPath: '/own' }] };
      const path = `/api/v1/namespaces/${namespace}/pods/web/ephemeralcontainers`;
      return accepted(() => ask('PATCH', path, { spec: { ephemeralContainers: [mine] } }, strategic));
    },
  },
  {
    edge: 'POD_EXEC',
    name: 'the API server lets a command pass, to a kubelet that is not there',
    to: ({ namespace }) => `workload:${namespace}/Pod/web`,
    grants: ({ user, namespace }) => [{ to: `user:${user}`, in: namespace, can: ['create pods/exec named web'] }],
    objects: ({ namespace }) => [pod('web', namespace, { containers })],
    fix: { withoutGrant: 0 },
    walk: async ({ ask, namespace }) =>
      (await ask('POST', `/api/v1/namespaces/${namespace}/pods/web/exec?command=id&stdout=true`)).status !== 403,
  },
];
