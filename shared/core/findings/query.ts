import { filterFields, type FilterField } from '#contract/filter-fields';
import type { FindingsFilter } from '#contract/findings-query';
import type { ParsedInput } from '#contract/methods';
import { type FacetField, facetFields, fieldTest, textTest } from './filter.ts';
import { maskOf } from './column.ts';
import { type FindingTable } from './table.ts';

export interface Group {
  /** Index of its key among the table's; -1 for a finding that stands alone, without a grouping. */
  readonly key: number;
  /** Row numbers in the order of the list. */
  readonly rows: readonly number[];
  readonly objects: number;
}

/** What a filter, a grouping and a sort make of a table, before a window is cut out. */
export interface Answer {
  readonly matched: number;
  readonly groups: readonly Group[];
  /** By distinct value of each field's column: rows under all other fields. */
  readonly counts: Readonly<Record<FacetField, Int32Array>>;
}

type Asked = Pick<ParsedInput<'findings.list'>, 'filter' | 'group' | 'sort'>;

interface FieldMask {
  readonly field: FilterField;
  readonly of: Int32Array;
  readonly mask: Uint8Array;
}

const masksOf = (table: FindingTable, filter: FindingsFilter): readonly FieldMask[] =>
  filterFields.flatMap(field => {
    const test = fieldTest(filter, field);
    if (test === undefined) return [];
    const column = table.column(field);
    return [{ field, of: column.of, mask: maskOf(column, test) }];
  });

const isFacet = (field: FilterField): field is FacetField => facetFields.some(known => known === field);

/**
 * One pass: a row that passes all counts in each facet, a row that fails one field alone counts in that field's facet, since
 * a facet is counted under the other fields.
 */
const pass = (table: FindingTable, filter: FindingsFilter, order: Int32Array): Pick<Answer, 'counts'> & { rows: Int32Array } => {
  const masks = masksOf(table, filter);
  const text = textTest(filter);
  const columns = facetFields.map(field => table.column(field));
  const counters = columns.map(column => new Int32Array(column.values.length));
  const numbers = new Map<FilterField, number>(facetFields.map((field, at) => [field, at]));
  const rows = new Int32Array(order.length);
  let matched = 0;
  const count = (facet: number, row: number): void => {
    const counter = counters[facet];
    const value = columns[facet]?.of[row];
    if (counter !== undefined && value !== undefined) counter[value] = (counter[value] ?? 0) + 1;
  };
  for (const row of order) {
    let failed: FilterField | undefined;
    let failures = 0;
    for (const { field, of, mask } of masks) {
      if (mask[of[row] ?? 0] === 1) continue;
      failures += 1;
      failed = field;
      if (failures > 1) break;
    }
    if (failures > 1 || (failed !== undefined && !isFacet(failed))) continue;
    if (text !== undefined && !text(table.rows[row]?.text ?? '')) continue;
    if (failed !== undefined) {
      count(numbers.get(failed) ?? -1, row);
      continue;
    }
    rows[matched] = row;
    matched += 1;
    for (let facet = 0; facet < counters.length; facet += 1) count(facet, row);
  }
  return {
    rows: rows.subarray(0, matched),
    counts: Object.fromEntries(facetFields.map((field, at) => [field, counters[at]])) as unknown as Answer['counts'],
  };
};

/** Distinct objects of some rows, by marking each with the group that saw it last. */
const objectCounter = (table: FindingTable): ((rows: readonly number[], mark: number) => number) => {
  const { of, count } = table.objects();
  const seen = new Int32Array(count).fill(-1);
  return (rows, mark) => {
    let found = 0;
    for (const row of rows)
      for (const object of of[row] ?? [])
        if (seen[object] !== mark) {
          seen[object] = mark;
          found += 1;
        }
    return found;
  };
};

interface Draft {
  readonly key: number;
  readonly rows: number[];
  /** Of its worst row. */
  rank: number;
}

const drafts = (table: FindingTable, grouping: Exclude<Asked['group'], 'none'>, rows: Int32Array): readonly Draft[] => {
  const { values, of } = table.groups(grouping);
  const byKey = Array.from<Draft | undefined>({ length: values.length });
  const found: Draft[] = [];
  for (const row of rows) {
    const key = of[row] ?? 0;
    const known = byKey[key];
    const rank = table.rank(row);
    if (known === undefined) {
      const draft = { key, rows: [row], rank };
      byKey[key] = draft;
      found.push(draft);
    } else {
      known.rows.push(row);
      if (rank < known.rank) known.rank = rank;
    }
  }
  return found;
};

const grouped = (table: FindingTable, { group, sort }: Asked, rows: Int32Array): readonly Group[] => {
  if (group === 'none') return Array.from(rows, row => ({ key: -1, rows: [row], objects: 1 }));
  const countObjects = objectCounter(table);
  const groups = drafts(table, group, rows).map((draft, at) => ({ ...draft, objects: countObjects(draft.rows, at) }));
  // A sort orders rows, and groups by their first one; without it, what one change fixes decides.
  return sort === null
    ? groups
        .map((draft, at) => ({ draft, at }))
        .sort(
          (a, b) =>
            a.draft.rank - b.draft.rank ||
            b.draft.objects - a.draft.objects ||
            b.draft.rows.length - a.draft.rows.length ||
            a.at - b.at,
        )
        .map(({ draft }) => draft)
    : groups;
};

const answersKept = 6;

/** The last answers of each table: scrolling asks for windows of one, and Back for the one before. */
const answers = new WeakMap<FindingTable, Map<string, Answer>>();

export const answerOf = (table: FindingTable, { filter, group, sort }: Asked): Answer => {
  const kept = answers.get(table) ?? new Map<string, Answer>();
  answers.set(table, kept);
  const key = JSON.stringify([filter, group, sort]);
  const known = kept.get(key);
  if (known !== undefined) return known;
  const { rows, counts } = pass(table, filter, table.order(sort));
  const made: Answer = { matched: rows.length, counts, groups: grouped(table, { filter, group, sort }, rows) };
  kept.set(key, made);
  const oldest = kept.keys().next().value;
  if (kept.size > answersKept && oldest !== undefined) kept.delete(oldest);
  return made;
};
