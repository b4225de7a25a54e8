/** User names and groups that authentication gives by itself (apiserver's serviceaccount and user packages). */
export const anonymous = 'system:anonymous';
export const unauthenticated = 'system:unauthenticated';
export const authenticated = 'system:authenticated';
export const mastersGroup = 'system:masters';
export const nodesGroup = 'system:nodes';
export const serviceAccountsGroup = 'system:serviceaccounts';

const accountPrefix = 'system:serviceaccount:';
const nodePrefix = 'system:node:';
const bootstrapPrefix = 'system:bootstrap:';

export const accountUser = (namespace: string, name: string): string => `${accountPrefix}${namespace}:${name}`;

const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** Namespace and name of a service account's user name; undefined for any other, also for names no account can have. */
export const accountOfUser = (user: string): { readonly namespace: string; readonly name: string } | undefined => {
  if (!user.startsWith(accountPrefix)) return undefined;
  const parts = user.slice(accountPrefix.length).split(':');
  const [namespace, name] = parts;
  if (parts.length !== 2 || namespace === undefined || name === undefined) return undefined;
  const valid = namespace.length <= 63 && label.test(namespace) && name.length <= 253 && subdomain.test(name);
  return valid ? { namespace, name } : undefined;
};

/** The node whose kubelet this is; undefined for any other user. */
export const nodeOfUser = (user: string): string | undefined => {
  if (!user.startsWith(nodePrefix)) return undefined;
  const name = user.slice(nodePrefix.length);
  return name.length <= 253 && subdomain.test(name) ? name : undefined;
};

/** `system:serviceaccounts` and those of the namespace. */
export const accountGroups = (namespace: string): readonly string[] => [
  serviceAccountsGroup,
  `${serviceAccountsGroup}:${namespace}`,
];

/**
 * Groups that a user of this name is in however it comes in; for users and bootstrap tokens there may be more, which only the
 * identity provider or the token knows.
 */
export const impliedGroups = (user: string): readonly string[] => {
  if (user === anonymous) return [unauthenticated];
  const account = accountOfUser(user);
  if (account !== undefined) return [...accountGroups(account.namespace), authenticated];
  if (nodeOfUser(user) !== undefined) return [nodesGroup, authenticated];
  if (user.startsWith(bootstrapPrefix)) return ['system:bootstrappers', authenticated];
  return [authenticated];
};

/** Groups that whoever is in this one is in as well. */
export const groupsWith = (group: string): readonly string[] => {
  if (group === unauthenticated || group === authenticated) return [group];
  if (group.startsWith(`${serviceAccountsGroup}:`)) return [group, serviceAccountsGroup, authenticated];
  return [group, authenticated];
};
