import { because, seen } from '../reached.ts';
import type { Right, RightsEdge, Target } from '../edge.ts';
import { remembered } from '../remembered.ts';
import { serviceAccountId, type World } from '../world.ts';
import { createsWorkload } from './workload-resources.ts';
import { at } from '#kube/pointer';

const prefix = 'system:serviceaccount:';

/** Ways to a token of an account that was just made. */
const takesToken: readonly Right[] = [
  { verbs: ['create'], group: '', resources: ['serviceaccounts/token'], where: 'target', name: 'target' },
  ...createsWorkload,
];

/** Accounts that bindings name and that are not there, by namespace. */
const dangling: (world: World) => ReadonlyMap<string, readonly Target[]> = remembered(world => {
  const found = new Map<string, Map<string, Target>>();
  const asked = new Set<string>();
  for (const { object, subjects } of world.policy.bindings)
    for (const { kind, name, index } of subjects) {
      if (kind !== 'user' || asked.has(name) || !name.startsWith(prefix)) continue;
      asked.add(name);
      const [namespace = '', account = '', ...more] = name.slice(prefix.length).split(':');
      // `default` is made by itself; where the list was not read, nothing says that an account is missing.
      if (namespace === '' || account === '' || account === 'default' || more.length > 0) continue;
      if (world.get('serviceaccounts', namespace, account) !== undefined) continue;
      if (world.missing('serviceaccounts', namespace).length > 0) continue;
      const there = found.get(namespace) ?? new Map<string, Target>();
      found.set(namespace, there);
      const what = `${object.kind} ${object.metadata.name} gives rights to ${namespace}/${account}, which does not exist.`;
      const evidence = seen(world, object, at('/subjects', index), what);
      there.set(account, { id: serviceAccountId(namespace, account), name: account, ...because(evidence) });
    }
  return new Map([...found].map(([namespace, targets]) => [namespace, [...targets.values()]]));
});

export const claimAccount: RightsEdge = {
  kind: 'rights',
  to: 'service-account',
  scope: 'namespace',
  id: 'CLAIM_ACCOUNT',
  row: 'R52',
  title: 'Makes a service account that has rights already',
  severity: 'medium',
  cost: 2,
  gives: 'All rights that bindings give to the account of this name.',
  abuse: 'A binding names its subject by name: whoever makes an account of that name, and takes a token of it, has the rights.',
  detect: 'Audit events of create on serviceaccounts of a name that a binding has.',
  remove: 'Delete the binding whose subject is gone.',
  mitigations: [],
  references: ['https://kubernetes.io/docs/concepts/security/rbac-good-practices/'],
  reads: ['serviceaccounts'],
  rights: [[{ verbs: ['create'], group: '', resources: ['serviceaccounts'], where: 'target', name: 'none' }], takesToken],
  targets: (world, namespace) => dangling(world).get(namespace) ?? [],
};
