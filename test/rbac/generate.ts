import type { KubeObject } from '#contract/kube';
import type { Random } from '#test/kubeconfig/random';

/** Random roles and bindings, with every spelling that the API server's validation lets through. */

export const namespaces = ['rbac-a', 'rbac-b', 'rbac-c', 'kube-public'] as const;

export const verbs = [
  'get',
  'list',
  'watch',
  'create',
  'update',
  'patch',
  'delete',
  'deletecollection',
  'use',
  'impersonate',
  'bind',
  'escalate',
  'approve',
] as const;
const oddVerbs = ['*', '*', '*', 'GET', 'get*', '', '*get', 'get ', 'gét'] as const;
export const groups = ['', '', '', 'apps', 'batch', 'rbac.authorization.k8s.io', 'example.com'] as const;
const oddGroups = ['*', '*', '*', 'app*', 'Apps', 'core', 'v1', '*.k8s.io'] as const;
export const resources = [
  'pods',
  'pods',
  'secrets',
  'services',
  'deployments',
  'nodes',
  'namespaces',
  'clusterroles',
  'widgets',
] as const;
export const subresources = ['exec', 'log', 'status', 'scale', 'token', 'a/b'] as const;
const oddResources = [
  '*',
  '*',
  '*',
  '*/*',
  'pods/*',
  '*/',
  '/exec',
  'pod*',
  'Pods',
  '',
  'pods/exec/tty',
  '*/exec/tty',
  '**',
  'pods/',
] as const;
export const names = ['a', 'b', 'web-1', 'A', '', '*', 'a*', 'kube-system', 'rbac-a'] as const;
export const urls = ['/', '/api', '/apis', '/apis/apps', '/healthz', '/healthz/etcd', '/metrics', '/a/*/b', '', '*'] as const;
const urlPatterns = [
  '*',
  '/*',
  '/api*',
  '/apis/*',
  '/healthz/*',
  '/healthz',
  '/metrics',
  '/a/*/b',
  '/a/**',
  '/*/b*',
  'api*',
  '',
] as const;
export const users = [
  'ada',
  'bob',
  'Ada',
  '*',
  'system:anonymous',
  'system:kube-scheduler',
  'ada@example.com',
  'a b',
  'ünï',
  'system:serviceaccount:rbac-a',
  'o:u',
] as const;
export const groupNames = [
  'devs',
  'ops',
  'Devs',
  '*',
  'system:authenticated',
  'system:unauthenticated',
  'system:serviceaccounts',
  'system:serviceaccounts:rbac-a',
  'system:nodes',
  'ada',
] as const;
export const accounts = ['api', 'default', 'a.b', 'ci'] as const;
const oddNamespaces = ['RBAC-A', 'rbac-a:api', '*', 'nowhere', ' '] as const;

type Rule = Readonly<Record<string, readonly string[]>>;

const some = <T>(random: Random, most: number, pick: () => T): T[] => Array.from({ length: random.between(1, most) }, pick);

const orOdd = (random: Random, usual: readonly string[], odd: readonly string[], probability: number): string =>
  random.chance(probability) ? random.pick(odd) : random.pick(usual);

export const resourceToken = (random: Random): string => {
  if (random.chance(0.2)) return random.pick(oddResources);
  const subresource = random.pick(subresources);
  if (random.chance(0.15)) return `*/${subresource}`;
  const resource = random.pick(resources);
  return random.chance(0.35) ? `${resource}/${subresource}` : resource;
};

const resourceRule = (random: Random): Rule => ({
  verbs: some(random, 3, () => orOdd(random, verbs, oddVerbs, 0.25)),
  apiGroups: some(random, 2, () => orOdd(random, groups, oddGroups, 0.25)),
  resources: some(random, 3, () => resourceToken(random)),
  ...(random.chance(0.35) ? { resourceNames: some(random, 3, () => random.pick(names)) } : {}),
});

const urlRule = (random: Random): Rule => ({
  verbs: some(random, 2, () => orOdd(random, ['get', 'post', 'head'], oddVerbs, 0.25)),
  nonResourceURLs: some(random, 3, () => random.pick(urlPatterns)),
});

const rbac = 'rbac.authorization.k8s.io';
const apiVersion = `${rbac}/v1`;
const label = 'plumbline.test/gather';

const roleNames = ['reader', 'Writer', 'sys:admin', 'a b', 'ünï', '*', 'r.1'] as const;

/** Names differ by the round, so that rounds add up; the odd ones come again, to be bound before they are there. */
const nameFor = (random: Random, round: number): string =>
  `${random.pick(roleNames)}-${String(random.chance(0.2) ? 0 : round)}-${String(random.between(0, 5))}`;

const clusterRole = (random: Random, round: number): KubeObject => {
  const rules = random.chance(0.05) ? [] : some(random, 3, () => (random.chance(0.25) ? urlRule(random) : resourceRule(random)));
  const labels = random.chance(0.3) ? { [label]: random.pick(['x', 'y', 'z']) } : {};
  const gathers = random.chance(0.15);
  return {
    apiVersion,
    kind: 'ClusterRole',
    metadata: { name: nameFor(random, round), labels },
    rules: gathers ? [] : rules,
    ...(gathers
      ? {
          aggregationRule: {
            clusterRoleSelectors: some(random, 2, () => ({ matchLabels: { [label]: random.pick(['x', 'y', 'z']) } })),
          },
        }
      : {}),
  };
};

const role = (random: Random, round: number): KubeObject => ({
  apiVersion,
  kind: 'Role',
  metadata: { name: nameFor(random, round), namespace: random.pick(namespaces) },
  rules: some(random, 3, () => resourceRule(random)),
});

const subject = (random: Random, isNamespaced: boolean): Readonly<Record<string, string>> => {
  const kind = random.between(0, 2);
  if (kind === 0) {
    const spelt = `system:serviceaccount:${random.pick(namespaces)}:${random.pick(accounts)}`;
    return { kind: 'User', apiGroup: rbac, name: random.chance(0.3) ? spelt : random.pick(users) };
  }
  if (kind === 1) return { kind: 'Group', apiGroup: rbac, name: random.pick(groupNames) };
  const namespace = orOdd(random, namespaces, oddNamespaces, 0.15);
  const account = { kind: 'ServiceAccount', name: random.pick(accounts) };
  return isNamespaced && random.chance(0.4) ? account : { ...account, namespace };
};

const binding = (random: Random, round: number): KubeObject => {
  const isNamespaced = random.chance(0.6);
  const kind = isNamespaced && random.chance(0.4) ? 'Role' : 'ClusterRole';
  const shipped = random.chance(0.08) ? random.pick(['view', 'edit', 'admin', 'cluster-admin', 'system:basic-user']) : undefined;
  const metadata = { name: `${random.pick(roleNames)}-${String(round)}-${String(random.between(0, 999_999))}` };
  return {
    apiVersion,
    kind: isNamespaced ? 'RoleBinding' : 'ClusterRoleBinding',
    metadata: isNamespaced ? { ...metadata, namespace: random.pick(namespaces) } : metadata,
    // Of the names that there could be, many are missing: dangling references are frequent.
    roleRef: {
      apiGroup: rbac,
      kind,
      name: kind === 'ClusterRole' ? (shipped ?? nameFor(random, round)) : nameFor(random, round),
    },
    subjects: random.chance(0.05) ? [] : some(random, 3, () => subject(random, isNamespaced)),
  };
};

/** What one round adds. Some of it is refused as there already, or by nobody's fault invalid: the cluster decides. */
export const generate = (random: Random, round: number): readonly KubeObject[] => [
  ...Array.from({ length: 40 }, () => clusterRole(random, round)),
  ...Array.from({ length: 40 }, () => role(random, round)),
  ...Array.from({ length: 70 }, () => binding(random, round)),
];
