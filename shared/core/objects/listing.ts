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
  readonly kinds: () => ObjectKinds;
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

const rowOf = ({ text: _, ...row }: Row): ObjectRow => row;

interface Scope {
  readonly resource: string | undefined;
  readonly namespace: string | undefined;
  readonly filter: ObjectFilter;
}

const unreadIn = (
  unreads: Unreads,
  kindOf: (resource: ResourceName) => ObjectKind | undefined,
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

const kindsOf = (rows: readonly Row[], types: readonly ResourceType[], unreads: Unreads): ObjectKinds => {
  const served = new Map(types.map(type => [resourceName(type.group, type.resource), type]));
  const counts = new Map<ResourceName, { count: number; readonly kind: string; readonly namespaced: boolean }>();
  for (const row of rows) {
    const known = counts.get(row.resource);
    if (known === undefined) counts.set(row.resource, { count: 1, kind: row.kind, namespaced: row.namespace !== null });
    else known.count += 1;
  }
  const names = new Set([...counts.keys(), ...unreads.resources()]);
  const kinds = [...names].map(resource => {
    const dot = resource.indexOf('.');
    const type = served.get(resource) ?? builtinResource(resource);
    const counted = counts.get(resource);
    return {
      resource,
      group: dot < 0 ? '' : resource.slice(dot + 1),
      kind: counted?.kind ?? type?.kind ?? resource,
      namespaced: type?.namespaced ?? counted?.namespaced ?? true,
      count: counted?.count ?? 0,
      unread: partsOf(unreads.of(resource), 1),
    };
  });
  const ordered = kinds.toSorted((a, b) => byText(a.kind.toLowerCase(), b.kind.toLowerCase()) || byText(a.resource, b.resource));
  return { total: rows.length, kinds: ordered.slice(0, mostKinds), omitted: Math.max(0, ordered.length - mostKinds) };
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
  const kinds = kindsOf(rows, types, unreads);
  const kindOf = new Map(kinds.kinds.map(kind => [kind.resource, kind]));
  return {
    kinds: () => kinds,
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
