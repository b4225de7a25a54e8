import type { KubeObject } from '#test/cluster/object';
import { closedNamespaces, places, platformFlux } from './foundation.ts';
import { managed, type Keeper, type Managed } from './managed.ts';

const group = 'rbac.authorization.k8s.io';

interface Policy {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
  readonly verbs: readonly string[];
}

const read = ['get', 'list', 'watch'];
const rule = (
  apiGroups: readonly string[],
  resources: readonly string[],
  verbs: readonly string[],
  resourceNames?: readonly string[],
): Policy => ({
  apiGroups,
  resources,
  verbs,
  ...(resourceNames === undefined ? {} : { resourceNames }),
});

const clusterRole = (name: string, rules: readonly Policy[]): KubeObject => ({
  apiVersion: `${group}/v1`,
  kind: 'ClusterRole',
  metadata: { name },
  rules,
});
const role = (namespace: string, name: string, rules: readonly Policy[]): KubeObject => ({
  apiVersion: `${group}/v1`,
  kind: 'Role',
  metadata: { name, namespace },
  rules,
});

/** `User:`, `Group:` or `namespace/account`. */
const subjectOf = (text: string) => {
  const named = /^(User|Group):(.*)$/.exec(text);
  if (named !== null) return { apiGroup: group, kind: named[1], name: named[2] };
  const [namespace, name] = text.split('/');
  return { kind: 'ServiceAccount', namespace, name };
};

const bind = (name: string, target: string, who: readonly string[], namespace?: string): KubeObject => {
  const [kind = '', roleName = ''] = target.split(':');
  return {
    apiVersion: `${group}/v1`,
    kind: namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding',
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    roleRef: { apiGroup: group, kind, name: roleName },
    subjects: who.map(subjectOf),
  };
};

const account = (namespace: string, name: string, annotations = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name, namespace, annotations },
});

/** A controller's own role, bound to its own account. */
const controller = (namespace: string, name: string, rules: readonly Policy[]): readonly KubeObject[] => [
  clusterRole(name, rules),
  bind(name, `ClusterRole:${name}`, [`${namespace}/${name}`]),
];

const controllers = (): readonly KubeObject[] => [
  ...controller('kube-system', 'cilium', [
    rule([''], ['namespaces', 'services', 'pods', 'endpoints', 'nodes'], read),
    rule(['discovery.k8s.io'], ['endpointslices'], read),
    rule(['networking.k8s.io'], ['networkpolicies'], read),
    rule([''], ['nodes/status'], ['patch']),
  ]),
  ...controller('kube-system', 'coredns', [
    rule([''], ['endpoints', 'services', 'pods', 'namespaces'], ['list', 'watch']),
    rule(['discovery.k8s.io'], ['endpointslices'], ['list', 'watch']),
  ]),
  ...controller('kube-system', 'metrics-server', [rule([''], ['nodes/metrics'], ['get']), rule([''], ['pods', 'nodes'], read)]),
  ...controller('kube-system', 'block-storage-csi-controller', [
    rule([''], ['persistentvolumes'], ['get', 'list', 'watch', 'create', 'delete', 'patch']),
    rule([''], ['persistentvolumeclaims', 'nodes'], read),
    rule(['storage.k8s.io'], ['storageclasses', 'volumeattachments', 'csinodes'], read),
  ]),
  ...controller('kube-system', 'block-storage-csi-node', [rule([''], ['nodes'], ['get'])]),
  bind('kube-proxy', 'ClusterRole:system:node-proxier', ['kube-system/kube-proxy']),
  ...controller('argocd', 'argocd-application-controller', [rule(['*'], ['*'], ['*']), { nonResourceURLs: ['*'], verbs: ['*'] }]),
  ...controller('argocd', 'argocd-server', [
    rule(['*'], ['*'], ['delete', 'get', 'patch']),
    rule([''], ['events', 'pods', 'pods/log'], ['get', 'list']),
  ]),
  bind('flux-controllers', 'ClusterRole:cluster-admin', ['flux-system/kustomize-controller', 'flux-system/helm-controller']),
  ...controller('flux-system', 'source-controller', [
    rule(['source.toolkit.fluxcd.io'], ['*'], ['*']),
    rule([''], ['events'], ['create', 'patch']),
  ]),
  ...controller('cert-manager', 'cert-manager', [
    rule(['cert-manager.io'], ['*'], ['*']),
    rule([''], ['secrets'], ['get', 'list', 'watch', 'create', 'update', 'delete', 'patch']),
    rule(['networking.k8s.io'], ['ingresses'], read),
  ]),
  ...controller('cert-manager', 'cert-manager-cainjector', [
    rule(
      ['admissionregistration.k8s.io'],
      ['validatingwebhookconfigurations', 'mutatingwebhookconfigurations'],
      ['get', 'list', 'watch', 'update', 'patch'],
    ),
  ]),
  ...controller('cert-manager', 'cert-manager-webhook', [rule(['authorization.k8s.io'], ['subjectaccessreviews'], ['create'])]),
  ...controller('ingress-nginx', 'ingress-nginx-controller', [
    rule([''], ['configmaps', 'endpoints', 'nodes', 'pods', 'namespaces', 'services'], ['list', 'watch']),
    rule([''], ['secrets'], ['list', 'watch']),
    rule(['networking.k8s.io'], ['ingresses', 'ingressclasses'], read),
    rule(['networking.k8s.io'], ['ingresses/status'], ['update']),
  ]),
  ...controller('gateway-system', 'gateway-controller', [
    rule(['gateway.networking.k8s.io'], ['*'], [...read, 'update', 'patch']),
    rule([''], ['services', 'namespaces', 'nodes'], read),
    rule(['apps'], ['deployments'], ['get', 'list', 'watch', 'create', 'patch']),
  ]),
  ...controller('database-operator', 'postgres-operator', [
    rule(['postgresql.cnpg.io'], ['*'], ['*']),
    rule(
      [''],
      ['pods', 'persistentvolumeclaims', 'services', 'configmaps', 'serviceaccounts'],
      ['get', 'list', 'watch', 'create', 'delete', 'patch', 'update'],
    ),
    rule([''], ['secrets'], ['get', 'list', 'watch', 'create', 'update']),
    rule(['apps'], ['statefulsets'], ['get', 'list', 'watch', 'create', 'patch']),
  ]),
  ...controller('monitoring', 'prometheus-operator', [
    rule(['monitoring.coreos.com'], ['*'], ['*']),
    rule(['apps'], ['statefulsets'], ['*']),
    rule([''], ['configmaps', 'secrets'], ['*']),
    rule([''], ['pods', 'services'], ['get', 'list', 'watch', 'create', 'delete']),
  ]),
  ...controller('monitoring', 'prometheus-prod', [
    rule([''], ['nodes', 'nodes/metrics', 'services', 'endpoints', 'pods'], read),
    { nonResourceURLs: ['/metrics'], verbs: ['get'] },
  ]),
  ...controller('monitoring', 'kube-state-metrics', [
    rule([''], ['configmaps', 'nodes', 'pods', 'services', 'namespaces', 'persistentvolumeclaims'], ['list', 'watch']),
    rule(['apps'], ['deployments', 'daemonsets', 'statefulsets', 'replicasets'], ['list', 'watch']),
  ]),
  ...controller('logging', 'fluent-bit', [rule([''], ['pods', 'namespaces'], read)]),
  ...controller('external-secrets', 'external-secrets', [
    rule(['external-secrets.io'], ['*'], read),
    rule([''], ['secrets'], ['get', 'list', 'watch', 'create', 'update', 'delete', 'patch']),
    rule([''], ['serviceaccounts/token'], ['create']),
  ]),
  ...['payments/payments-db', 'shop-checkout/orders-db', 'customer-accounts/accounts-db'].flatMap(entry => {
    const [namespace = '', name = ''] = entry.split('/');
    return [
      role(namespace, name, [rule([''], ['secrets'], ['get'], [`${name}-app`]), rule([''], ['configmaps'], ['get', 'watch'])]),
      bind(name, `Role:${name}`, [entry], namespace),
    ];
  }),
  bind('grafana-view', 'ClusterRole:view', ['monitoring/grafana'], 'monitoring'),
];

/**
 * The path to administrator, as pipelines grow it: runners may make tokens for a leftover account of Argo CD, which is
 * bound to cluster-admin and keeps a token that never expires besides.
 */
const pathToAdmin = (): readonly KubeObject[] => [
  account('kube-system', 'argocd-manager', {
    'example.com/comment': 'registered prod-eu-1 at the old Argo CD (2024) – löschen?',
  }),
  bind('argocd-manager-role-binding', 'ClusterRole:cluster-admin', ['kube-system/argocd-manager']),
  {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: 'argocd-manager-long-lived-token',
      namespace: 'kube-system',
      annotations: { 'kubernetes.io/service-account.name': 'argocd-manager' },
    },
    type: 'kubernetes.io/service-account-token',
  },
  role('kube-system', 'ci-deployer-token-request', [rule([''], ['serviceaccounts/token'], ['create'])]),
  bind('ci-deployer-token-request', 'Role:ci-deployer-token-request', ['ci-runners/build-runner'], 'kube-system'),
  clusterRole('ci-deployer', [
    rule(['apps'], ['deployments', 'statefulsets'], ['get', 'list', 'watch', 'create', 'update', 'patch']),
    rule(['batch'], ['jobs'], ['get', 'list', 'watch', 'create', 'delete']),
    rule([''], ['pods', 'pods/log', 'configmaps', 'services'], read),
  ]),
  bind('ci-deployer', 'ClusterRole:ci-deployer', ['ci-runners/build-runner'], 'payments-sandbox'),
  bind('ci-deployer', 'ClusterRole:ci-deployer', ['ci-runners/build-runner'], 'recommendations'),
  bind('ci-deployer', 'ClusterRole:ci-deployer', ['ci-runners/build-runner'], 'marketing-campaigns'),
  role('ci-runners', 'runner-autoscaler', [rule(['apps'], ['deployments/scale'], ['get', 'update', 'patch'])]),
  bind('runner-autoscaler', 'Role:runner-autoscaler', ['ci-runners/runner-autoscaler'], 'ci-runners'),
];

const teams = ['payments', 'shop', 'identity', 'search', 'logistics', 'marketing', 'data', 'support'] as const;

const people = (): readonly KubeObject[] => [
  bind('platform-admins', 'ClusterRole:cluster-admin', ['Group:platform-admins']),
  ...places
    .filter(({ team }) => teams.some(name => name === team))
    .map(({ name, team }) => bind(`team-${team}-edit`, 'ClusterRole:edit', [`Group:team-${team}`], name)),
  // For the screen in the office, which has no login.
  clusterRole('wallboard-read', [
    rule([''], ['pods', 'nodes', 'events'], ['get', 'list']),
    rule(['apps'], ['deployments', 'daemonsets'], ['get', 'list']),
  ]),
  bind('wallboard-read', 'ClusterRole:wallboard-read', ['Group:system:unauthenticated']),
  clusterRole('support-acts-as-user', [rule([''], ['users'], ['impersonate'])]),
  bind('support-acts-as-user', 'ClusterRole:support-acts-as-user', ['Group:support-second-level']),
  role('support-legacy-ticketing', 'ticketing-everything', [rule(['*'], ['*'], ['*'])]),
  bind('ticketing-everything', 'Role:ticketing-everything', ['support-legacy-ticketing/default'], 'support-legacy-ticketing'),
  role('data-pipelines', 'notebook-hub', [
    rule([''], ['pods', 'persistentvolumeclaims', 'services'], ['get', 'list', 'watch', 'create', 'delete']),
    rule([''], ['secrets'], ['get', 'list', 'watch', 'create', 'delete']),
  ]),
  bind('notebook-hub', 'Role:notebook-hub', ['data-pipelines/notebook-hub'], 'data-pipelines'),
];

const readable = [
  'configmaps',
  'endpoints',
  'events',
  'limitranges',
  'namespaces',
  'nodes',
  'persistentvolumeclaims',
  'persistentvolumes',
  'pods',
  'podtemplates',
  'replicationcontrollers',
  'resourcequotas',
  'serviceaccounts',
  'services',
];

/** Every group but core, whose Secrets RBAC cannot leave out of a wildcard. */
const otherGroups = [
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'apps',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'flowcontrol.apiserver.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'policy',
  group,
  'resource.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
  'argoproj.io',
  'kustomize.toolkit.fluxcd.io',
  'helm.toolkit.fluxcd.io',
  'source.toolkit.fluxcd.io',
  'cert-manager.io',
  'monitoring.coreos.com',
  'postgresql.cnpg.io',
  'external-secrets.io',
  'gateway.networking.k8s.io',
  'search.example.com',
];

/** Who took the snapshot: she reads all but the Secrets of two namespaces. */
export const auditor = { user: 'anna@example.org', group: 'security-audit' } as const;

const auditorRights = (): readonly KubeObject[] => [
  clusterRole('security-audit', [rule([''], readable, read), rule(otherGroups, ['*'], read)]),
  bind('security-audit', 'ClusterRole:security-audit', [`Group:${auditor.group}`]),
  clusterRole('security-audit-secrets', [rule([''], ['secrets'], ['list'])]),
  ...[...places.map(({ name }) => name), 'kube-system', 'kube-public', 'kube-node-lease', 'default']
    .filter(name => !closedNamespaces.includes(name))
    .map(name => bind('security-audit-secrets', 'ClusterRole:security-audit-secrets', [`Group:${auditor.group}`], name)),
];

const kubectl: Keeper = { by: 'kubectl' };

export const access = (): readonly Managed[] => [
  ...controllers().map(object => managed(object, platformFlux)),
  ...pathToAdmin().map(object =>
    managed(object, object.metadata.name.startsWith('argocd-manager') ? kubectl : { by: 'argo', app: 'ci-runners' }),
  ),
  ...people().map(object => managed(object, /ticketing|notebook|wallboard/.test(object.metadata.name) ? kubectl : platformFlux)),
  ...auditorRights().map(object => managed(object, platformFlux)),
  managed(
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'aws-auth', namespace: 'kube-system' },
      data: {
        mapRoles:
          '- rolearn: arn:aws:iam::111122223333:role/prod-eu-1-breakglass\n  username: breakglass\n  groups:\n    - system:masters\n- rolearn: arn:aws:iam::111122223333:role/prod-eu-1-developer\n  username: developer:{{SessionName}}\n  groups:\n    - team-shop\n',
      },
    },
    kubectl,
  ),
];

/** Left behind after an incident between the two captures. */
export const incidentBinding = (): Managed =>
  managed(
    bind('incident-4711-temporary-access', 'ClusterRole:cluster-admin', ['User:marek@contractor.example.org'], 'payments'),
    kubectl,
  );
