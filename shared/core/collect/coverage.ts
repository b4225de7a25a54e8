import type { Coverage, CoverageEntry } from '#contract/coverage';
import type { ResourceName, ResourceType } from '#contract/kube';
import { resourceName } from '#contract/kube';
import { builtinResource } from '#kube/builtin-resources';

/** A resource as far as its cells go. */
export type CellResource = Pick<ResourceType, 'group' | 'resource' | 'namespaced'>;

/** Looks up cells: made once for a coverage that may have thousands of entries. */
export interface CellIndex {
  /** The entry that answers for a resource in a namespace, or cluster-wide with null; undefined where nothing is told. */
  cell(resource: ResourceName, namespace: string | null): CoverageEntry | undefined;
  /** Every entry of a resource. */
  entries(resource: ResourceName): readonly CoverageEntry[];
}

export const indexCells = (coverage: Coverage): CellIndex => {
  const byResource = new Map<ResourceName, Map<string | null, CoverageEntry>>();
  for (const entry of coverage.entries) {
    const name = resourceName(entry.group, entry.resource);
    const cells = byResource.get(name) ?? new Map<string | null, CoverageEntry>();
    cells.set(entry.namespace, entry);
    byResource.set(name, cells);
  }
  return {
    cell: (resource, namespace) => {
      const cells = byResource.get(resource);
      return cells?.get(namespace) ?? cells?.get(null);
    },
    entries: resource => [...(byResource.get(resource)?.values() ?? [])],
  };
};

export interface Share {
  /** 0–100 with one decimal; null where there is no cell to read (manifests, or nothing that is needed is served). */
  readonly percent: number | null;
  readonly cells: number;
  readonly full: number;
}

/**
 * The share of the needed cells that were read in full: one cell a cluster-scoped resource, one a known namespace of a
 * namespaced one. Where nobody can tell the namespaces, a namespaced resource is one cell and not full. What is not served
 * is no cell: nothing is missing. `not-given` (manifests) gives null.
 */
export const percent = (
  coverage: Coverage,
  needed: readonly CellResource[],
  namespaces: readonly string[] | null = coverage.namespaces,
): Share => {
  const index = indexCells(coverage);
  let cells = 0;
  let full = 0;
  for (const resource of needed) {
    const name = resourceName(resource.group, resource.resource);
    for (const namespace of cellsOf(resource, namespaces)) {
      const entry = index.cell(name, namespace);
      if (entry?.state === 'not-given') return { percent: null, cells: 0, full: 0 };
      if (entry?.state === 'not-served') continue;
      cells += 1;
      if (entry?.state === 'full' && (namespace !== null || !resource.namespaced)) full += 1;
    }
  }
  return { percent: cells === 0 ? null : Math.round((full / cells) * 1000) / 10, cells, full };
};

const cellsOf = (resource: CellResource, namespaces: readonly string[] | null): readonly (string | null)[] =>
  resource.namespaced && namespaces !== null ? namespaces : [null];

/** What rules need, by name, with the scope that discovery (else the built-in table) tells. What neither knows is cluster-scoped. */
export const neededCells = (names: Iterable<ResourceName>, types: readonly ResourceType[]): readonly CellResource[] => {
  const served = new Map(types.map(type => [resourceName(type.group, type.resource), type]));
  return [...new Set(names)].map(name => served.get(name) ?? builtinResource(name) ?? unknownCell(name));
};

const unknownCell = (name: ResourceName): CellResource => {
  const dot = name.indexOf('.');
  return { group: dot < 0 ? '' : name.slice(dot + 1), resource: dot < 0 ? name : name.slice(0, dot), namespaced: false };
};
