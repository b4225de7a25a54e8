import { because, seen } from '../reached.ts';
import type { RightsEdge, Target } from '../edge.ts';
import { remembered } from '../remembered.ts';
import { serviceAccountId, type World } from '../world.ts';
import { at } from '#kube/pointer';

const prefix = 'system:serviceaccount:';

/** Accounts that bindings of the cluster name in namespaces that are not there. */
const dangling: (world: World) => readonly Target[] = remembered(world => {
  if (world.missing('namespaces').length > 0) return [];
  const found = new Map<string, Target>();
  const asked = new Set<string>();
  for (const { object, subjects } of world.policy.bindings)
    for (const { kind, name, index } of subjects) {
      if (kind !== 'user' || asked.has(name) || !name.startsWith(prefix)) continue;
      asked.add(name);
      const [namespace = '', account = '', ...more] = name.slice(prefix.length).split(':');
      if (namespace === '' || account === '' || more.length > 0) continue;
      if (world.get('namespaces', undefined, namespace) !== undefined) continue;
      const id = serviceAccountId(namespace, account);
      const what = `${object.kind} ${object.metadata.name} gives rights to ${namespace}/${account}; there is no such namespace.`;
      found.set(id, { id, name: '', ...because(seen(world, object, at('/subjects', index), what)) });
    }
  return [...found.values()];
});

export const claimAccountInNewNamespace: RightsEdge = {
  kind: 'rights',
  to: 'service-account',
  scope: 'cluster',
  id: 'CLAIM_ACCOUNT_IN_NEW_NAMESPACE',
  row: 'R52',
  title: 'Makes the namespace of an account that has rights already',
  severity: 'medium',
  cost: 3,
  gives: 'All rights that bindings give to the account of this name.',
  abuse:
    'Bindings outlive the namespaces of their subjects: whoever makes a namespace of that name, an account in it and a token of that has the rights.',
  detect: 'Audit events of create on namespaces of a name that a binding has.',
  remove: 'Delete the binding whose subject is gone.',
  mitigations: [],
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  reads: ['namespaces'],
  rights: [
    [{ verbs: ['create'], group: '', resources: ['namespaces'], where: 'cluster', name: 'none' }],
    [{ verbs: ['create'], group: '', resources: ['serviceaccounts'], where: 'cluster', name: 'none' }],
    [
      { verbs: ['create'], group: '', resources: ['serviceaccounts/token', 'pods'], where: 'cluster', name: 'none' },
      {
        verbs: ['create'],
        group: 'apps',
        resources: ['deployments', 'daemonsets', 'statefulsets', 'replicasets'],
        where: 'cluster',
        name: 'none',
      },
      { verbs: ['create'], group: 'batch', resources: ['jobs', 'cronjobs'], where: 'cluster', name: 'none' },
    ],
  ],
  targets: dangling,
};
