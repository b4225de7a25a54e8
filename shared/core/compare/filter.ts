import type { CompareFinding, CompareObject } from '#contract/compare';

/** A term of the box: `kind:Role`, `-ns:shop`, or a word. */
interface Term {
  readonly field: string | null;
  readonly values: readonly string[];
  readonly not: boolean;
}

const fields = new Set(['change', 'ns', 'kind', 'severity', 'rule', 'reason', 'name', 'id']);

const piece = /-?(?:[a-z]+:)?"[^"]*"?|\S+/gu;

const termOf = (text: string): Term => {
  const not = text.length > 1 && text.startsWith('-');
  const rest = not ? text.slice(1) : text;
  const colon = rest.indexOf(':');
  const field = colon > 0 ? rest.slice(0, colon) : '';
  const isField = fields.has(field);
  const value = (isField ? rest.slice(colon + 1) : rest).replaceAll('"', '').toLowerCase();
  return { field: isField ? field : null, values: isField ? value.split(',').filter(Boolean) : [value], not };
};

interface Filtered {
  readonly values: Readonly<Record<string, string>>;
  readonly text: string;
}

/** What a row answers to; a row without a field is left alone by terms about it. */
const matches = ({ values, text }: Filtered, terms: readonly Term[]): boolean =>
  terms.every(({ field, values: wanted, not }) => {
    if (field === null) return text.includes(wanted[0] ?? '') !== not;
    const value = values[field];
    if (value === undefined) return field === 'change' || field === 'reason' ? not : true;
    const hit = wanted.length === 0 || wanted.some(each => (field === 'name' ? value.includes(each) : value === each));
    return hit !== not;
  });

/** How the address names objects that stand in no namespace. */
const clusterWide = 'cluster-wide';

const ofObject = (row: CompareObject): Filtered => ({
  values: {
    change: row.access ?? row.change,
    ns: (row.namespace ?? (row.kind === 'Namespace' ? row.name : clusterWide)).toLowerCase(),
    kind: row.kind.toLowerCase(),
    name: row.name.toLowerCase(),
    ...(row.reason === null ? {} : { reason: row.reason }),
  },
  text: [
    row.title,
    row.kind,
    row.namespace,
    row.name,
    ...row.fields.map(field => field.path),
    ...row.who.map(writer => writer.manager),
  ]
    .join(' ')
    .toLowerCase(),
});

const ofFinding = (row: CompareFinding): Filtered => ({
  values: {
    change: row.change,
    ns: (row.namespace ?? (row.kind === 'Namespace' ? row.name : clusterWide)).toLowerCase(),
    kind: row.kind.toLowerCase(),
    severity: row.severity,
    rule: row.ruleId.toLowerCase(),
    id: row.id.toLowerCase(),
    name: row.name.toLowerCase(),
  },
  text: [row.message, row.ruleId, row.kind, row.namespace, row.name, row.container, row.cause?.what].join(' ').toLowerCase(),
});

const termsOf = (filter: string): readonly Term[] => [...filter.matchAll(piece)].map(found => termOf(found[0]));

/** What is left of some rows under a filter, and how many there would be of each kind without the term about it. */
export interface FilteredRows<R> {
  readonly rows: readonly R[];
  readonly counts: Readonly<Record<string, number>>;
  readonly namespaces: readonly { readonly namespace: string; readonly count: number }[];
}

const tally = (values: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
};

const mostNamespaces = 100;

/** What a row answers to is made once: it is asked for at each keystroke. */
const remembered = <R extends object>(of: (row: R) => Filtered): ((row: R) => Filtered) => {
  const known = new WeakMap<R, Filtered>();
  return row => {
    const found = known.get(row) ?? of(row);
    known.set(row, found);
    return found;
  };
};

const objectText = remembered(ofObject);
const findingText = remembered(ofFinding);

const filterRows = <R>(all: readonly R[], filter: string, of: (row: R) => Filtered): FilteredRows<R> => {
  const terms = termsOf(filter);
  const about = (names: readonly string[]) => terms.filter(({ field }) => field === null || !names.includes(field));
  const told = all.map(row => ({ row, filtered: of(row) }));
  const under = (kept: readonly Term[]) => (kept.length === 0 ? told : told.filter(({ filtered }) => matches(filtered, kept)));
  const byNamespace = tally(under(about(['ns'])).map(({ filtered }) => filtered.values['ns'] ?? clusterWide));
  return {
    rows: under(terms).map(({ row }) => row),
    counts: Object.fromEntries(
      tally(under(about(['change', 'reason'])).map(({ filtered: { values } }) => values['reason'] ?? values['change'] ?? '')),
    ),
    namespaces: [...byNamespace]
      .map(([namespace, count]) => ({ namespace, count }))
      .sort((left, right) => right.count - left.count || (left.namespace < right.namespace ? -1 : 1))
      .slice(0, mostNamespaces),
  };
};

export const filterObjects = (rows: readonly CompareObject[], filter: string): FilteredRows<CompareObject> =>
  filterRows(rows, filter, objectText);

export const filterFindings = (rows: readonly CompareFinding[], filter: string): FilteredRows<CompareFinding> =>
  filterRows(rows, filter, findingText);
