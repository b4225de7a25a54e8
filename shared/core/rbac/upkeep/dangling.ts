import type { UpkeepRow } from '#contract/rbac';
import type { SnapshotIndex } from '#core/evaluate/snapshot-index';
import { accountOfUser } from '#kube/rbac/user-names';
import { type RoleSubject, bindingSubjects, matchedBy } from '#kube/rbac/subjects';
import { roleRefOf } from '#kube/rbac-rules';
import type { Authorizer } from '../authorizer.ts';
import { completenessOf } from '../completeness-of.ts';
import type { Binding } from '../policy.ts';
import { type Claimants, createClaimants } from './claimants.ts';
import { refText, rowOf } from './ref-text.ts';

const group = 'rbac.authorization.k8s.io';
const maxClaimants = 20;

const listed = (names: readonly string[]): string =>
  names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ');

const danglingRole = (binding: Binding, claimants: Claimants): UpkeepRow => {
  const { kind, name } = roleRefOf(binding.object);
  const what = `${refText(binding.ref)} names a role that does not exist.`;
  if (binding.roleRef.name === '' || (binding.roleRef.kind === 'Role' && binding.ref.namespace === null)) {
    const why = `It names ${kind === '' ? 'a role without kind' : `${kind} ${name}`}, which such a binding cannot bind.`;
    return rowOf('dangling-role', binding.ref, what, [why], binding);
  }
  const resource = binding.roleRef.kind === 'Role' ? 'roles' : 'clusterroles';
  const home = binding.roleRef.namespace ?? '';
  const creators = claimants.holders({ verb: 'create', group, resource }, home);
  const escalators = new Set(claimants.holders({ verb: 'escalate', group, resource }, home));
  const free = creators.filter(creator => escalators.has(creator));
  const because = [
    `${refText(binding.roleRef)} is not there: whoever creates it gives ${binding.subjects.length === 1 ? 'the subject' : 'the subjects'} what they put into it.`,
    ...(creators.length === 0
      ? []
      : free.length === 0
        ? ['Who may create it may put into it what they hold themselves, and no more.']
        : [`${listed(free)} may put any right into it (escalate).`]),
  ];
  return rowOf('dangling-role', binding.ref, what, because, {
    baseline: binding.baseline,
    claimableBy: creators.slice(0, maxClaimants),
  });
};

interface Missing {
  readonly text: string;
  readonly why: string;
  readonly claimableBy: readonly string[];
}

/** Tells whether an account exists; undefined where that was not read. */
const accountState = (
  index: SnapshotIndex,
): ((namespace: string, name: string) => 'there' | 'no-account' | 'no-namespace' | undefined) => {
  const completeness = completenessOf(index);
  const namespacesRead = completeness.unread('namespaces').length === 0;
  const read = new Map<string, boolean>();
  const accountsRead = (namespace: string): boolean => {
    const known = read.get(namespace) ?? completeness.unread('serviceaccounts', namespace).length === 0;
    read.set(namespace, known);
    return known;
  };
  return (namespace, name) => {
    if (index.get('serviceaccounts', namespace, name) !== undefined) return 'there';
    if (namespacesRead && index.get('namespaces', undefined, namespace) === undefined) return 'no-namespace';
    return accountsRead(namespace) ? 'no-account' : undefined;
  };
};

const missingSubject = (
  subject: RoleSubject,
  binding: Binding,
  stateOf: ReturnType<typeof accountState>,
  claimants: Claimants,
): Missing | undefined => {
  const matched = matchedBy(subject, binding.ref.namespace ?? '');
  if (matched === null) {
    const why =
      subject.kind === 'ServiceAccount'
        ? `ServiceAccount ${subject.name} has no namespace, so it means nobody.`
        : `Subjects of kind ${JSON.stringify(subject.kind)} mean nobody.`;
    return { text: `${subject.kind} ${subject.name}`, why, claimableBy: [] };
  }
  const account = matched.kind === 'user' ? accountOfUser(matched.name) : undefined;
  if (account === undefined) return undefined;
  const { namespace, name } = account;
  const state = stateOf(namespace, name);
  if (state === undefined || state === 'there') return undefined;
  const text = `sa:${namespace}/${name}`;
  const accounts = claimants.holders({ verb: 'create', group: '', resource: 'serviceaccounts' }, namespace);
  if (state === 'no-account') {
    return {
      text,
      why: `ServiceAccount ${namespace}/${name} is not there: whoever creates it holds these rights.`,
      claimableBy: accounts,
    };
  }
  const makers = claimants.holders({ verb: 'create', group: '', resource: 'namespaces' }, '');
  // Every namespace is given an account of this name.
  const claimableBy = name === 'default' ? makers : makers.filter(maker => accounts.includes(maker));
  return {
    text,
    why: `Namespace ${namespace} is not there: whoever creates it, and in it ServiceAccount ${name}, holds these rights.`,
    claimableBy,
  };
};

const danglingSubjects = (
  binding: Binding,
  stateOf: ReturnType<typeof accountState>,
  claimants: Claimants,
): readonly UpkeepRow[] => {
  const missing = bindingSubjects(binding.object).flatMap(subject => missingSubject(subject, binding, stateOf, claimants) ?? []);
  if (missing.length === 0) return [];
  const claimableBy = [...new Set(missing.flatMap(one => one.claimableBy))].sort().slice(0, maxClaimants);
  const what =
    missing.length === 1
      ? `${refText(binding.ref)} binds ${missing[0]?.text ?? ''}, which is not there.`
      : `${refText(binding.ref)} binds ${missing.length} subjects that are not there.`;
  const because = missing.slice(0, 6).map(({ why }) => why);
  return [rowOf('dangling-subject', binding.ref, what, because, { baseline: binding.baseline, claimableBy })];
};

/** Bindings to what is not there, and who could bring it to life. What was not read makes no row. */
export const danglingRows = (authorizer: Authorizer, index: SnapshotIndex): readonly UpkeepRow[] => {
  const claimants = createClaimants(authorizer);
  const stateOf = accountState(index);
  const { policy } = authorizer;
  return policy.bindings.flatMap(binding => [
    ...(binding.role < 0 && !policy.mayExist(binding.roleRef) ? [danglingRole(binding, claimants)] : []),
    ...danglingSubjects(binding, stateOf, claimants),
  ]);
};
