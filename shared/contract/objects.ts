import { z } from 'zod';
import { CoverageState } from './coverage.ts';
import { FindingStatus, Severity } from './finding.ts';

const SnapshotName = z.string().max(200);
const Key = z.string().max(2000);

/** A part of a resource that was not wholly read: what it holds beside what is listed, nobody knows. */
export const Unread = z.strictObject({
  resource: z.string(),
  /** Null: everywhere, or a resource of no namespace. */
  namespace: z.string().nullable(),
  state: CoverageState,
  reason: z.string(),
});
export type Unread = z.infer<typeof Unread>;

/** The first few parts that were not read, and how many there are. `count: 0` alone says that a list is complete. */
export const UnreadParts = z.strictObject({ count: z.number().int(), parts: z.array(Unread) });
export type UnreadParts = z.infer<typeof UnreadParts>;

export const ObjectKind = z.strictObject({
  /** `deployments.apps` */
  resource: z.string(),
  group: z.string(),
  kind: z.string(),
  namespaced: z.boolean(),
  /** Objects under the search. */
  count: z.number().int(),
  unread: UnreadParts,
});
export type ObjectKind = z.infer<typeof ObjectKind>;

/** `text` as in `objects.list`: what is counted. */
export const ObjectKindsQuery = z.strictObject({ snapshot: SnapshotName, text: z.string().max(500).optional() });

/** Every kind that was read or that could not be, in the order of the alphabet; `full` and empty ones too. */
export const ObjectKinds = z.strictObject({
  /** Objects without a search, and under it. */
  total: z.number().int(),
  matched: z.number().int(),
  kinds: z.array(ObjectKind),
  /** Kinds beyond what a reply holds. */
  omitted: z.number().int(),
});
export type ObjectKinds = z.infer<typeof ObjectKinds>;

export const ObjectSort = z.enum(['name', 'namespace', 'kind', 'findings']);
export type ObjectSort = z.infer<typeof ObjectSort>;

/**
 * `text`: words that must all stand in kind, namespace, name or labels (`key=value`), in any case. `kind:` (a kind or a
 * resource, or how it begins), `ns:` (whole; `ns:-` for what stands in no namespace) and `name:` look at one field; `a,b`
 * are alternatives; `-` before any of them turns it around.
 */
export const ObjectListQuery = z.strictObject({
  snapshot: SnapshotName,
  /** `deployments.apps` */
  resource: z.string().max(400).optional(),
  /** '' for what stands in no namespace. */
  namespace: z.string().max(400).optional(),
  text: z.string().max(500).optional(),
  sort: ObjectSort.default('name'),
  desc: z.boolean().default(false),
  offset: z.number().int().nonnegative().default(0),
  limit: z.number().int().positive().max(500).default(200),
  /** Where in the list an object stands is told as `found`. */
  find: Key.optional(),
});
export type ObjectListQuery = z.input<typeof ObjectListQuery>;

export const ObjectRow = z.strictObject({
  key: z.string(),
  kind: z.string(),
  resource: z.string(),
  namespace: z.string().nullable(),
  name: z.string(),
  /** Failed checks that name this object as the one to edit or as the place where it stands. */
  findings: z.number().int(),
  worst: Severity.nullable(),
  unknown: z.number().int(),
});
export type ObjectRow = z.infer<typeof ObjectRow>;

export const ObjectList = z.strictObject({
  total: z.number().int(),
  matched: z.number().int(),
  rows: z.array(ObjectRow),
  found: z.number().int().nullable(),
  /** What of the resources and namespaces that were asked for was not read. */
  unread: UnreadParts,
});
export type ObjectList = z.infer<typeof ObjectList>;

export const ObjectQuery = z.strictObject({ snapshot: SnapshotName, key: Key });

/** A name for an object of the snapshot, or for what something points to. */
export const ObjectName = z.strictObject({
  /** Null where there can be no such object (a user, a group) or its resource is not known. */
  key: z.string().nullable(),
  kind: z.string(),
  namespace: z.string().nullable(),
  name: z.string(),
});
export type ObjectName = z.infer<typeof ObjectName>;

/** First and last line, 1-based, in the object's YAML. */
export const LineRange = z.tuple([z.number().int(), z.number().int()]);

export const ObjectFinding = z.strictObject({
  id: z.string(),
  ruleId: z.string(),
  severity: Severity,
  status: FindingStatus,
  message: z.string(),
  container: z.string().nullable(),
  /** Where in this object it stands. Null: elsewhere, or in a part that is not shown. */
  lines: LineRange.nullable(),
  /** The object in which it stands, where that is another: this one is what to edit, or was made from it. */
  elsewhere: ObjectName.nullable(),
});
export type ObjectFinding = z.infer<typeof ObjectFinding>;

export const ObjectRedaction = z.strictObject({
  path: z.string(),
  class: z.string(),
  /** Upper bound of the length's bucket: 0, 8, 16, 32 … characters. */
  size: z.number().int(),
  line: z.number().int().nullable(),
});
export type ObjectRedaction = z.infer<typeof ObjectRedaction>;

export const ObjectFact = z.strictObject({
  kind: z.string(),
  path: z.string(),
  class: z.string(),
  detail: z.string().nullable(),
  line: z.number().int().nullable(),
});
export type ObjectFact = z.infer<typeof ObjectFact>;

/** An object as it was captured, redacted, with what is known of it alone. */
export const ObjectDetail = z.strictObject({
  object: ObjectName.extend({ key: z.string() }),
  apiVersion: z.string(),
  resource: z.string(),
  createdAt: z.string().nullable(),
  /** When its list was read. */
  capturedAt: z.string(),
  yaml: z.string(),
  /** Lines of the whole; `shownLines` of them are in `yaml`. */
  lines: z.number().int(),
  shownLines: z.number().int(),
  /** Worst first. */
  findings: z.array(ObjectFinding),
  findingsTotal: z.number().int(),
  redactions: z.array(ObjectRedaction),
  redactionsTotal: z.number().int(),
  facts: z.array(ObjectFact),
  factsTotal: z.number().int(),
  managedBy: z.array(z.string()),
});
export type ObjectDetail = z.infer<typeof ObjectDetail>;

/** How another object stands to this one; the words are those of this object ("mounts", "mounted by"). */
export const Relation = z.enum([
  'owns',
  'pods',
  'runsAs',
  'usedBy',
  'mounts',
  'mountedBy',
  'selects',
  'selectedBy',
  'routesTo',
  'routedFrom',
  'grants',
  'grantedTo',
  'boundBy',
  'scales',
  'scaledBy',
  'claims',
  'claimedBy',
  'calls',
  'calledBy',
  'runsOn',
  'runs',
]);
export type Relation = z.infer<typeof Relation>;

/** present: it is in the snapshot. absent: it was looked for and is not there. unread: nobody can tell. outside: no object. */
export const RelatedState = z.enum(['present', 'absent', 'unread', 'outside']);
export type RelatedState = z.infer<typeof RelatedState>;

export const Related = ObjectName.extend({
  state: RelatedState,
  /** By which field: "volume config", "env of container api". */
  how: z.string(),
});
export type Related = z.infer<typeof Related>;

export const RelationGroup = z.strictObject({
  relation: Relation,
  items: z.array(Related),
  total: z.number().int(),
  /** What was not read of the lists that it comes from. */
  unread: UnreadParts,
});
export type RelationGroup = z.infer<typeof RelationGroup>;

export const ObjectRelations = z.strictObject({
  /** From the root owner down to the object's own controller; without the object itself. */
  owners: z.array(Related),
  groups: z.array(RelationGroup),
});
export type ObjectRelations = z.infer<typeof ObjectRelations>;
