import type { Coverage, CoverageEntry, CoverageState, Need } from '#contract/coverage';
import type { ResourceName } from '#contract/kube';
import { resourceName } from '#contract/kube';

/** A part of a resource that was not (wholly) read. `namespace: null`: cluster-wide. */
export interface UnreadScope {
  readonly resource: ResourceName;
  readonly namespace: string | null;
  readonly state: CoverageState;
  readonly needs: readonly Need[];
}

export interface Completeness {
  /** What is unread of a resource, in one namespace or in all; [] where all was read (or there is no such resource). */
  unread(resource: ResourceName, namespace?: string): readonly UnreadScope[];
}

interface Cells {
  all: CoverageEntry | undefined;
  readonly byNamespace: Map<string, CoverageEntry>;
}

const isRead = (entry: CoverageEntry): boolean => entry.state === 'full' || entry.state === 'not-served';

// Two entries for one cell (two versions, two files): the one that is not full counts.
const worse = (known: CoverageEntry | undefined, entry: CoverageEntry): CoverageEntry =>
  known === undefined || isRead(known) ? entry : known;

export const cellsByResource = (entries: readonly CoverageEntry[]): ReadonlyMap<ResourceName, Cells> => {
  const cells = new Map<ResourceName, Cells>();
  for (const entry of entries) {
    const name = resourceName(entry.group, entry.resource);
    const known = cells.get(name) ?? { all: undefined, byNamespace: new Map<string, CoverageEntry>() };
    if (entry.namespace === null) known.all = worse(known.all, entry);
    else known.byNamespace.set(entry.namespace, worse(known.byNamespace.get(entry.namespace), entry));
    cells.set(name, known);
  }
  return cells;
};

/** Rights that are never advised: nodes/proxy runs commands in every pod of the node. */
const isDangerous = (need: Need): boolean => need.resource.startsWith('nodes/') || need.resource === '*' || need.verb === '*';

const listNeed = (resource: ResourceName, namespace: string | null): Need => {
  const dot = resource.indexOf('.');
  return {
    group: dot < 0 ? '' : resource.slice(dot + 1),
    resource: dot < 0 ? resource : resource.slice(0, dot),
    verb: 'list',
    ...(namespace === null ? {} : { namespace }),
  };
};

/** Not a resource of the API: the kubelet's own configuration, read where the right already exists. */
export const isOurs = (resource: ResourceName): boolean => resource.endsWith('.plumbline');

const scopeOf = (resource: ResourceName, entry: CoverageEntry): UnreadScope => {
  const given = entry.needs.filter(need => !isDangerous(need));
  const needs = given.length > 0 || entry.state !== 'denied' || isOurs(resource) ? given : [listNeed(resource, entry.namespace)];
  return { resource, namespace: entry.namespace, state: entry.state, needs };
};

const missing = (resource: ResourceName, namespace: string | null): UnreadScope => ({
  resource,
  namespace,
  state: 'skipped',
  needs: isOurs(resource) ? [] : [listNeed(resource, namespace)],
});

const unreadInNamespace = (resource: ResourceName, cells: Cells | undefined, namespace: string): readonly UnreadScope[] => {
  const entry = cells?.byNamespace.get(namespace) ?? cells?.all;
  if (entry === undefined) return [missing(resource, cells === undefined ? null : namespace)];
  return isRead(entry) ? [] : [scopeOf(resource, entry)];
};

const unreadEverywhere = (
  resource: ResourceName,
  cells: Cells | undefined,
  namespaces: readonly string[] | null,
): readonly UnreadScope[] => {
  if (cells === undefined) return [missing(resource, null)];
  const bad = [...cells.byNamespace.values()].filter(entry => !isRead(entry)).map(entry => scopeOf(resource, entry));
  if (cells.all !== undefined) {
    if (isRead(cells.all)) return bad;
    const covered = namespaces !== null && namespaces.length > 0 && namespaces.every(name => cells.byNamespace.has(name));
    return covered ? bad : [...bad, scopeOf(resource, cells.all)];
  }
  if (namespaces === null) return [...bad, missing(resource, null)];
  return [...bad, ...namespaces.filter(name => !cells.byNamespace.has(name)).map(name => missing(resource, name))];
};

const unreadClusterScoped = (resource: ResourceName, cells: Cells | undefined): readonly UnreadScope[] => {
  if (cells?.all === undefined) return [missing(resource, null)];
  return isRead(cells.all) ? [] : [scopeOf(resource, cells.all)];
};

export const createCompleteness = (coverage: Coverage, isNamespaced: (resource: ResourceName) => boolean): Completeness => {
  const cells = cellsByResource(coverage.entries);
  const known = new Map<string, readonly UnreadScope[]>();
  const compute = (resource: ResourceName, namespace: string | undefined): readonly UnreadScope[] => {
    if (!isNamespaced(resource)) return unreadClusterScoped(resource, cells.get(resource));
    if (namespace !== undefined) return unreadInNamespace(resource, cells.get(resource), namespace);
    return unreadEverywhere(resource, cells.get(resource), coverage.namespaces);
  };
  return {
    unread: (resource, namespace) => {
      const key = `${resource} ${namespace ?? ''}`;
      const found = known.get(key) ?? compute(resource, namespace);
      known.set(key, found);
      return found;
    },
  };
};

/** Files: what is there is there; that something is not there can never be said. */
export const manifestCompleteness: Completeness = {
  unread: resource => [{ resource, namespace: null, state: 'not-given', needs: [] }],
};
