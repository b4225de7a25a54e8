import type { SnapshotIndex } from '#core/evaluate/snapshot-index';
import { isResourceAccess } from '#kube/rbac/rule-matching';
import { accountOfUser, anonymous, nodeOfUser } from '#kube/rbac/user-names';
import { otherAuthorizers } from '../caveats.ts';
import { completenessOf } from '../completeness-of.ts';
import type { DeniedRequest } from './denied-request.ts';
import type { ProposedSubject } from './proposal.ts';

interface Explained {
  readonly requests: readonly DeniedRequest[];
  readonly denied: readonly DeniedRequest[];
  readonly subject: ProposedSubject;
  /** Requests of other subjects in the same text. */
  readonly others: number;
  readonly moreGrantors: number;
}

const everybody: ReadonlySet<string> = new Set([
  anonymous,
  'system:unauthenticated',
  'system:authenticated',
  'system:serviceaccounts',
]);

const subjectCaveats = ({ subject, requests }: Explained): readonly string[] => {
  const { name } = subject;
  const told = requests.some(({ groups }) => groups !== null);
  return [
    ...(everybody.has(name) && subject.kind !== 'ServiceAccount'
      ? [
          `${name} is not one person: the proposal would open this to everybody whom it stands for. Find out who should have asked.`,
        ]
      : []),
    ...(subject.kind === 'User' && nodeOfUser(name) !== undefined
      ? ['The Node authorizer decides for a kubelet by the pods on its node: look there before granting it a role.']
      : []),
    ...(subject.kind === 'User' && nodeOfUser(name) === undefined && accountOfUser(name) === undefined && !told
      ? ['The message does not tell the user’s groups: rights by them are not counted.']
      : []),
  ];
};

const requestCaveats = ({ access, grants, namespaceKnown, reason }: DeniedRequest): readonly string[] => {
  const star = isResourceAccess(access)
    ? [access.verb, access.group, access.resource, access.subresource, access.name].includes('*')
    : access.verb === '*' || access.path.endsWith('*');
  return [
    ...(grants === null && star
      ? ['The request asks for a wildcard: what allows it allows all that the wildcard stands for.']
      : []),
    ...(grants === null
      ? []
      : [
          `The proposal gives the rights that were to be granted; the right to ${access.verb} would do too, and would let its holder grant far more.`,
        ]),
    ...(namespaceKnown || !isResourceAccess(access)
      ? []
      : [
          `The message does not name the namespace: ${access.namespace} is assumed. Change it in the proposal where that is wrong.`,
        ]),
    ...(reason === '' ? [] : [`The server added: ${reason.slice(0, 300)}`]),
  ];
};

const allNamespaces = (index: SnapshotIndex, { access }: DeniedRequest): readonly string[] => {
  if (!isResourceAccess(access) || access.namespace !== '') return [];
  const name = access.group === '' ? access.resource : `${access.resource}.${access.group}`;
  return index.typeOf(name)?.namespaced === true
    ? [
        `The request is for ${access.resource} of all namespaces, which only a ClusterRoleBinding allows. Asked in one namespace, a Role would do.`,
      ]
    : [];
};

const unknownNamespaces = (index: SnapshotIndex, requests: readonly DeniedRequest[]): readonly string[] => {
  if (completenessOf(index).unread('namespaces').length > 0) return [];
  const names = new Set(
    requests.flatMap(({ access }) => (isResourceAccess(access) && access.namespace !== '' ? [access.namespace] : [])),
  );
  return [...names]
    .filter(name => index.get('namespaces', undefined, name) === undefined)
    .map(name => `The snapshot has no namespace ${name}: it may be another cluster.`);
};

/** What an explanation does not cover, and what of it to look at before applying it. */
export const explainCaveats = (index: SnapshotIndex, explained: Explained): string[] => {
  const { requests, denied, others, moreGrantors } = explained;
  const all = [
    ...(denied.length === 0
      ? ['This snapshot allows it: the rights were given since, it is another cluster, or another authorizer refused.']
      : []),
    ...(others > 0 ? [`The text tells of ${others} more requests by other subjects: explain them by themselves.`] : []),
    ...subjectCaveats(explained),
    ...requests.flatMap(requestCaveats),
    ...denied.flatMap(request => allNamespaces(index, request)),
    ...unknownNamespaces(index, requests),
    ...(moreGrantors > 0 ? [`${moreGrantors} more subjects may grant it.`] : []),
    otherAuthorizers(index),
  ];
  return [...new Set(all)];
};
