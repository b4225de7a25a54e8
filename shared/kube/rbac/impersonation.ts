import type { Access, ResourceAccess } from '#contract/rbac';
import {
  accountGroups,
  accountOfUser,
  anonymous,
  authenticated,
  mastersGroup,
  nodeOfUser,
  nodesGroup,
  unauthenticated,
} from './user-names.ts';

/** What the headers of a request ask to be. */
export interface WantedUser {
  readonly user: string;
  readonly groups: readonly string[];
  readonly uid: string;
  /** Keys in lower case. */
  readonly extra: ReadonlyMap<string, readonly string[]>;
}

export interface Impersonator {
  allows(access: Access): boolean;
  /** The node of the pod whose bound token asks; undefined for anybody else. */
  readonly node?: string | undefined;
}

/** Whom the request is served as; by which verb: `impersonate` or one of the constrained ones. */
export interface Impersonated {
  readonly user: string;
  readonly groups: readonly string[];
  readonly verb: string;
}

const authentication = 'authentication.k8s.io';
/** From this many groups or extras on, constrained modes ask for the name `*` first. */
const many = 4;

const access = (
  verb: string,
  group: string,
  resource: string,
  name: string,
  more: Partial<ResourceAccess> = {},
): ResourceAccess => ({
  verb,
  group,
  resource,
  subresource: '',
  namespace: '',
  name,
  ...more,
});

/** The requests for the user's name: to a service account, a node (in constrained modes) or a plain user. */
const nameAccess = (wanted: WantedUser, verb: string, group: string, nodeName: string | undefined): ResourceAccess => {
  const account = accountOfUser(wanted.user);
  if (account !== undefined) return access(verb, group, 'serviceaccounts', account.name, { namespace: account.namespace });
  return nodeName === undefined ? access(verb, group, 'users', wanted.user) : access(verb, group, 'nodes', nodeName);
};

const extraAccesses = (wanted: WantedUser, verb: string): readonly ResourceAccess[] =>
  [...wanted.extra].flatMap(([key, values]) =>
    values.map(value => access(verb, authentication, 'userextras', value, { subresource: key })),
  );

const served = (wanted: WantedUser, verb: string, fixed: readonly string[] | undefined): Impersonated => {
  const account = accountOfUser(wanted.user);
  const implied = account !== undefined && wanted.groups.length === 0 ? accountGroups(account.namespace) : wanted.groups;
  const groups = [...(fixed ?? implied)];
  const add = (group: string): void => void (groups.includes(group) || groups.push(group));
  if (wanted.user === anonymous) add(unauthenticated);
  else if (!groups.includes(unauthenticated)) add(authenticated);
  return { user: wanted.user, groups, verb };
};

/** Requests that have to be allowed, all of them, for the plain verb `impersonate`. */
export const plainAccesses = (wanted: WantedUser): readonly ResourceAccess[] => [
  nameAccess(wanted, 'impersonate', '', undefined),
  ...(wanted.uid === '' ? [] : [access('impersonate', authentication, 'uids', wanted.uid)]),
  ...wanted.groups.map(group => access('impersonate', '', 'groups', group)),
  ...extraAccesses(wanted, 'impersonate'),
];

const plain = (asker: Impersonator, wanted: WantedUser): Impersonated | undefined =>
  plainAccesses(wanted).every(each => asker.allows(each)) ? served(wanted, 'impersonate', undefined) : undefined;

type Mode = 'associated-node' | 'arbitrary-node' | 'serviceaccount' | 'user-info';

const onlyName = ({ groups, uid, extra }: WantedUser): boolean => groups.length === 0 && uid === '' && extra.size === 0;

/** Modes that fit whom is asked for, in the order in which the API server tries them. */
const modesFor = (asker: Impersonator, wanted: WantedUser): readonly Mode[] => {
  const node = nodeOfUser(wanted.user);
  if (node !== undefined) {
    if (!onlyName(wanted)) return [];
    return asker.node === node ? ['associated-node', 'arbitrary-node'] : ['arbitrary-node'];
  }
  if (accountOfUser(wanted.user) !== undefined) return onlyName(wanted) ? ['serviceaccount'] : [];
  return ['user-info'];
};

/** The verb under which the request itself has to be allowed as well. */
const onVerb = (mode: Mode, request: Access): Access => ({ ...request, verb: `impersonate-on:${mode}:${request.verb}` });

const groupsAllowed = (asker: Impersonator, verb: string, groups: readonly string[]): boolean => {
  if (groups.includes('') || groups.includes(mastersGroup)) return false;
  const one = (name: string): boolean => asker.allows(access(verb, authentication, 'groups', name));
  return (groups.length >= many && one('*')) || groups.every(one);
};

const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const domainPath = new RegExp(`^${label}(\\.${label})*/[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+$`);

const extrasAllowed = (asker: Impersonator, verb: string, wanted: WantedUser): boolean => {
  const { extra } = wanted;
  const valid = [...extra].every(
    ([key, values]) => domainPath.test(key) && key === key.toLowerCase() && values.length > 0 && !values.includes(''),
  );
  if (!valid) return false;
  const values = [...extra.values()].reduce((sum, each) => sum + each.length, 0);
  const all = access(verb, authentication, 'userextras', '*', { subresource: '*' });
  if (Math.max(extra.size, values) >= many && asker.allows(all)) return true;
  return extraAccesses(wanted, verb).every(each => asker.allows(each));
};

const constrained = (asker: Impersonator, wanted: WantedUser, request: Access, mode: Mode): Impersonated | undefined => {
  const verb = `impersonate:${mode}`;
  if (!asker.allows(onVerb(mode, request))) return undefined;
  // The mode for the pod's own node is asked for all nodes at once.
  const nodeName = mode === 'associated-node' ? '*' : nodeOfUser(wanted.user);
  if (!asker.allows(nameAccess(wanted, verb, authentication, nodeName))) return undefined;
  if (wanted.uid !== '' && !asker.allows(access(verb, authentication, 'uids', wanted.uid))) return undefined;
  if (!groupsAllowed(asker, verb, wanted.groups) || !extrasAllowed(asker, verb, wanted)) return undefined;
  return served(wanted, verb, nodeName === undefined ? undefined : [nodesGroup]);
};

/** Whether constrained modes are tried: the gate ConstrainedImpersonation, off in 1.35 and on from 1.36. */
export const hasConstrainedModes = (minor: number | null, gate?: boolean): boolean | null =>
  minor !== null && minor < 35 ? false : (gate ?? (minor === null ? null : minor >= 36));

/** Whom a request with these headers is served as; undefined where the server refuses. Plain impersonation is tried last. */
export const impersonate = (
  asker: Impersonator,
  wanted: WantedUser,
  request: Access,
  withConstrained: boolean,
): Impersonated | undefined => {
  if (wanted.user === '') return undefined;
  const modes = withConstrained ? modesFor(asker, wanted) : [];
  for (const mode of modes) {
    const found = constrained(asker, wanted, request, mode);
    if (found !== undefined) return found;
  }
  return plain(asker, wanted);
};
