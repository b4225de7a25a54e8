import type { KubeObject } from '#contract/kube';
import type { Access, ResourceAccess } from '#contract/rbac';
import { plainAccesses, type WantedUser } from '#kube/rbac/impersonation';
import { isResourceAccess } from '#kube/rbac/rule-matching';
import type { Random } from '#test/kubeconfig/random';

/** People who may impersonate some, by nearly all of the rights that it takes. */

const rbac = 'rbac.authorization.k8s.io';
const authn = 'authentication.k8s.io';

/** What each of them asks the API server: who am I? */
export const whoAmI: ResourceAccess = {
  verb: 'create',
  group: authn,
  resource: 'selfsubjectreviews',
  subresource: '',
  namespace: '',
  name: '',
};

const wanted = (user: string, more: Partial<Omit<WantedUser, 'user'>> = {}): WantedUser => ({
  user,
  groups: [],
  uid: '',
  extra: new Map(),
  ...more,
});

const account = 'system:serviceaccount:rbac-a:api';

export const allWanted: readonly WantedUser[] = [
  wanted('anyone'),
  wanted('anyone', { groups: ['g1'] }),
  wanted('anyone', { groups: ['g1', 'g2', 'g3'] }),
  wanted('anyone', { groups: ['g1', 'g2', 'g3', 'g4'] }),
  wanted('anyone', { groups: ['system:masters'] }),
  wanted('anyone', { groups: ['system:unauthenticated'] }),
  wanted('anyone', { uid: 'u1' }),
  wanted('anyone', { extra: new Map([['example.com/scope', ['a', 'b']]]) }),
  wanted('anyone', { extra: new Map([['example.com/scope', ['a', 'b', 'c', 'd']]]) }),
  wanted('anyone', { extra: new Map([['reason', ['x']]]) }),
  wanted('system:anonymous'),
  wanted('system:kube-controller-manager'),
  wanted('system:serviceaccount:rbac-a'),
  wanted(account),
  wanted(account, { groups: ['g1'] }),
  wanted('system:node:n1'),
  wanted('system:node:n1', { groups: ['system:nodes'] }),
  wanted('system:node:N_1'),
];

const modes = ['user-info', 'serviceaccount', 'arbitrary-node', 'associated-node'] as const;

/** Everything that impersonating this one could take, in any mode; more than is needed. */
const conceivable = (who: WantedUser): readonly ResourceAccess[] => {
  const plain = plainAccesses(who);
  const access = (verb: string, resource: string, name: string, subresource = ''): ResourceAccess => ({
    verb,
    group: authn,
    resource,
    subresource,
    namespace: '',
    name,
  });
  const mode = who.user.startsWith('system:serviceaccount:rbac-a:')
    ? 'serviceaccount'
    : who.user.startsWith('system:node:n')
      ? 'arbitrary-node'
      : 'user-info';
  const verb = `impersonate:${mode}`;
  const node = who.user.startsWith('system:node:n') ? [access(verb, 'nodes', 'n1')] : [];
  const many = who.groups.length >= 4 ? [access(verb, 'groups', '*')] : [];
  const extras = who.extra.size > 0 ? [access(verb, 'userextras', '*', '*')] : [];
  return [
    ...plain.map(each => ({ ...each, verb, group: authn })),
    ...node,
    ...many,
    ...extras,
    { ...whoAmI, verb: `impersonate-on:${mode}:create` },
  ];
};

const ruleFor = ({ verb, group, resource, subresource, name }: ResourceAccess): Readonly<Record<string, readonly string[]>> => ({
  verbs: [verb],
  apiGroups: [group],
  resources: [subresource === '' ? resource : `${resource}/${subresource}`],
  ...(name === '' ? {} : { resourceNames: [name] }),
});

/** A role and its binding to one user. */
export const grantAll = (user: string, accesses: readonly Access[]): readonly KubeObject[] => [
  {
    apiVersion: `${rbac}/v1`,
    kind: 'ClusterRole',
    metadata: { name: user },
    rules: accesses.map(access =>
      isResourceAccess(access) ? ruleFor(access) : { verbs: [access.verb], nonResourceURLs: [access.path] },
    ),
  },
  {
    apiVersion: `${rbac}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name: user },
    roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: user },
    subjects: [{ kind: 'User', apiGroup: rbac, name: user }],
  },
];

export interface Impersonation {
  readonly user: string;
  readonly wants: WantedUser;
  readonly rights: readonly ResourceAccess[];
}

/** Of each kind of impersonation a few, by the plain verb, the constrained ones, or a mixture; often one right short. */
export const impersonations = (random: Random): readonly Impersonation[] =>
  allWanted.flatMap((wants, kind) =>
    Array.from({ length: 6 }, (_, at) => {
      const constrained = conceivable(wants);
      const plain = plainAccesses(wants);
      const full = at % 3 === 0 ? plain : at % 3 === 1 ? constrained : [...plain, ...constrained];
      const missing = random.between(0, full.length);
      const rights = full.filter((_right, index) => index !== missing);
      const stray = random.chance(0.2) ? [{ ...whoAmI, verb: `impersonate-on:${random.pick(modes)}:get` }] : [];
      return { user: `imp-${String(kind)}-${String(at)}`, wants, rights: [...rights, ...stray] };
    }),
  );

/** As the request's headers say it. */
export const headersFor = ({ user, groups, uid, extra }: WantedUser): Readonly<Record<string, string | string[]>> => ({
  ...(user === '' ? {} : { 'impersonate-user': user }),
  ...(groups.length === 0 ? {} : { 'impersonate-group': [...groups] }),
  ...(uid === '' ? {} : { 'impersonate-uid': uid }),
  ...Object.fromEntries(
    [...extra].map(([key, values]) => [`impersonate-extra-${encodeURIComponent(key).toLowerCase()}`, [...values]]),
  ),
});
