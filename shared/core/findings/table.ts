import type { FilterField } from '#contract/filter-fields';
import { severities } from '#contract/finding';
import type { FindingsSort } from '#contract/findings-query';
import type { Ports } from '#core/ports';
import { refOf } from './object-name.ts';
import { type Column, columnOf } from './column.ts';
import { facetFields, type Listed, searchText, valueOf } from './filter.ts';
import { groupKeyOf, type Grouping } from './grouping.ts';

/**
 * The findings of one snapshot, made ready to be asked again at every keystroke: 30,000 rows must answer in some
 * milliseconds. Each part is made at its first use and kept.
 */
export interface FindingTable {
  readonly rows: readonly Listed[];
  column(field: FilterField): Column;
  /** By the key of a grouping; none for `none`. */
  groups(grouping: Exclude<Grouping, 'none'>): Column;
  /** Row numbers in the order of a sort; equal ones stand by severity, then by what they say. */
  order(sort: FindingsSort | null): Int32Array;
  /** By row: numbers of the objects that show it. */
  objects(): { readonly of: readonly Int32Array[]; readonly count: number };
  /** 0 for the worst; what is unknown stands behind what fails. */
  rank(row: number): number;
  /** What a search for words looks in. */
  text(row: number): string;
}

const rankOf = ({ finding }: Listed): number => severities.indexOf(finding.severity) + (finding.status === 'unknown' ? 0.5 : 0);

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Rank by rank, and by Array's sort: what an evaluation brought stands mostly in order, and that sort takes runs as they are. */
const standardOrder = (rows: readonly Listed[], ranks: Float32Array): Int32Array => {
  const byRank = Array.from({ length: severities.length * 2 }, (): number[] => []);
  for (let row = 0; row < rows.length; row += 1) byRank[(ranks[row] ?? 0) * 2]?.push(row);
  const messages = rows.map(row => row.finding.message);
  const sorted = byRank.map(each =>
    each.sort(
      (a, b) =>
        compareText(messages[a] ?? '', messages[b] ?? '') || compareText(rows[a]?.finding.id ?? '', rows[b]?.finding.id ?? ''),
    ),
  );
  return Int32Array.from(sorted.flat());
};

/** By each row a number that grows with what is sorted by. */
const sortKeys = (table: Pick<FindingTable, 'rows' | 'column' | 'rank'>, by: FindingsSort['by']): Float64Array => {
  const { rows } = table;
  if (by === 'severity') return Float64Array.from(rows, (_, at) => table.rank(at));
  if (by === 'occurrences') return Float64Array.from(rows, row => row.finding.occurrences.length);
  const { values, of } = by === 'claim' ? columnOf(rows, row => row.finding.message) : table.column(by);
  const places = new Float64Array(values.length);
  for (const [place, value] of [...values.keys()].sort((a, b) => compareText(values[a] ?? '', values[b] ?? '')).entries())
    places[value] = place;
  return Float64Array.from(of, value => places[value] ?? 0);
};

const objectsOf = (rows: readonly Listed[]): ReturnType<FindingTable['objects']> => {
  const numbers = new Map<string, number>();
  const numberOf = (name: string): number => {
    const known = numbers.get(name);
    if (known !== undefined) return known;
    numbers.set(name, numbers.size);
    return numbers.size - 1;
  };
  // Findings of one workload mostly share the very list of its replicas, and their object.
  const known = new Map<object | null, Int32Array>();
  const of = rows.map(({ finding }) => {
    const { occurrences } = finding;
    const alone = finding.at?.resource ?? finding.resource;
    const shown = occurrences.length > 0 ? occurrences : alone;
    const numbers =
      known.get(shown) ?? Int32Array.from(occurrences.length > 0 ? occurrences : [alone], each => numberOf(refOf(each)));
    known.set(shown, numbers);
    return numbers;
  });
  return { of, count: numbers.size };
};

const kept = <K extends string, V>(make: (key: K) => V): ((key: K) => V) => {
  const values = new Map<K, V>();
  return key => {
    const known = values.get(key);
    if (known !== undefined) return known;
    const made = make(key);
    values.set(key, made);
    return made;
  };
};

/** Made at the first call. */
const lazily = <V>(make: () => V): (() => V) => {
  let value: { readonly made: V } | undefined;
  return () => (value ??= { made: make() }).made;
};

const createTable = (rows: readonly Listed[]): FindingTable => {
  const ranks = Float32Array.from(rows, rankOf);
  const column = kept((field: FilterField) => columnOf(rows, valueOf[field]));
  const groups = kept((grouping: Exclude<Grouping, 'none'>) => columnOf(rows, groupKeyOf[grouping]));
  const rank = (row: number): number => ranks[row] ?? 0;
  const standard = lazily(() => standardOrder(rows, ranks));
  const places = lazily(() => {
    const place = new Int32Array(rows.length);
    for (const [at, row] of standard().entries()) place[row] = at;
    return place;
  });
  const keys = kept((by: FindingsSort['by']) => sortKeys({ rows, column, rank }, by));
  const sorted = kept((name: `${FindingsSort['by']} ${'up' | 'down'}`) => {
    const key = keys(name.slice(0, name.indexOf(' ')) as FindingsSort['by']);
    const sign = name.endsWith('down') ? -1 : 1;
    const place = places();
    return Int32Array.from(rows.keys()).sort(
      (a, b) => sign * ((key[a] ?? 0) - (key[b] ?? 0)) || (place[a] ?? 0) - (place[b] ?? 0),
    );
  });
  const objects = lazily(() => objectsOf(rows));
  const texts: string[] = [];
  return {
    rows,
    column,
    groups,
    rank,
    order: sort => (sort === null ? standard() : sorted(`${sort.by} ${sort.desc ? 'down' : 'up'}`)),
    objects,
    text: row => {
      const known = texts[row];
      if (known !== undefined) return known;
      const listed = rows[row];
      return (texts[row] = listed === undefined ? '' : searchText(listed));
    },
  };
};

const tables = new WeakMap<readonly Listed[], FindingTable>();

/** The table of an opened snapshot's rows, made once. */
export const tableOf = (rows: readonly Listed[]): FindingTable => {
  const known = tables.get(rows);
  if (known !== undefined) return known;
  const made = createTable(rows);
  tables.set(rows, made);
  return made;
};

const textsInPart = 500;

/** Makes the parts that a list needs first, with pauses in between: at once they would hold up other calls for a quarter of a second. */
export const prepareTable = async (
  rows: readonly Listed[],
  { group, sort }: { readonly group: Grouping; readonly sort: FindingsSort | null },
  { pause }: Pick<Ports, 'pause'>,
): Promise<void> => {
  const table = tableOf(rows);
  const parts = [
    () => table.order(sort),
    ...facetFields.map(field => () => table.column(field)),
    ...(group === 'none' ? [] : [() => table.groups(group), () => table.objects()]),
  ];
  for (const part of parts) {
    await pause();
    part();
  }
};

const withTexts = new WeakSet<FindingTable>();

/** Makes what a search for words looks in, ahead of the first one: once, whoever asks. */
export const prepareTexts = async (rows: readonly Listed[], { pause }: Pick<Ports, 'pause'>): Promise<void> => {
  const table = tableOf(rows);
  if (withTexts.has(table)) return;
  withTexts.add(table);
  for (let row = 0; row < rows.length; row += 1) {
    table.text(row);
    if (row % textsInPart === 0) await pause();
  }
};
