import { fieldOf, listOf } from './json-fields.ts';
import type { Requester } from './requester.ts';

export interface ClusterIdentity {
  /** `v1.37.2`; null where the server does not tell. */
  readonly serverVersion: string | null;
  /** The user as the server names it, impersonation included; null where it cannot be asked (before 1.26, or refused). */
  readonly user: string | null;
  /** The user's groups as the server knows them; null where it does not tell. */
  readonly groups: readonly string[] | null;
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value.slice(0, 1024) : null);

export const askIdentity = async (requester: Requester): Promise<ClusterIdentity> => {
  const [version, user] = await Promise.all([
    requester.get({ path: '/version', accept: 'application/json' }),
    askUser(requester),
  ]);
  return { serverVersion: version.ok ? textOrNull(fieldOf(version.value.json, 'gitVersion')) : null, ...user };
};

type Asked = Pick<ClusterIdentity, 'user' | 'groups'>;
const nobody: Asked = { user: null, groups: null };

/** More than any directory gives, and short of what a hostile server could send. */
const maxGroups = 2_000;

const askedOf = (json: unknown): Asked => {
  const user = textOrNull(fieldOf(json, 'status', 'userInfo', 'username'));
  if (user === null) return nobody;
  const groups = listOf(fieldOf(json, 'status', 'userInfo', 'groups'));
  // Every user is in a group or two: none at all means that they were not told.
  return { user, groups: groups.length === 0 ? null : groups.slice(0, maxGroups).flatMap(group => textOrNull(group) ?? []) };
};

/** SelfSubjectReview: v1 since 1.28, v1beta1 in 1.27, v1alpha1 in 1.26 behind a gate. */
const askUser = async (requester: Requester): Promise<Asked> => {
  for (const version of ['v1', 'v1beta1', 'v1alpha1']) {
    const answer = await requester.post(`/apis/authentication.k8s.io/${version}/selfsubjectreviews`, {
      apiVersion: `authentication.k8s.io/${version}`,
      kind: 'SelfSubjectReview',
    });
    if (answer.ok) return askedOf(answer.value.json);
    if (answer.error.kind !== 'absent') return nobody;
  }
  return nobody;
};

/** The UID of kube-system by name, for who may not list namespaces. */
export const askClusterId = async (requester: Requester): Promise<string | null> => {
  const answer = await requester.get({ path: '/api/v1/namespaces/kube-system', accept: 'application/json' });
  return answer.ok ? textOrNull(fieldOf(answer.value.json, 'metadata', 'uid')) : null;
};
