import type { KubeObject, ResourceName } from '#contract/kube';
import type { Snapshot } from '#contract/snapshot';
import type { AttackEdge, FoundEdge, Right, RightsEdge, Target } from '#core/attack/edge';
import { createAttackModel, type AttackModel } from '#core/attack/attack-model';
import type { World } from '#core/attack/world';
import { createSnapshotIndex, type SnapshotIndex } from '#core/evaluate/snapshot-index';
import { policyOf } from '#core/rbac/policy-of';
import { snapshotOf } from '#test/rules/snapshot-of';

const rbac = 'rbac.authorization.k8s.io';

export type RuleText = readonly [verbs: string, resources: string, names?: string];

/** `get,list` on `pods,deployments.apps` (group after the first dot, `*` for all) for some names. */
export const rule = ([verbs, resources, names = '']: RuleText): Record<string, unknown> => {
  const all = resources.split(',');
  const group = (text: string): string => (text === '*' ? '*' : text.includes('.') ? text.slice(text.indexOf('.') + 1) : '');
  return {
    verbs: verbs.split(','),
    apiGroups: [...new Set(all.map(group))],
    resources: all.map(text => text.split('.')[0] as string),
    ...(names === '' ? {} : { resourceNames: names.split(',') }),
  };
};

const object = (apiVersion: string, kind: string, name: string, namespace: string | undefined, body: object): KubeObject => ({
  apiVersion,
  kind,
  metadata: {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    uid: `${kind}/${namespace ?? ''}/${name}`,
    resourceVersion: '1',
  },
  ...body,
});

export const clusterRole = (name: string, ...rules: readonly RuleText[]): KubeObject =>
  object(`${rbac}/v1`, 'ClusterRole', name, undefined, { rules: rules.map(rule) });
export const role = (place: string, ...rules: readonly RuleText[]): KubeObject => {
  const [namespace, name = ''] = place.split('/');
  return object(`${rbac}/v1`, 'Role', name, namespace, { rules: rules.map(rule) });
};

/** `sa:ci/builder`, `group:ops`, `user:jane` as a binding names them. */
export const subject = (text: string): Record<string, unknown> => {
  const rest = text.slice(text.indexOf(':') + 1);
  if (text.startsWith('sa:')) {
    const [namespace, name] = rest.split('/');
    return { kind: 'ServiceAccount', namespace, name };
  }
  return { apiGroup: rbac, kind: text.startsWith('group:') ? 'Group' : 'User', name: rest };
};

const roleRef = (text: string): Record<string, unknown> => {
  const [kind, name] = text.split(':');
  return { apiGroup: rbac, kind: kind === 'cluster' ? 'ClusterRole' : 'Role', name };
};

/** `cluster:view` or `role:reader`, bound in the namespace of `place` (`shop/readers`) or cluster-wide (`readers`). */
export const binding = (place: string, to: string, ...subjects: readonly string[]): KubeObject => {
  const slash = place.indexOf('/');
  const [namespace, name] = slash < 0 ? [undefined, place] : [place.slice(0, slash), place.slice(slash + 1)];
  const kind = namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding';
  return object(`${rbac}/v1`, kind, name, namespace, { roleRef: roleRef(to), subjects: subjects.map(subject) });
};

export const named = (kind: string, apiVersion: string, place: string, body: object = {}): KubeObject => {
  const slash = place.indexOf('/');
  return slash < 0
    ? object(apiVersion, kind, place, undefined, body)
    : object(apiVersion, kind, place.slice(slash + 1), place.slice(0, slash), body);
};
export const account = (place: string): KubeObject => named('ServiceAccount', 'v1', place);
export const secret = (place: string): KubeObject => named('Secret', 'v1', place);
export const namespace = (name: string, labels: Record<string, string> = {}): KubeObject => ({
  ...named('Namespace', 'v1', name),
  metadata: { name, uid: `ns-${name}`, labels },
});
export const pod = (place: string, spec: object = {}): KubeObject =>
  named('Pod', 'v1', place, { spec: { containers: [{ name: 'main', image: 'x' }], ...spec } });

export const right = (verbs: string, resources: string, more: Partial<Right> = {}): Right => {
  const all = resources.split(',');
  const [first = ''] = all;
  return {
    verbs: verbs.split(','),
    group: first === '*' ? '*' : first.includes('.') ? first.slice(first.indexOf('.') + 1) : '',
    resources: all.map(text => text.split('.')[0] as string),
    where: 'target',
    name: 'target',
    ...more,
  };
};

const words = {
  row: 'T',
  severity: 'high',
  gives: '',
  abuse: '',
  detect: '',
  remove: '',
  mitigations: [],
  references: [],
} as const;
const free = { evidence: [], blockedBy: [], uncertain: [] };

export const rightsEdge = (
  id: string,
  part: Partial<RightsEdge> & Pick<RightsEdge, 'to' | 'rights' | 'targets'>,
): RightsEdge => ({ ...words, kind: 'rights', id, title: id, cost: 1, scope: 'namespace', ...part });
export const foundEdge = (id: string, part: Partial<FoundEdge> & Pick<FoundEdge, 'from' | 'to' | 'find'>): FoundEdge => ({
  ...words,
  kind: 'found',
  id,
  title: id,
  cost: 1,
  ...part,
});

const list =
  (resource: ResourceName, id: (namespace: string, name: string) => string) =>
  (world: World, place: string): readonly Target[] =>
    world.list(resource, place).map(({ metadata }) => ({ id: id(place, metadata.name), name: metadata.name, ...free }));

/** Edges of the tests: a few of each form, simple enough to be worked out by hand. */
export const testEdges: readonly AttackEdge[] = [
  rightsEdge('ADMIN', {
    to: 'admin',
    scope: 'cluster',
    cost: 0,
    rights: [[right('*', '*', { where: 'cluster', name: 'none' })]],
    targets: () => [{ id: 'admin', name: '', ...free }],
  }),
  foundEdge('MASTERS', {
    from: 'group',
    to: 'admin',
    cost: 0,
    find: () => [{ from: 'group:system:masters', to: 'admin', ...free }],
  }),
  rightsEdge('TOKEN', {
    to: 'service-account',
    rights: [[right('create', 'serviceaccounts/token')]],
    targets: list('serviceaccounts', (place, name) => `sa:${place}/${name}`),
  }),
  rightsEdge('SECRET', {
    to: 'secret',
    rights: [[right('get', 'secrets'), right('list,watch', 'secrets', { name: 'target' })]],
    targets: list('secrets', (place, name) => `secret:${place}/${name}`),
  }),
  rightsEdge('RUN', {
    to: 'namespace',
    cost: 2,
    rights: [[right('create', 'pods', { name: 'none' })], [right('get', 'pods', { name: 'some' })]],
    targets: (_, place) => [{ id: `ns:${place}`, name: place, ...free }],
  }),
  rightsEdge('EXEC', {
    to: 'workload',
    rights: [[right('create', 'pods/exec', { name: 'target' })]],
    targets: (world, place) => world.workloadsIn(place).map(({ id, name }) => ({ id, name, ...free })),
  }),
  rightsEdge('APPROVE', {
    to: 'admin',
    scope: 'cluster',
    cost: 3,
    rights: [
      [right('create', 'certificatesigningrequests.certificates.k8s.io', { where: 'cluster', name: 'none' })],
      [right('approve', 'signers.certificates.k8s.io', { where: 'cluster', name: { is: 'client' } })],
      [right('get', 'configmaps', { where: { namespace: 'kube-system' }, name: 'some' })],
    ],
    targets: () => [{ id: 'admin', name: '', ...free }],
  }),
  rightsEdge('BIND', {
    to: 'role',
    scope: 'cluster',
    rights: [
      [right('bind', 'clusterroles.rbac.authorization.k8s.io', { where: 'cluster' })],
      [right('create', 'clusterrolebindings.rbac.authorization.k8s.io', { where: 'cluster', name: 'none' })],
    ],
    targets: ({ policy }) =>
      policy.roles.flatMap(({ ref }) =>
        ref.kind === 'ClusterRole' ? [{ id: `role:ClusterRole/_cluster/${ref.name}`, name: ref.name, ...free }] : [],
      ),
  }),
  rightsEdge('HELD', {
    to: 'impact',
    rights: [[right('update', 'leases.coordination.k8s.io')]],
    targets: ({ policy }, place) =>
      policy.bindings.flatMap(({ ref, subjects }) =>
        ref.namespace === place
          ? [
              {
                id: 'impact:held',
                name: ref.name,
                holders: subjects.map(({ kind, name }) => (kind === 'group' ? `group:${name}` : userId(name))),
                ...free,
              },
            ]
          : [],
      ),
  }),
  foundEdge('USES', {
    from: 'workload',
    to: 'service-account',
    cost: 0,
    find: function* (world) {
      for (const { id, namespace: place, serviceAccount, podSpec, object: of } of world.workloads)
        if (podSpec['automountServiceAccountToken'] !== false)
          yield {
            from: id,
            to: `sa:${place}/${serviceAccount}`,
            evidence: [{ object: world.keyOf(of), path: '/spec/serviceAccountName', what: `It runs as ${serviceAccount}.` }],
            blockedBy: [],
            uncertain: [],
          };
    },
  }),
  foundEdge('ESCAPE', {
    from: 'workload',
    to: 'node',
    find: function* (world) {
      for (const { id, nodes, podSpec, object: of, namespace: place } of world.workloads) {
        if (podSpec['hostPID'] !== true) continue;
        const labels = world.get('namespaces', undefined, place)?.metadata.labels ?? {};
        const level = labels['pod-security.kubernetes.io/enforce'] ?? 'privileged';
        for (const node of nodes)
          yield {
            from: id,
            to: `node:${node}`,
            evidence: [{ object: world.keyOf(of), path: '/spec/hostPID', what: 'It shares the processes of its node.' }],
            blockedBy:
              level === 'privileged' ? [] : [{ mitigation: 'pod-security', what: `${place} enforces ${level}.`, object: null }],
            uncertain: [],
          };
      }
    },
  }),
  foundEdge('HOSTS', {
    from: 'node',
    to: 'workload',
    find: function* (world) {
      for (const { id, nodes } of world.workloads) for (const node of nodes) yield { from: `node:${node}`, to: id, ...free };
    },
  }),
  foundEdge('DANGLING', {
    from: 'service-account',
    to: 'impact',
    find: function* (world) {
      for (const { role: index, subjects } of world.policy.bindings)
        if (index < 0)
          for (const { kind, name } of subjects) if (kind === 'user') yield { from: userId(name), to: 'impact:dormant', ...free };
    },
  }),
];

const userId = (name: string): string => {
  const parts = name.split(':');
  return parts.length === 4 && name.startsWith('system:serviceaccount:') ? `sa:${parts[2]}/${parts[3]}` : `user:${name}`;
};

export const snapshotWith = (objects: readonly KubeObject[], unread: readonly string[] = []): Snapshot =>
  snapshotOf({ objects, unread });

export const indexWith = (objects: readonly KubeObject[], unread: readonly string[] = []): SnapshotIndex =>
  createSnapshotIndex(snapshotWith(objects, unread));

export const modelOf = async (
  objects: readonly KubeObject[],
  { edges = testEdges, unread = [] }: { readonly edges?: readonly AttackEdge[]; readonly unread?: readonly string[] } = {},
): Promise<AttackModel> => {
  const index = indexWith(objects, unread);
  return createAttackModel({ index, policy: policyOf(index), edges, pause: async () => {} });
};
