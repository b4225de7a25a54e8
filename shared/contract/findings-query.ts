import { z } from 'zod';
import { Finding, FindingStatus, Severity } from './finding.ts';

const some = <T extends z.ZodType>(value: T) => z.array(value).max(3000).optional();
const name = z.string().max(1000);

const terms = {
  severity: some(Severity),
  status: some(FindingStatus),
  rule: some(name),
  pack: some(name),
  /** `pss`, or a control of it: `pss/baseline`. */
  framework: some(name),
  /** '' is what belongs to none. */
  namespace: some(name),
  kind: some(name),
  name: some(name),
  fixable: some(z.enum(['yes', 'no'])),
  id: some(name),
  /** Words that must all stand in claim, kind, object name, namespace, container, rule or framework. */
  text: some(name),
};

export const FindingsTerms = z.strictObject(terms);
export type FindingsTerms = z.infer<typeof FindingsTerms>;

/**
 * What narrows a list of findings: each field is a set of alternatives, fields are joined by AND, and what any term of `not`
 * names is left out. Case does not matter. `filter-text.ts` writes and reads it.
 */
export const FindingsFilter = z.strictObject({ ...terms, not: FindingsTerms.optional() });
export type FindingsFilter = z.infer<typeof FindingsFilter>;

export const FindingsSort = z.strictObject({
  by: z.enum(['severity', 'claim', 'kind', 'namespace', 'name', 'rule', 'pack', 'status', 'fixable', 'occurrences']),
  desc: z.boolean(),
});
export type FindingsSort = z.infer<typeof FindingsSort>;

export const FindingsQuery = z.strictObject({
  snapshot: z.string(),
  filter: FindingsFilter.default({}),
  /** `cause`: findings that one change fixes stand together. */
  group: z.enum(['cause', 'rule', 'object', 'namespace', 'none']).default('cause'),
  /** Null: by severity, then by how many objects one change fixes. Equal ones keep that order. */
  sort: FindingsSort.nullable().default(null),
  offset: z.number().int().nonnegative().default(0),
  limit: z.number().int().positive().max(500).default(200),
  /** Groups that show all their rows; the others show one sample row. `*` opens all. */
  open: z.array(z.string()).default([]),
  /** A finding whose line is asked for, wherever it stands. */
  find: z.string().max(200).optional(),
});
export type FindingsQuery = z.input<typeof FindingsQuery>;

/** One finding as a list row: what the list shows, not the whole. */
export const FindingRow = Finding.pick({
  id: true,
  ruleId: true,
  status: true,
  severity: true,
  message: true,
  fixable: true,
  ownerIncomplete: true,
}).extend({
  /** Of the object that is edited; '' for the whole cluster. */
  apiVersion: z.string(),
  kind: z.string(),
  namespace: z.string().nullable(),
  name: z.string(),
  container: z.string().nullable(),
  pack: z.string(),
  occurrences: z.number().int(),
});
export type FindingRow = z.infer<typeof FindingRow>;

/** A line of the list: the head of a group of two or more, or a finding. */
export const FindingsLine = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('group'),
    key: z.string(),
    title: z.string(),
    note: z.string(),
    count: z.number().int(),
    /** Objects that show these findings: replicas where there are any, else where they stand. */
    objects: z.number().int(),
    severity: Severity,
    open: z.boolean(),
  }),
  z.strictObject({ type: z.literal('finding'), group: z.string().nullable(), row: FindingRow }),
]);
export type FindingsLine = z.infer<typeof FindingsLine>;

/** A facet's values with their counts under all other filters. */
export const Facet = z.strictObject({
  field: z.enum(['severity', 'status', 'pack', 'namespace', 'kind', 'framework', 'rule', 'fixable']),
  values: z.array(z.strictObject({ value: z.string(), count: z.number().int() })),
  /** Values that the snapshot has in all. */
  of: z.number().int(),
});
export type Facet = z.infer<typeof Facet>;

export const FindingsPage = z.strictObject({
  /** Findings under the filter, and without any. */
  matched: z.number().int(),
  total: z.number().int(),
  /** Lines in all (heads included), of which `lines` is the window at `offset`. */
  lineCount: z.number().int(),
  lines: z.array(FindingsLine),
  /**
   * Which of all lines are heads, as steps from one to the next (the first from -1): a page knows how high every line is before
   * it has it. With the window at 0 alone, as are the facets: both are the same for every window.
   */
  heads: z.array(z.number().int().positive()),
  facets: z.array(Facet),
  /** Index of the line of `find`; null where it was not asked for or is not among the lines. */
  found: z.number().int().nullable(),
});
export type FindingsPage = z.infer<typeof FindingsPage>;

/** YAML of an object, bounded, with the lines that are the evidence (1-based). */
export const Evidence = z.strictObject({
  resource: z.string(),
  yaml: z.string(),
  lines: z.array(z.number().int()),
  /** What the line numbers count in: "the live object as YAML", "deploy.yaml". */
  text: z.string(),
  truncated: z.boolean(),
});
export type Evidence = z.infer<typeof Evidence>;

export const FindingDetail = z.strictObject({
  finding: Finding,
  pack: z.string(),
  what: z.string(),
  references: z.array(z.string()),
  /** Field managers and owner tools seen on the object: "Helm release shop/storefront", "kubectl-client-side-apply". */
  managedBy: z.array(z.string()),
  /** Who answers for it, as a label or annotation of the object or of its namespace says. Absent where nothing tells. */
  owner: z.string().optional(),
  evidence: Evidence.nullable(),
  /** Key of the object where it stands, for `objects.get`; null where the snapshot has no such object. */
  object: z.string().nullable(),
});
export type FindingDetail = z.infer<typeof FindingDetail>;

export const ExportFormat = z.enum(['csv', 'json', 'jsonl', 'markdown']);
export type ExportFormat = z.infer<typeof ExportFormat>;

/** `q` is filter text; one that cannot be read is refused (`filter-invalid`). */
export const FindingsExport = z.strictObject({
  snapshot: z.string().max(200),
  q: z.string().max(100_000),
  format: ExportFormat,
});
export type FindingsExport = z.infer<typeof FindingsExport>;

/** What a list tells late, since it is read apart from the findings: for the lines on view. */
export const FindingNote = z.strictObject({
  id: z.string(),
  /** Oldest snapshot of this cluster that has the finding; null: this one alone, of several. Absent: there is no other. */
  firstSeen: z.string().nullable().optional(),
  /** Who manages the object, as the detail tells it; null: nobody that left a mark. */
  manager: z.string().nullable(),
});
export type FindingNote = z.infer<typeof FindingNote>;
