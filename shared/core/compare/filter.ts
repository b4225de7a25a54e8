import type { CompareFinding, CompareObject } from '#contract/compare';

/** A term of the box: `kind:Role`, `-ns:shop`, or a word. */
interface Term {
  readonly field: string | null;
  readonly values: readonly string[];
  readonly not: boolean;
}

const fields = new Set(['change', 'ns', 'kind', 'severity', 'rule', 'reason', 'name']);

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
    name: row.name.toLowerCase(),
  },
  text: [row.message, row.ruleId, row.kind, row.namespace, row.name, row.container, row.cause?.what].join(' ').toLowerCase(),
});

const termsOf = (filter: string): readonly Term[] => [...filter.matchAll(piece)].map(found => termOf(found[0]));

const keep = <R>(rows: readonly R[], filter: string, of: (row: R) => Filtered): readonly R[] => {
  const terms = termsOf(filter);
  return terms.length === 0 ? rows : rows.filter(row => matches(of(row), terms));
};

export const filterObjects = (rows: readonly CompareObject[], filter: string): readonly CompareObject[] =>
  keep(rows, filter, ofObject);

export const filterFindings = (rows: readonly CompareFinding[], filter: string): readonly CompareFinding[] =>
  keep(rows, filter, ofFinding);
