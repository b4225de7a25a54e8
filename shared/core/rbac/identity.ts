import { problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { SnapshotIndex } from '#core/evaluate/snapshot-index';
import { textAt } from '#kube/json-fields';
import { accountOfUser, accountUser, groupsWith, impliedGroups, nodeOfUser } from '#kube/rbac/user-names';
import type { BoundSubject, Requester } from './policy.ts';

/** Who a question is about, with the groups that come with it by themselves. */
export interface Identity {
  /** As results write it: `sa:shop/api` for a user name of that account, too. */
  readonly subject: string;
  readonly requester: Requester;
  /** A group alone stands for any of its members. */
  readonly kind: 'user' | 'group' | 'account' | 'node';
}

const written = '`user:NAME`, `group:NAME`, `sa:NAMESPACE/NAME` or `pod:NAMESPACE/NAME`';

/** A subject by user name or group, as results write it. */
export const subjectText = ({ kind, name }: Pick<BoundSubject, 'kind' | 'name'>): string => {
  if (kind === 'group') return `group:${name}`;
  const account = accountOfUser(name);
  return account === undefined ? `user:${name}` : `sa:${account.namespace}/${account.name}`;
};

const userIdentity = (user: string): Identity => ({
  subject: subjectText({ kind: 'user', name: user }),
  requester: { user, groups: impliedGroups(user) },
  kind: accountOfUser(user) !== undefined ? 'account' : nodeOfUser(user) !== undefined ? 'node' : 'user',
});

const groupIdentity = (group: string): Identity => ({
  subject: `group:${group}`,
  requester: { user: '', groups: groupsWith(group) },
  kind: 'group',
});

const unreadable = (text: string): Result<Identity> =>
  fail(
    problem('filter-invalid', {
      what: `“${text}” is no subject.`,
      why: `A subject is written ${written}.`,
      todo: `Write it as ${written}.`,
    }),
  );

const podIdentity = (index: SnapshotIndex, namespace: string, name: string): Result<Identity> => {
  const pod = index.get('pods', namespace, name);
  if (pod === undefined)
    return fail(
      problem('object-unknown', {
        what: `This snapshot has no pod ${namespace}/${name}.`,
        why: 'Whose rights it has stands in its specification.',
        todo: 'Check the name, or ask about its service account: `sa:NAMESPACE/NAME`.',
      }),
    );
  const account = textAt(pod, 'spec', 'serviceAccountName') || 'default';
  return ok(userIdentity(accountUser(namespace, account)));
};

const inNamespace = (kind: 'sa' | 'pod', rest: string): { readonly namespace: string; readonly name: string } | undefined => {
  const slash = rest.indexOf('/');
  const [namespace, name] = [rest.slice(0, slash), rest.slice(slash + 1)];
  if (slash < 1 || name === '' || (kind === 'sa' && name.includes('/'))) return undefined;
  return { namespace, name };
};

/** Reads a subject as questions write it and finds who asks, with the groups that authentication adds by itself. */
export const identityOf = (text: string, index: SnapshotIndex): Result<Identity> => {
  const colon = text.indexOf(':');
  const [kind, rest] = [text.slice(0, colon), text.slice(colon + 1)];
  if (rest === '' || colon < 0) return unreadable(text);
  if (kind === 'user') return ok(userIdentity(rest));
  if (kind === 'group') return ok(groupIdentity(rest));
  if (kind !== 'sa' && kind !== 'pod') return unreadable(text);
  const named = inNamespace(kind, rest);
  if (named === undefined) return unreadable(text);
  if (kind === 'pod') return podIdentity(index, named.namespace, named.name);
  return ok(userIdentity(accountUser(named.namespace, named.name)));
};

/** The requester with the groups that authentication would add: those of accounts, nodes, and `system:authenticated`. */
export const expandGroups = (requester: Requester): Requester => {
  const groups = new Set(requester.groups);
  if (requester.user !== '') for (const group of impliedGroups(requester.user)) groups.add(group);
  for (const group of requester.groups) for (const more of groupsWith(group)) groups.add(more);
  return { user: requester.user, groups: [...groups] };
};
