import { filterFields, type FilterField } from '#contract/filter-fields';
import type { FindingsFilter } from '#contract/findings-query';
import type { ParsedInput } from '#contract/methods';
import { type FacetField, facetFields, fieldTest, textTest } from './filter.ts';
import { isNarrower } from './narrower.ts';
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

/** Rows that pass all, and by facet those that fail in this one field alone, since a facet is counted under the other fields. */
interface Passed {
  readonly rows: Int32Array;
  readonly nearly: ReadonlyMap<FacetField, number[]>;
}

/** The field in which a row fails, null for none; undefined where it fails in more than one. */
const failureOf = (masks: readonly FieldMask[], row: number): FilterField | null | undefined => {
  let failed: FilterField | null = null;
  for (let at = 0; at < masks.length; at += 1) {
    const known = masks[at];
    if (known === undefined || known.mask[known.of[row] ?? 0] === 1) continue;
    if (failed !== null) return undefined;
    failed = known.field;
  }
  return failed;
};

const noneNearly = (): Map<FacetField, number[]> => new Map(facetFields.map(field => [field, []]));

const pass = (table: FindingTable, filter: FindingsFilter, order: Int32Array): Passed => {
  const masks = masksOf(table, filter);
  const text = textTest(filter);
  const rows = new Int32Array(order.length);
  const nearly = noneNearly();
  let matched = 0;
  for (let at = 0; at < order.length; at += 1) {
    const row = order[at] ?? 0;
    const failed = masks.length === 0 ? null : failureOf(masks, row);
    if (failed === undefined || (failed !== null && !isFacet(failed))) continue;
    if (text !== undefined && !text(table.text(row))) continue;
    if (failed === null) {
      rows[matched] = row;
      matched += 1;
    } else nearly.get(failed)?.push(row);
  }
  return { rows: rows.subarray(0, matched), nearly };
};

/** What passed under a filter, once more under one that asks for the same fields and for more text. */
const passNarrower = (table: FindingTable, filter: FindingsFilter, { rows, nearly }: Passed): Passed => {
  const text = textTest(filter);
  const holds = (row: number): boolean => text === undefined || text(table.text(row));
  const left = noneNearly();
  for (const [field, of] of nearly) left.set(field, of.filter(holds));
  return { rows: rows.filter(holds), nearly: left };
};

/** Column by column: short loops over numbers, for at every keystroke each row is counted in each facet. */
const counted = (table: FindingTable, { rows, nearly }: Passed): Answer['counts'] => {
  const countIn = (field: FacetField): Int32Array => {
    const { values, of } = table.column(field);
    const counter = new Int32Array(values.length);
    const add = (row: number): void => {
      const value = of[row] ?? 0;
      counter[value] = (counter[value] ?? 0) + 1;
    };
    for (let at = 0; at < rows.length; at += 1) add(rows[at] ?? 0);
    for (const row of nearly.get(field) ?? []) add(row);
    return counter;
  };
  return Object.fromEntries(facetFields.map(field => [field, countIn(field)])) as unknown as Answer['counts'];
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

/** A word that is typed and taken back letter by letter. Most of them are of few rows. */
const answersKept = 12;

interface Kept {
  readonly asked: Asked;
  readonly passed: Passed;
  readonly answer: Answer;
}

/** The last answers of each table: scrolling asks for windows of one, and Back for the one before. */
const answers = new WeakMap<FindingTable, Map<string, Kept>>();

/** Of the answers that are kept the shortest one with all rows of this filter: one more letter asks only what the last one left. */
const widerThan = (asked: Asked, kept: Iterable<Kept>): Passed | undefined => {
  let found: Passed | undefined;
  for (const { asked: before, passed } of kept)
    if (isNarrower(asked, before) && (found === undefined || passed.rows.length < found.rows.length)) found = passed;
  return found;
};

export const answerOf = (table: FindingTable, { filter, group, sort }: Asked): Answer => {
  const kept = answers.get(table) ?? new Map<string, Kept>();
  answers.set(table, kept);
  const asked: Asked = { filter, group, sort };
  const key = JSON.stringify([filter, group, sort]);
  const known = kept.get(key);
  if (known !== undefined) {
    kept.delete(key);
    kept.set(key, known);
    return known.answer;
  }
  const wider = widerThan(asked, kept.values());
  const passed = wider === undefined ? pass(table, filter, table.order(sort)) : passNarrower(table, filter, wider);
  const answer: Answer = {
    matched: passed.rows.length,
    counts: counted(table, passed),
    groups: grouped(table, asked, passed.rows),
  };
  kept.set(key, { asked, passed, answer });
  const oldest = kept.keys().next().value;
  if (kept.size > answersKept && oldest !== undefined) kept.delete(oldest);
  return answer;
};
