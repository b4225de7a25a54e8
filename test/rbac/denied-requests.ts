import type { Access, ResourceAccess } from '#contract/rbac';
import type { Requester } from '#core/rbac/policy';
import type { KubeObject } from '#contract/kube';
import { groupsWith, impliedGroups } from '#kube/rbac/user-names';
import type { ApiAnswer, Method } from '#test/cluster/client';
import type { TestCluster } from '#test/cluster/cluster';
import { bindingOf, roleOf } from '#test/fixtures/rbac-snapshot';
import type { Random } from '#test/kubeconfig/random';

/** Requests that personas make and the API server refuses, and requests beside each of them. */

export const places = ['exp-a', 'exp-b', 'exp-c'] as const;

interface Kind {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly namespaced: boolean;
  readonly subresources: readonly string[];
}

const kind = (
  group: string,
  version: string,
  resource: string,
  namespaced: boolean,
  ...subresources: readonly string[]
): Kind => ({
  group,
  version,
  resource,
  namespaced,
  subresources,
});

const kinds: readonly Kind[] = [
  kind('', 'v1', 'pods', true, 'exec', 'log', 'status', 'eviction', 'ephemeralcontainers'),
  kind('', 'v1', 'secrets', true),
  kind('', 'v1', 'configmaps', true),
  kind('', 'v1', 'services', true, 'proxy', 'status'),
  kind('', 'v1', 'serviceaccounts', true, 'token'),
  kind('', 'v1', 'nodes', false, 'proxy', 'status'),
  kind('', 'v1', 'namespaces', false, 'finalize'),
  kind('', 'v1', 'persistentvolumes', false),
  kind('apps', 'v1', 'deployments', true, 'scale', 'status'),
  kind('batch', 'v1', 'cronjobs', true),
  kind('rbac.authorization.k8s.io', 'v1', 'roles', true),
  kind('rbac.authorization.k8s.io', 'v1', 'rolebindings', true),
  kind('rbac.authorization.k8s.io', 'v1', 'clusterroles', false),
  kind('certificates.k8s.io', 'v1', 'certificatesigningrequests', false, 'approval'),
  kind('admissionregistration.k8s.io', 'v1', 'mutatingwebhookconfigurations', false),
  // Not served: the authorizer is asked before anybody looks for it.
  kind('example.com', 'v1', 'widgets', true, 'status'),
];

const names = ['a', 'web-0', 'b.c', 'default', 'x'] as const;
const urls = [
  '/metrics',
  '/logs/kubelet.log',
  '/debug/pprof/heap',
  '/x',
  '/x/',
  '/x/y z',
  '/api-docs/1',
  '/metrics/slis',
] as const;

/** Roles and bindings that give some of the personas a part of what they ask for: there is something near. */
export const partRights: readonly KubeObject[] = [
  roleOf('exp-read', ['get list|""|pods configmaps services', 'get|apps|deployments']),
  roleOf('exp-named', ['get update patch|""|secrets configmaps|a b.c', 'get list watch|""|secrets|default']),
  roleOf('exp-urls', ['get||||/metrics /x/*']),
  roleOf('exp-a/logs', ['get|""|pods/log', 'create|""|pods/exec|web-0', '*|batch|cronjobs']),
  roleOf('exp-b/all', ['*|apps example.com|*']),
  bindingOf('exp-read', 'ClusterRole exp-read', ['Group exp-readers']),
  bindingOf('exp-urls', 'ClusterRole exp-urls', ['Group exp-readers']),
  bindingOf('exp-a/named', 'ClusterRole exp-named', ['Group exp-named', 'Group system:serviceaccounts:exp-a']),
  bindingOf('exp-a/logs', 'Role logs', ['Group exp-loggers', 'Group system:serviceaccounts']),
  bindingOf('exp-b/all', 'Role all', ['Group exp-loggers']),
  // May hand on what they have, or anything.
  roleOf('exp-delegate', ['create|rbac.authorization.k8s.io|roles rolebindings', 'get list|""|pods secrets']),
  bindingOf('exp-c/delegate', 'ClusterRole exp-delegate', ['Group exp-delegates']),
];

export interface Denied {
  readonly requester: Requester;
  readonly access: Access;
}

const teams = ['exp-readers', 'exp-named', 'exp-loggers', 'exp-delegates', 'exp-none'] as const;

/** Each persona asks once, so that what is granted to one shows in none of the others. */
const requesterFor = (random: Random, number: number): Requester => {
  const roll = random.next();
  if (roll < 0.3) {
    const user = `system:serviceaccount:${random.pick(places)}:exp-${String(number)}`;
    return { user, groups: impliedGroups(user) };
  }
  const own = random.chance(0.6) ? [random.pick(teams)] : [];
  if (roll < 0.36) return { user: '', groups: [...groupsWith(`exp-only-${String(number)}`), ...own] };
  const user = roll < 0.42 ? `exp ${String(number)}: "ü"@example.com` : `exp-${String(number)}`;
  return { user, groups: [...own, ...impliedGroups(user)] };
};

const collectionVerbs = ['list', 'watch', 'create', 'deletecollection'] as const;
const objectVerbs = ['get', 'update', 'patch', 'delete', 'list', 'watch'] as const;
const oddVerbs = ['use', 'approve', 'escalate', 'bind', 'impersonate'] as const;

const resourceAccess = (random: Random): ResourceAccess => {
  const { group, resource, namespaced, subresources } = random.pick(kinds);
  const subresource = subresources.length > 0 && random.chance(0.35) ? random.pick(subresources) : '';
  const named = subresource !== '' || random.chance(0.5);
  const odd = random.chance(0.08);
  const verb = odd
    ? random.pick(oddVerbs)
    : subresource !== ''
      ? random.pick(['get', 'create', 'update', 'patch'] as const)
      : random.pick(named ? objectVerbs : collectionVerbs);
  const isNamespace = group === '' && resource === 'namespaces';
  const name = named || odd ? (isNamespace && random.chance(0.7) ? random.pick(places) : random.pick(names)) : '';
  const everywhere = !namespaced || (!named && verb !== 'create' && random.chance(0.2));
  // A request for one namespace carries it as its own, and a list of them that is limited to one does not.
  const isList = verb === 'list' || verb === 'watch';
  const namespace = isNamespace ? (isList ? '' : name) : everywhere ? '' : random.pick(places);
  return { verb, group, resource, subresource, namespace, name };
};

export const nextDenied = (random: Random, number: number): Denied => ({
  requester: requesterFor(random, number),
  access: random.chance(0.1)
    ? { verb: random.pick(['get', 'post', 'put', 'delete']), path: random.pick(urls) }
    : resourceAccess(random),
});

const methods: Readonly<Record<string, Method>> = {
  get: 'GET',
  list: 'GET',
  watch: 'GET',
  create: 'POST',
  post: 'POST',
  put: 'PUT',
  update: 'PUT',
  patch: 'PATCH',
  delete: 'DELETE',
  deletecollection: 'DELETE',
};

const versionOf = (access: ResourceAccess): string =>
  kinds.find(({ group, resource }) => group === access.group && resource === access.resource)?.version ?? 'v1';

/** The request of an access as a client makes it; undefined where no request has this verb. */
const pathOf = (access: Access): string | undefined => {
  if ('path' in access) return encodeURI(access.path);
  const { verb, group, resource, subresource, namespace, name } = access;
  if (methods[verb] === undefined) return undefined;
  const version = versionOf(access);
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const inside = namespace === '' || resource === 'namespaces' ? '' : `/namespaces/${namespace}`;
  const selected = name !== '' && (verb === 'list' || verb === 'watch');
  const query = [
    ...(selected ? [`fieldSelector=metadata.name%3D${name}`] : []),
    ...(verb === 'watch' ? ['watch=true', 'timeoutSeconds=1'] : []),
  ].join('&');
  const object = name === '' || selected ? '' : `/${name}${subresource === '' ? '' : `/${subresource}`}`;
  return `${root}${inside}/${resource}${object}${query === '' ? '' : `?${query}`}`;
};

const ascii = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);

/** Sends it as the persona; undefined where no request can be made of it. */
export const ask = async (cluster: TestCluster, { requester, access }: Denied): Promise<ApiAnswer | undefined> => {
  const path = pathOf(access);
  const method = methods[access.verb];
  if (path === undefined || method === undefined || requester.user === '' || !ascii(requester.user)) return undefined;
  return cluster.api(method, path, method === 'POST' || method === 'PUT' || method === 'PATCH' ? {} : undefined, {
    headers: {
      'Impersonate-User': requester.user,
      ...(requester.groups.length === 0 ? {} : { 'Impersonate-Group': [...requester.groups] }),
    },
    ...(method === 'PATCH' ? { contentType: 'application/merge-patch+json' } : {}),
  });
};

export const specOf = ({ requester, access }: Denied): object => ({
  ...(requester.user === '' ? {} : { user: requester.user }),
  ...(requester.groups.length === 0 ? {} : { groups: requester.groups }),
  ...('path' in access ? { nonResourceAttributes: access } : { resourceAttributes: access }),
});

const isPlace = (name: string): boolean => [...places, 'default'].includes(name);

const otherThan = <T>(random: Random, values: readonly T[], value: T): T => random.pick(values.filter(one => one !== value));

const allVerbs = [...new Set([...collectionVerbs, ...objectVerbs, ...oddVerbs])];

/**
 * Requests that the smallest rule for this one does not have to allow. Not among them: what cannot be told apart by any rule, such
 * as a name where the request carries none, or a namespace where it is for all of them.
 */
const beside = (random: Random, access: Access): readonly Access[] => {
  if ('path' in access) {
    const { verb, path } = access;
    return [
      { verb: otherThan(random, ['get', 'post', 'put', 'delete', '*'], verb), path },
      { verb, path: `${path}x` },
      { verb, path: `${path}/x` },
      { verb, path: path.slice(0, -1) || '/' },
      { verb, path: '*' },
    ];
  }
  const { verb, group, resource, subresource, namespace, name } = access;
  const other = random.pick(kinds.filter(one => one.resource !== resource));
  return [
    { ...access, verb: otherThan(random, allVerbs, verb) },
    { ...access, verb: otherThan(random, allVerbs, verb) },
    { ...access, verb: '*' },
    { ...access, group: otherThan(random, ['', 'apps', 'batch', 'example.com', '*'], group) },
    { ...access, resource: other.resource, group: other.group },
    { ...access, resource: '*' },
    { ...access, subresource: subresource === '' ? 'status' : '' },
    { ...access, subresource: otherThan(random, ['exec', 'token', 'proxy', '*'], subresource) },
    ...(name === ''
      ? []
      : [
          { ...access, name: '' },
          { ...access, name: otherThan(random, names, name as (typeof names)[number]) },
        ]),
    ...(namespace === '' || (resource === 'namespaces' && !isPlace(namespace))
      ? []
      : [
          { ...access, namespace: '' },
          { ...access, namespace: otherThan(random, places, namespace as (typeof places)[number]) },
        ]),
  ];
};

export const neighboursOf = (random: Random, { requester, access }: Denied): readonly Denied[] =>
  beside(random, access).map(one => ({ requester, access: one }));
