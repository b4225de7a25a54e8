import { stringify } from 'yaml';
import type { KubeObject } from '#contract/kube';
import type { Access } from '#contract/rbac';
import { isResourceAccess } from '#kube/rbac/rule-matching';
import { accountOfUser } from '#kube/rbac/user-names';
import type { DeniedRequest, RuleLists } from './denied-request.ts';

const group = 'rbac.authorization.k8s.io';
const apiVersion = `${group}/v1`;

/** A right with the place that it is needed in; '' is cluster-wide. */
interface NeededRule {
  readonly namespace: string;
  readonly rule: RuleLists;
}

const ruleOfAccess = (access: Access): RuleLists => {
  if (!isResourceAccess(access)) {
    return { verbs: [access.verb], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: [access.path] };
  }
  const { verb, resource, subresource, name } = access;
  return {
    verbs: [verb],
    apiGroups: [access.group],
    resources: [subresource === '' ? resource : `${resource}/${subresource}`],
    resourceNames: name === '' ? [] : [name],
    nonResourceURLs: [],
  };
};

/** One rule may not hold resources and URLs at once, and no RoleBinding conveys a URL. */
const neededByGrant = (rule: RuleLists, namespace: string): readonly NeededRule[] => [
  ...(rule.resources.length === 0 ? [] : [{ namespace, rule: { ...rule, nonResourceURLs: [] } }]),
  ...(rule.nonResourceURLs.length === 0
    ? []
    : [{ namespace: '', rule: { ...rule, apiGroups: [], resources: [], resourceNames: [] } }]),
];

/** A request about a namespace that is not there carries it, and no Role can be made in it. */
const isAboutMissing = (access: Access, { isMissing }: Cluster): boolean =>
  isResourceAccess(access) && access.group === '' && access.resource === 'namespaces' && isMissing(access.namespace);

const neededBy = ({ access, grants }: DeniedRequest, cluster: Cluster): readonly NeededRule[] => {
  const namespace = isResourceAccess(access) && !isAboutMissing(access, cluster) ? access.namespace : '';
  if (grants === null) return [{ namespace, rule: ruleOfAccess(access) }];
  return grants.flatMap(rule => neededByGrant(rule, namespace));
};

const lists = ['verbs', 'apiGroups', 'resources', 'resourceNames', 'nonResourceURLs'] as const;
type ListName = (typeof lists)[number];

const sorted = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort();

/**
 * Joins rules that differ in one list alone: the product of a rule's lists then holds nothing that the two did not. An empty list
 * of names means any, so only rules that both have names are joined by them.
 */
const joinBy = (rules: readonly RuleLists[], list: ListName): readonly RuleLists[] => {
  const groups = new Map<string, RuleLists>();
  for (const rule of rules) {
    const others = lists.filter(name => name !== list).map(name => sorted(rule[name]));
    const key = JSON.stringify([others, rule[list].length === 0]);
    const known = groups.get(key);
    groups.set(key, known === undefined ? rule : { ...known, [list]: sorted([...known[list], ...rule[list]]) });
  }
  return [...groups.values()];
};

const compact = (rules: readonly RuleLists[]): readonly RuleLists[] =>
  (['verbs', 'resources', 'resourceNames', 'nonResourceURLs'] as const).reduce(joinBy, rules);

/** As a manifest lists it: fields that are empty are left out. */
const ruleObject = (rule: RuleLists): Readonly<Record<string, readonly string[]>> => ({
  ...(rule.nonResourceURLs.length === 0 ? { apiGroups: rule.apiGroups, resources: rule.resources } : {}),
  ...(rule.resourceNames.length === 0 ? {} : { resourceNames: rule.resourceNames }),
  ...(rule.nonResourceURLs.length === 0 ? {} : { nonResourceURLs: rule.nonResourceURLs }),
  verbs: rule.verbs,
});

const namePart = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');

const whatOf = ({ access, grants }: DeniedRequest): string => {
  if (grants !== null) return 'grants';
  if (!isResourceAccess(access)) return `${access.verb}-${access.path}`;
  return [access.verb, access.resource, access.subresource].filter(part => part !== '').join('-');
};

/** `deployer-list-pods`; `deployer-access` where it is for several requests. At most 60 characters. */
const nameFor = (subject: ProposedSubject, requests: readonly DeniedRequest[]): string => {
  const [first, ...more] = requests;
  const what = first === undefined || more.length > 0 ? 'access' : whatOf(first);
  const name = `${namePart(subject.name).slice(0, 30)}-${namePart(what)}`.slice(0, 60);
  return name.replaceAll(/^-+|-+$/g, '') || 'access';
};

export interface ProposedSubject {
  readonly kind: 'User' | 'Group' | 'ServiceAccount';
  readonly name: string;
  readonly namespace?: string;
}

/** Groups that stand for everybody of a kind: a right for one of them is a right for many. */
const broad = /^system:(authenticated|unauthenticated|serviceaccounts|nodes$)/;

/** Who gets the right: the user by its own name, or where only groups are told the narrowest of them. */
export const proposedSubject = ({ user, groups }: Pick<DeniedRequest, 'user' | 'groups'>): ProposedSubject | undefined => {
  const account = accountOfUser(user);
  if (account !== undefined) return { kind: 'ServiceAccount', ...account };
  if (user !== '') return { kind: 'User', name: user };
  const name = (groups ?? []).find(one => !broad.test(one)) ?? groups?.[0];
  return name === undefined ? undefined : { kind: 'Group', name };
};

const free = (name: string, taken: (name: string) => boolean): string => {
  for (let count = 1; ; count++) {
    const tried = count === 1 ? name : `${name}-${count}`;
    if (!taken(tried)) return tried;
  }
};

const roleAndBinding = (
  namespace: string,
  name: string,
  rules: readonly RuleLists[],
  subject: ProposedSubject,
): readonly KubeObject[] => {
  const cluster = namespace === '';
  const metadata = cluster ? { name } : { name, namespace };
  const kind = cluster ? 'ClusterRole' : 'Role';
  return [
    { apiVersion, kind, metadata, rules: rules.map(ruleObject) },
    {
      apiVersion,
      kind: `${kind}Binding`,
      metadata,
      roleRef: { apiGroup: group, kind, name },
      subjects: [{ ...(subject.kind === 'ServiceAccount' ? {} : { apiGroup: group }), ...subject }],
    },
  ];
};

/** What of the cluster counts for a proposal. */
export interface Cluster {
  /** Names that roles or bindings have already: those are not to be written over. */
  isTaken(namespace: string, name: string): boolean;
  /** Namespaces that are known not to be there. */
  isMissing(namespace: string): boolean;
}

/**
 * The smallest roles that would allow these requests, and bindings of them to the subject: one Role for each namespace, a
 * ClusterRole only for what carries no namespace.
 */
export const proposedObjects = (
  requests: readonly DeniedRequest[],
  subject: ProposedSubject,
  cluster: Cluster,
): readonly KubeObject[] => {
  const needed = requests.flatMap(request => neededBy(request, cluster));
  const namespaces = [...new Set(needed.map(({ namespace }) => namespace))].sort();
  return namespaces.flatMap(namespace => {
    const rules = compact(needed.filter(one => one.namespace === namespace).map(({ rule }) => rule));
    const name = free(nameFor(subject, requests), tried => cluster.isTaken(namespace, tried));
    return roleAndBinding(namespace, name, rules, subject);
  });
};

/** As YAML documents, texts quoted where YAML would take them for something else. */
export const yamlDocuments = (objects: readonly KubeObject[]): string =>
  objects.map(object => stringify(object, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false })).join('---\n');
