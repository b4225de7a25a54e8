import type { KubeObject } from '#test/cluster/object';

/** The namespace of workloads among objects that break every rule with a fix, in every kind of pod template. */
export const faultyNamespace = 'faulty';

const named = (name: string) => ({ name, namespace: faultyNamespace });
const labels = { app: 'faulty' };
const selector = { matchLabels: labels };

const podSpec = (more: object = {}): object => ({
  hostPID: true,
  containers: [
    { name: 'first', image: 'registry.example/first:latest', securityContext: { privileged: true } },
    {
      name: 'second',
      image: 'registry.example/second:1.2',
      securityContext: { capabilities: { add: ['NET_BIND_SERVICE', 'NET_ADMIN', 'SYS_TIME'], drop: ['KILL'] } },
    },
    { name: 'third', image: 'registry.example/third:1.2', env: [{ name: 'DB_PASSWORD', value: 'correct-horse-battery-staple' }] },
  ],
  initContainers: [
    { name: 'prepare', image: 'registry.example/prepare:1', securityContext: { seccompProfile: { type: 'Unconfined' } } },
  ],
  ...more,
});

const template = (more: object = {}): object => ({ metadata: { labels }, spec: podSpec(more) });

const workloads: readonly KubeObject[] = [
  { apiVersion: 'apps/v1', kind: 'Deployment', metadata: named('web'), spec: { selector, template: template() } },
  {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: named('data'),
    spec: { selector, serviceName: 'data', template: template({ serviceAccountName: 'default' }) },
  },
  { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: named('agent'), spec: { selector, template: template() } },
  {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: named('nightly'),
    spec: { schedule: '0 3 * * *', jobTemplate: { spec: { template: template({ restartPolicy: 'Never' }) } } },
  },
];

const webhook = (name: string, failurePolicy: string): object => ({
  name,
  failurePolicy,
  sideEffects: 'None',
  admissionReviewVersions: ['v1'],
  clientConfig: { url: 'https://127.0.0.1:9/never' },
  rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps'] }],
  // Matches nothing: with Fail it would refuse the tests' own requests.
  namespaceSelector: { matchLabels: { 'nobody-has': 'this' } },
});

const rbac = 'rbac.authorization.k8s.io';
const quiet = (name: string) => ({ name, namespace: 'faulty-quiet' });
const account = (name: string) => ({ kind: 'ServiceAccount', ...quiet(name) });

/** Ways to admin: a token that may be asked for, a pod that may be made, and an admin who does not exist yet. */
const ways: readonly KubeObject[] = [
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: quiet('boss') },
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: quiet('maker') },
  {
    apiVersion: `${rbac}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name: 'faulty-bosses' },
    roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [account('boss'), account('ghost')],
  },
  {
    apiVersion: `${rbac}/v1`,
    kind: 'Role',
    metadata: quiet('maker'),
    rules: [
      { apiGroups: [''], resources: ['configmaps', 'serviceaccounts/token'], verbs: ['create'] },
      { apiGroups: [''], resources: ['serviceaccounts', 'pods'], verbs: ['create'] },
    ],
  },
  {
    apiVersion: `${rbac}/v1`,
    kind: 'RoleBinding',
    metadata: quiet('maker'),
    roleRef: { apiGroup: rbac, kind: 'Role', name: 'maker' },
    subjects: [account('maker')],
  },
];

export const faultyObjects: readonly KubeObject[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: faultyNamespace } },
  // Without pods, so that it can be held to a Pod Security level, and nobody uses the account whose rights go.
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'faulty-quiet' } },
  ...workloads,
  { apiVersion: 'v1', kind: 'Pod', metadata: named('bare'), spec: podSpec() },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'default-reads', namespace: 'faulty-quiet' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
    subjects: [
      { kind: 'ServiceAccount', name: 'deployer', namespace: 'faulty-quiet' },
      { kind: 'ServiceAccount', name: 'default', namespace: 'faulty-quiet' },
    ],
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'faulty-anonymous' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
    subjects: [
      { kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: 'system:unauthenticated' },
      { kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'ada' },
      { kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'system:anonymous' },
    ],
  },
  ...ways,
  {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: 'faulty-policies' },
    webhooks: [webhook('strict.faulty.example', 'Fail'), webhook('lax.faulty.example', 'Ignore')],
  },
];
