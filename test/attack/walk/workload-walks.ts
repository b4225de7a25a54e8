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
    name: 'a Job as well',
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
  ...streamWalks(),
  ...templateWalks(),
];

/** What a kubelet would answer: the API server asked for rights before, and answers 403 to whoever lacks them. */
function streamWalks(): readonly Walk[] {
  const rights: readonly (readonly [edge: string, right: string, method: 'GET' | 'POST', path: string, service?: boolean])[] = [
    ['POD_EXEC', 'create pods/exec named web', 'POST', 'pods/web/exec?command=id&stdout=true'],
    ['POD_ATTACH', 'create pods/attach', 'POST', 'pods/web/attach?stdin=true'],
    ['POD_PORT_FORWARD', 'create pods/portforward', 'POST', 'pods/web/portforward?ports=80'],
    ['POD_PROXY', 'get pods/proxy', 'GET', 'pods/web/proxy/'],
    ['SERVICE_PROXY', 'get services/proxy', 'GET', 'services/web/proxy/'],
  ];
  return rights.map(([edge, right, method, path]) => ({
    edge,
    name: `the API server lets ${right} pass, to a kubelet that is not there`,
    to: ({ namespace }) =>
      edge === 'POD_EXEC' || edge === 'POD_ATTACH' ? `workload:${namespace}/Pod/web` : 'impact:in-cluster-services',
    grants: ({ user, namespace }) => [{ to: `user:${user}`, in: namespace, can: [right] }],
    objects: ({ namespace }) => [pod('web', namespace, { containers: [{ ...containers[0], stdin: true }] })],
    fix: { withoutGrant: 0 },
    walk: async ({ ask, namespace }) => (await ask(method, `/api/v1/namespaces/${namespace}/${path}`)).status !== 403,
  }));
}

/** Every other kind that makes pods: by a change of its template, and by a name that is free. */
function templateWalks(): readonly Walk[] {
  const kinds = [
    ['DaemonSet', 'apps', 'daemonsets'],
    ['StatefulSet', 'apps', 'statefulsets'],
    ['ReplicaSet', 'apps', 'replicasets'],
    ['ReplicationController', '', 'replicationcontrollers'],
    ['CronJob', 'batch', 'cronjobs'],
  ] as const;
  const selector = (kind: string): object =>
    kind === 'ReplicationController' ? { selector: { app: 'walk' } } : { selector: { matchLabels: { app: 'walk' } } };
  const objectOfKind = (kind: string, group: string, namespace: string, spec: object) => {
    const own = { ...template, spec };
    const cron = {
      schedule: '* * * * *',
      jobTemplate: { spec: { template: { spec: { ...spec, restartPolicy: 'Never' } } } },
    };
    return {
      apiVersion: group === '' ? 'v1' : `${group}/v1`,
      kind,
      metadata: { name: 'web', namespace },
      spec: kind === 'CronJob' ? cron : { ...selector(kind), template: own },
    };
  };
  const path = (group: string, resource: string, namespace: string): string =>
    `${group === '' ? '/api/v1' : `/apis/${group}/v1`}/namespaces/${namespace}/${resource}`;
  const can = (verbs: string, group: string, resource: string): string =>
    `${verbs} ${resource}${group === '' ? '' : `@${group}`} named web`;
  const updates = kinds.map(([kind, group, resource]): Walk => ({
    edge: `WORKLOAD_UPDATE_${kind.toUpperCase()}`,
    name: 'another account and a Secret in its template are accepted',
    to: ({ namespace }) => `ns:${namespace}`,
    grants: ({ user, namespace }) => [{ to: `user:${user}`, in: namespace, can: [can('patch', group, resource)] }],
    objects: ({ namespace }) => [...strongThings(namespace), objectOfKind(kind, group, namespace, { containers })],
    fix: { withoutGrant: 0 },
    walk: ({ ask, namespace }) => {
      const { spec } = objectOfKind(kind, group, namespace, podSpec);
      return accepted(() => ask('PATCH', `${path(group, resource, namespace)}/web`, { spec }, strategic));
    },
  }));
  const applies = kinds.map(([kind, group, resource]): Walk => ({
    edge: `WORKLOAD_APPLY_${resource.toUpperCase()}`,
    name: 'is made by server-side apply of a name that is free',
    to: ({ namespace }) => `ns:${namespace}`,
    grants: ({ user, namespace }) => [{ to: `user:${user}`, in: namespace, can: [can('create,patch', group, resource)] }],
    objects: ({ namespace }) => strongThings(namespace),
    fix: { withoutGrant: 0 },
    walk: ({ ask, namespace }) => {
      const apply = { contentType: 'application/apply-patch+yaml' };
      const body = objectOfKind(kind, group, namespace, podSpec);
      return accepted(() => ask('PATCH', `${path(group, resource, namespace)}/web?fieldManager=walk`, body, apply));
    },
  }));
  return [...updates, ...applies];
}
