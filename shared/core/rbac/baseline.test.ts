import { expect, test } from 'vitest';
import type { KubeObject } from '#contract/kube';
import { judgeBaseline } from './baseline.ts';

type Rule = Readonly<Record<string, readonly string[]>>;
const bootstrapping = { 'kubernetes.io/bootstrapping': 'rbac-defaults' };
const rule = (verbs: string, group: string, resources: string): Rule => ({
  verbs: verbs.split(' '),
  apiGroups: [group],
  resources: resources.split(' '),
});

const clusterRole = (
  name: string,
  rules: readonly Rule[],
  labels: Readonly<Record<string, string>> = bootstrapping,
): KubeObject => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name, labels },
  rules,
});

const clusterBinding = (
  name: string,
  role: string,
  subjects: readonly string[],
  labels: Readonly<Record<string, string>> = bootstrapping,
): KubeObject => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
  metadata: { name, labels },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
  subjects: subjects.map(text => {
    const [kind = '', subject = ''] = text.split(' ');
    const [namespace = '', account = ''] = subject.split('/');
    return kind === 'ServiceAccount' ? { kind, namespace, name: account } : { kind, name: subject };
  }),
});

interface Case {
  readonly is: string;
  readonly object: KubeObject;
  readonly minor?: number;
  readonly by: 'kubernetes' | 'kubeadm' | 'vendor' | null;
  readonly why?: RegExp;
}

const check = ({ object, minor, by, why }: Case): void => {
  const verdict = judgeBaseline(object, minor ?? null);
  expect(verdict).toMatchObject({ baseline: by !== null, by });
  if (why !== undefined) expect(verdict.why).toMatch(why);
};

const everything = [rule('*', '*', '*'), { verbs: ['*'], nonResourceURLs: ['*'] }];
const eks = { 'eks.amazonaws.com/component': 'x' };

const cases: readonly Case[] = [
  { is: 'cluster-admin as shipped', object: clusterRole('cluster-admin', everything), minor: 37, by: 'kubernetes' },
  { is: 'a default with fewer rules', object: clusterRole('system:discovery', []), minor: 37, by: 'kubernetes' },
  {
    is: 'a default without its label: the name is what Kubernetes reconciles',
    object: clusterRole(
      'system:node-bootstrapper',
      [rule('create get list watch', 'certificates.k8s.io', 'certificatesigningrequests')],
      {},
    ),
    minor: 37,
    by: 'kubernetes',
  },
  {
    is: 'a default that was widened',
    object: clusterRole('system:discovery', [rule('get', '', 'secrets')]),
    minor: 37,
    by: null,
    why: /grants get secrets/,
  },
  {
    is: 'the label on a role of one’s own',
    object: clusterRole('innocent', [rule('get', '', 'pods')]),
    by: null,
    why: /carries the label of default roles/,
  },
  {
    is: 'view, which aggregates',
    object: clusterRole('view', [rule('get list watch', 'apps', 'deployments deployments/scale')]),
    minor: 37,
    by: 'kubernetes',
  },
  {
    is: 'view with secrets, by a role that somebody else aggregates into it',
    object: clusterRole('view', [rule('get', '', 'secrets')]),
    minor: 37,
    by: null,
  },
  {
    is: 'edit with a right of a gate that is off by default',
    object: clusterRole('edit', [rule('create', 'lifecycle.k8s.io', 'evictionrequests')]),
    minor: 37,
    by: 'kubernetes',
  },
  {
    is: 'the same right in a version that has no such gate',
    object: clusterRole('edit', [rule('create', 'lifecycle.k8s.io', 'evictionrequests')]),
    minor: 30,
    by: null,
  },
  {
    is: 'edit with endpoints, which no supported version grants',
    object: clusterRole('edit', [rule('create update', '', 'endpoints')]),
    by: null,
    why: /create endpoints/,
  },
  {
    is: 'cluster-admin’s own binding',
    object: clusterBinding('cluster-admin', 'cluster-admin', ['Group system:masters']),
    by: 'kubernetes',
  },
  {
    is: 'cluster-admin’s own binding with one more',
    object: clusterBinding('cluster-admin', 'cluster-admin', ['Group system:masters', 'User mallory']),
    by: null,
    why: /User mallory/,
  },
  {
    is: 'a default binding made anew for another role',
    object: clusterBinding('system:basic-user', 'cluster-admin', ['Group system:authenticated']),
    by: null,
    why: /another role/,
  },
  { is: 'the label on a binding of one’s own', object: clusterBinding('mine', 'cluster-admin', ['User mallory']), by: null },
  {
    is: 'kubeadm’s administrators',
    object: clusterBinding('kubeadm:cluster-admins', 'cluster-admin', ['Group kubeadm:cluster-admins'], {}),
    by: 'kubeadm',
  },
  {
    is: 'CoreDNS',
    object: clusterRole('system:coredns', [rule('list watch', '', 'endpoints services pods namespaces')], {}),
    minor: 33,
    by: 'kubeadm',
  },
  { is: 'a vendor’s role', object: clusterRole('eks:addon', [rule('get', '', 'pods')], {}), by: 'vendor' },
  { is: 'a vendor’s label', object: clusterRole('aws-node', [rule('get', '', 'pods')], eks), by: 'vendor' },
  {
    is: 'a vendor’s label on every right',
    object: clusterRole('aws-node', everything, eks),
    by: null,
    why: /grants every right/,
  },
  {
    is: 'a vendor’s binding',
    object: clusterBinding('aws-node', 'aws-node', ['ServiceAccount kube-system/aws-node'], eks),
    by: 'vendor',
  },
  {
    is: 'a vendor’s mark on a binding to a person',
    object: clusterBinding('eks:hidden', 'cluster-admin', ['User mallory'], eks),
    by: null,
    why: /others than identities of the system/,
  },
  {
    is: 'a vendor’s mark on a binding to everybody',
    object: clusterBinding('eks:hidden', 'cluster-admin', ['Group system:authenticated'], eks),
    by: null,
  },
  {
    is: 'a vendor’s mark on a binding to an account of a namespace that looks like the vendor’s',
    object: clusterBinding('gke-x', 'cluster-admin', ['ServiceAccount gke-evil/default'], {}),
    by: null,
  },
  { is: 'somebody’s own role', object: clusterRole('dev', [rule('get', '', 'pods')], {}), by: null, why: /none of the defaults/ },
];

test.each(cases.map(one => [one.is, one] as const))('%s', (_, one) => {
  check(one);
});
