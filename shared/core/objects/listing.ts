import { severities, type Finding } from '#contract/finding';
import { type ResourceName, resourceName, type ResourceType } from '#contract/kube';
import type { ObjectKind, ObjectKinds, ObjectList, ObjectRow, ObjectSort, Unread } from '#contract/objects';
import type { ParsedInput } from '#contract/methods';
import type { Ports } from '#core/ports';
import type { OpenSnapshot } from '#core/services';
import { builtinResource } from '#kube/builtin-resources';
import { countFindings, noFindings } from './finding-counts.ts';
import { keysOfRefs, partsOfKey } from './keys.ts';
import { type ObjectFilter, objectFilter } from './object-filter.ts';
import { createUnreads, partsOf, type Unreads } from './unread-parts.ts';

/** Every object of a snapshot as a row, in memory: made once, then searched and sorted without the file. */
export interface Listing {
  readonly list: (query: ParsedInput<'objects.list'>) => ObjectList;
  readonly kinds: (text: string | undefined) => ObjectKinds;
}

interface Row extends ObjectRow {
  readonly text: string;
}

const chunk = 2_000;

/** More kinds than this do not fit into a reply of a megabyte, nor on a page. */
const mostKinds = 1_500;

/** The kind of a resource as people say it; one object of it tells where neither discovery nor the table does. */
const kindNames = (snapshot: OpenSnapshot): ((resource: ResourceName, key: string) => string) => {
  const known = new Map(snapshot.types().map(type => [resourceName(type.group, type.resource), type.kind]));
  return (resource, key) => {
    const found = known.get(resource) ?? builtinResource(resource)?.kind ?? snapshot.object(key)?.kind ?? resource;
    known.set(resource, found);
    return found;
  };
};

const readRows = async (snapshot: OpenSnapshot, findings: readonly Finding[], pause: Ports['pause']): Promise<readonly Row[]> => {
  const counts = countFindings(findings, keysOfRefs(snapshot.types()));
  const kindOf = kindNames(snapshot);
  const rows: Row[] = [];
  for (let after = 0; ;) {
    const entries = snapshot.entries(after, chunk);
    for (const { key, text } of entries) {
      const parts = partsOfKey(key);
      if (parts === undefined) continue;
      const { resource, namespace, name } = parts;
      rows.push({ key, kind: kindOf(resource, key), resource, namespace, name, text, ...(counts.get(key) ?? noFindings) });
    }
    const last = entries.at(-1);
    if (last === undefined || entries.length < chunk) return rows;
    after = last.id;
    await pause();
  }
};

const byText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

const rankOf = (row: Row): number => (row.worst === null ? severities.length : severities.indexOf(row.worst));

const byName = (a: Row, b: Row): number =>
  byText(a.name, b.name) || byText(a.namespace ?? '', b.namespace ?? '') || byText(a.kind, b.kind) || byText(a.key, b.key);

const orders: Readonly<Record<ObjectSort, (a: Row, b: Row) => number>> = {
  name: byName,
  namespace: (a, b) => byText(a.namespace ?? '', b.namespace ?? '') || byName(a, b),
  kind: (a, b) => byText(a.kind, b.kind) || byName(a, b),
  findings: (a, b) => rankOf(a) - rankOf(b) || b.findings - a.findings || b.unknown - a.unknown || byName(a, b),
};

/** Each order is made when it is first asked for. */
const sorted = (rows: readonly Row[]): ((sort: ObjectSort) => readonly Row[]) => {
  const made = new Map<ObjectSort, readonly Row[]>();
  return sort => {
    const known = made.get(sort) ?? rows.toSorted(orders[sort]);
    made.set(sort, known);
    return known;
  };
};

const rowOf = ({ key, kind, resource, namespace, name, findings, worst, unknown }: Row): ObjectRow => ({
  key,
  kind,
  resource,
  namespace,
  name,
  findings,
  worst,
  unknown,
});

type KnownKind = Omit<ObjectKind, 'count'>;

interface Scope {
  readonly resource: string | undefined;
  readonly namespace: string | undefined;
  readonly filter: ObjectFilter;
}

const unreadIn = (
  unreads: Unreads,
  kindOf: (resource: ResourceName) => KnownKind | undefined,
  { resource, namespace, filter }: Scope,
): readonly Unread[] =>
  (resource === undefined ? unreads.resources() : [resource]).flatMap(name => {
    const known = kindOf(name);
    const namespaced = known?.namespaced ?? true;
    // Only what stands in a namespace (or only what does not) is asked for.
    if (namespace !== undefined && namespaced !== (namespace !== '')) return [];
    return unreads
      .of(name, namespaced && namespace !== undefined ? namespace : undefined)
      .filter(part => filter.concerns({ ...part, kind: known?.kind ?? name, namespaced }));
  });

/** Kinds of what is there, and of what coverage tells of. */
const knownKinds = (rows: readonly Row[], types: readonly ResourceType[], unreads: Unreads): readonly KnownKind[] => {
  const served = new Map(types.map(type => [resourceName(type.group, type.resource), type]));
  const first = new Map<ResourceName, Row>();
  for (const row of rows) if (!first.has(row.resource)) first.set(row.resource, row);
  return [...new Set([...first.keys(), ...unreads.resources()])]
    .map(resource => {
      const dot = resource.indexOf('.');
      const type = served.get(resource) ?? builtinResource(resource);
      const row = first.get(resource);
      return {
        resource,
        group: dot < 0 ? '' : resource.slice(dot + 1),
        kind: row?.kind ?? type?.kind ?? resource,
        namespaced: type?.namespaced ?? (row === undefined || row.namespace !== null),
        unread: partsOf(unreads.of(resource), 1),
      };
    })
    .toSorted((a, b) => byText(a.kind.toLowerCase(), b.kind.toLowerCase()) || byText(a.resource, b.resource));
};

const counted = (rows: readonly Row[]): ReadonlyMap<ResourceName, number> => {
  const counts = new Map<ResourceName, number>();
  for (const { resource } of rows) counts.set(resource, (counts.get(resource) ?? 0) + 1);
  return counts;
};

export const createListing = async (
  snapshot: OpenSnapshot,
  findings: readonly Finding[],
  pause: Ports['pause'],
): Promise<Listing> => {
  const rows = await readRows(snapshot, findings, pause);
  const types = snapshot.types();
  const unreads = createUnreads(snapshot.coverage(), types);
  const inOrder = sorted(rows);
  const known = knownKinds(rows, types, unreads);
  const kindOf = new Map(known.map(kind => [kind.resource, kind]));
  return {
    kinds: text => {
      const { matches } = objectFilter(text);
      const matched = rows.filter(matches);
      const counts = counted(matched);
      return {
        total: rows.length,
        matched: matched.length,
        kinds: known.slice(0, mostKinds).map(kind => ({ ...kind, count: counts.get(kind.resource) ?? 0 })),
        omitted: Math.max(0, known.length - mostKinds),
      };
    },
    list: ({ resource, namespace, text, sort, desc, offset, limit, find }) => {
      const filter = objectFilter(text);
      const place = namespace === '' ? null : namespace;
      const matched = inOrder(sort).filter(
        row =>
          (resource === undefined || row.resource === resource) &&
          (place === undefined || row.namespace === place) &&
          filter.matches(row),
      );
      const shown = desc ? matched.toReversed() : matched;
      const found = find === undefined ? -1 : shown.findIndex(row => row.key === find);
      return {
        total: rows.length,
        matched: matched.length,
        rows: shown.slice(offset, offset + limit).map(rowOf),
        found: found < 0 ? null : found,
        unread: partsOf(unreadIn(unreads, name => kindOf.get(name), { resource, namespace, filter })),
      };
    },
  };
};
