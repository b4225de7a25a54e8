import { because, seen } from '../reached.ts';
import type { Right, RightsEdge, Target } from '../edge.ts';
import { serviceAccountId, type World } from '../world.ts';
import { boundAccountsIn } from './account-targets.ts';
import { createsWorkload } from './workload-resources.ts';
import type { BoundSubject } from '#core/rbac/policy';
import { at } from '#kube/pointer';
import { accountUser } from '#kube/rbac/user-names';

/** Ways to a token of an account that was just made. */
const takesToken: readonly Right[] = [
  { verbs: ['create'], group: '', resources: ['serviceaccounts/token'], where: 'target', name: 'target' },
  ...createsWorkload,
];

/** Accounts that bindings name and that are not there; the first binding that names one is its evidence. */
function* dangling(world: World, namespace: string): Iterable<Target> {
  // Where the list was not read, nothing says that an account is missing.
  if (world.missing('serviceaccounts', namespace).length > 0) return;
  for (const account of boundAccountsIn(world, namespace)) {
    // `default` is made by itself.
    if (account === 'default' || world.get('serviceaccounts', namespace, account) !== undefined) continue;
    const user = accountUser(namespace, account);
    const names = ({ kind, name }: BoundSubject): boolean => kind === 'user' && name === user;
    const binding = world.policy.bindings.find(({ subjects }) => subjects.some(names));
    const subject = binding?.subjects.find(names);
    if (binding === undefined || subject === undefined) continue;
    const { object } = binding;
    const what = `${object.kind} ${object.metadata.name} gives rights to ${namespace}/${account}, which does not exist.`;
    const evidence = seen(world, object, at('/subjects', subject.index), what);
    yield { id: serviceAccountId(namespace, account), name: account, ...because(evidence) };
  }
}

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
  targets: dangling,
};
