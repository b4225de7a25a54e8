import { z } from 'zod';
import { Finding, FindingStatus, Severity } from './finding.ts';

/** What narrows a list of findings. Every field is a set of alternatives; fields are joined by AND. */
export const FindingsFilter = z.strictObject({
  severity: z.array(Severity).optional(),
  status: z.array(FindingStatus).optional(),
  rule: z.array(z.string()).optional(),
  pack: z.array(z.string()).optional(),
  namespace: z.array(z.string()).optional(),
  kind: z.array(z.string()).optional(),
  framework: z.array(z.string()).optional(),
  fixable: z.boolean().optional(),
  /** Words that must all stand in claim, object name, namespace or rule id. */
  text: z.string().max(500).optional(),
});
export type FindingsFilter = z.infer<typeof FindingsFilter>;

export const FindingsQuery = z.strictObject({
  snapshot: z.string(),
  filter: FindingsFilter.default({}),
  /** `cause`: findings that one change fixes stand together. */
  group: z.enum(['cause', 'rule', 'object', 'namespace', 'none']).default('cause'),
  offset: z.number().int().nonnegative().default(0),
  limit: z.number().int().positive().max(500).default(200),
  /** Groups that show all their rows; the others show one sample row. `*` opens all. */
  open: z.array(z.string()).default([]),
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
});
export type Facet = z.infer<typeof Facet>;

export const FindingsPage = z.strictObject({
  /** Findings under the filter, and without any. */
  matched: z.number().int(),
  total: z.number().int(),
  /** Lines in all (heads included), of which `lines` is the window at `offset`. */
  lineCount: z.number().int(),
  lines: z.array(FindingsLine),
  facets: z.array(Facet),
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
  evidence: Evidence.nullable(),
  /** Key of the object where it stands, for `objects.get`; null where the snapshot has no such object. */
  object: z.string().nullable(),
});
export type FindingDetail = z.infer<typeof FindingDetail>;
