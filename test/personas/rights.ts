/** What the API server itself allows a persona, asked with real reviews. */
import { field, itemsOf } from '#test/cluster/client';
import type { TestCluster } from '#test/cluster/cluster';
import { inParallel } from '#test/cluster/inParallel';
import type { PersonaName } from '#test/cluster/personas';

export interface Listable {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly namespaced: boolean;
}

const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

const listsOf = (group: unknown): readonly Listable[] => {
  const versions = field(group, 'versions');
  const [preferred] = Array.isArray(versions) ? (versions as readonly unknown[]) : [];
  const resources = field(preferred, 'resources');
  return (Array.isArray(resources) ? (resources as readonly unknown[]) : [])
    .filter(resource => (field(resource, 'verbs') as readonly string[]).includes('list'))
    .map(resource => ({
      group: String(field(group, 'metadata', 'name') ?? ''),
      version: String(field(preferred, 'version')),
      resource: String(field(resource, 'resource')),
      namespaced: field(resource, 'scope') === 'Namespaced',
    }));
};

/** Every resource that the server can list, at the version that it prefers. */
export async function listables(cluster: TestCluster): Promise<readonly Listable[]> {
  const answers = await Promise.all(['/api', '/apis'].map(path => cluster.api('GET', path, undefined, { headers: { accept } })));
  return answers.flatMap(itemsOf).flatMap(listsOf);
}

export async function namespacesOf(cluster: TestCluster): Promise<readonly string[]> {
  return itemsOf(await cluster.api('GET', '/api/v1/namespaces')).map(namespace => String(field(namespace, 'metadata', 'name')));
}

export const cellKey = (type: Pick<Listable, 'group' | 'resource'>, namespace: string | null): string =>
  `${type.resource}.${type.group} ${namespace ?? '*'}`;

/** The cells that the persona may list: with `*` cluster-wide. One review each, on the wire. */
export async function allowedCells(
  cluster: TestCluster,
  persona: PersonaName,
  types: readonly Listable[],
  namespaces: readonly string[],
): Promise<ReadonlySet<string>> {
  const allowed = new Set<string>();
  const cells = types.flatMap(type => [null, ...(type.namespaced ? namespaces : [])].map(namespace => ({ type, namespace })));
  await inParallel(cells, 6, async ({ type, namespace }) => {
    const { group, resource } = type;
    const attributes = { verb: 'list', group, resource, ...(namespace === null ? {} : { namespace }) };
    const answer = await cluster.apiAs(persona, 'POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes: attributes },
    });
    if (field(answer.body, 'status', 'allowed') === true) allowed.add(cellKey(type, namespace));
  });
  return allowed;
}

/** How many objects the persona's own list has, in all or in one namespace. */
export async function countAs(
  cluster: TestCluster,
  persona: PersonaName,
  type: Listable,
  namespace: string | null,
): Promise<number> {
  const root = type.group === '' ? `/api/${type.version}` : `/apis/${type.group}/${type.version}`;
  const scope = namespace === null ? '' : `/namespaces/${namespace}`;
  const answer = await cluster.apiAs(persona, 'GET', `${root}${scope}/${type.resource}?limit=1`);
  return itemsOf(answer).length + Number(field(answer.body, 'metadata', 'remainingItemCount') ?? 0);
}
