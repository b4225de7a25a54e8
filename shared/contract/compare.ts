import { z } from 'zod';
import { CoverageState } from './coverage.ts';
import { Severity } from './finding.ts';
import { SnapshotOrigin } from './snapshot.ts';

/**
 * Why a difference does not count. status: what the cluster reports back. bookkeeping: numbers and times that the server
 * keeps. controller: annotations that controllers write for themselves. renewed: leases and events. replicas: pods, Jobs and
 * ReplicaSets that come and go under one owner. derived: what a controller makes of another object. autoscaled: replicas
 * under an autoscaler. defaulted: written out on one side, understood on the other. notation: the same written otherwise
 * (order, quantities). not-comparable: a value that was taken out and cannot be told apart.
 */
export const LeftOut = z.enum([
  'replicas',
  'derived',
  'renewed',
  'autoscaled',
  'not-comparable',
  'defaulted',
  'notation',
  'controller',
  'status',
  'bookkeeping',
]);
export type LeftOut = z.infer<typeof LeftOut>;

export const ObjectChange = z.enum(['added', 'removed', 'changed']);
export type ObjectChange = z.infer<typeof ObjectChange>;

/** gained, lost: a binding or a right came or went; changed: neither more nor less can be told from the object alone. */
export const AccessChange = z.enum(['gained', 'lost', 'changed']);
export type AccessChange = z.infer<typeof AccessChange>;

/** newly-known: the earlier snapshot could not tell. no-longer-known: the later one cannot, so nothing is called fixed. */
export const FindingChange = z.enum(['new', 'newly-known', 'fixed', 'changed', 'no-longer-known']);
export type FindingChange = z.infer<typeof FindingChange>;

/** One field by keys (`spec.template.spec.containers[name=api].image`), its values as YAML, bounded. */
export const FieldChange = z.strictObject({
  path: z.string(),
  change: z.enum(['added', 'removed', 'changed', 'reordered']),
  before: z.string().nullable(),
  after: z.string().nullable(),
  /** Null for a difference that counts. */
  leftOut: LeftOut.nullable(),
});
export type FieldChange = z.infer<typeof FieldChange>;

/** A field manager and the time of its last write (RFC 3339): all that a snapshot tells of who. */
export const Writer = z.strictObject({ manager: z.string(), at: z.string().nullable() });
export type Writer = z.infer<typeof Writer>;

export const CompareObject = z.strictObject({
  key: z.string(),
  kind: z.string(),
  resource: z.string(),
  namespace: z.string().nullable(),
  name: z.string(),
  section: z.enum(['access', 'objects', 'left-out']),
  change: ObjectChange,
  access: AccessChange.nullable(),
  /** Of a row that is left out. */
  reason: LeftOut.nullable(),
  /** A sentence about this object. */
  title: z.string(),
  /** The first few fields, each value cut to a line. */
  fields: z.array(FieldChange),
  fieldCount: z.number().int(),
  /** Deleted and created again under the same name. */
  recreated: z.boolean(),
  /** Read in another API version: `v1 → v2`; a difference may come from that. */
  versions: z.string().nullable(),
  /** Objects under this owner that were replaced, counted by kind: "4 pods, 1 ReplicaSet". */
  replaced: z.string().nullable(),
  who: z.array(Writer),
  /** New or fixed findings that this change explains. */
  causes: z.number().int(),
});
export type CompareObject = z.infer<typeof CompareObject>;

export const Cause = z.strictObject({
  key: z.string(),
  /** A sentence: "NetworkPolicy search/deny was removed." */
  what: z.string(),
  /** Further changes that may have a part in it. */
  more: z.number().int(),
});
export type Cause = z.infer<typeof Cause>;

export const CompareFinding = z.strictObject({
  id: z.string(),
  ruleId: z.string(),
  change: FindingChange,
  severity: Severity,
  severityBefore: Severity.nullable(),
  message: z.string(),
  messageBefore: z.string().nullable(),
  kind: z.string(),
  namespace: z.string().nullable(),
  name: z.string(),
  container: z.string().nullable(),
  /** Which of the two snapshots has it: the later one, or the earlier. */
  side: z.enum(['before', 'after']),
  /** What the one side could not read, or what differs; null where the change says it all. */
  why: z.string().nullable(),
  cause: Cause.nullable(),
});
export type CompareFinding = z.infer<typeof CompareFinding>;

export const CompareSide = z.strictObject({
  id: z.string(),
  title: z.string(),
  name: z.string(),
  origin: SnapshotOrigin,
  clusterId: z.string().nullable(),
  serverVersion: z.string().nullable(),
  capturedAt: z.string(),
  capturedAs: z.string().nullable(),
  objects: z.number().int(),
  unknown: z.number().int(),
  partial: z.boolean(),
  /** The rules that its stored findings were made by; null where it brought none. */
  rulesVersion: z.string().nullable(),
});
export type CompareSide = z.infer<typeof CompareSide>;

/** Objects of one resource and namespace (null: all, or cluster-scoped) that one side did not read. */
export const NotComparable = z.strictObject({
  resource: z.string(),
  namespace: z.string().nullable(),
  /** The side that did not read it. */
  side: z.enum(['before', 'after']),
  state: CoverageState,
  /** Objects that the other side has there. */
  objects: z.number().int(),
});
export type NotComparable = z.infer<typeof NotComparable>;

const count = z.number().int();

export const CompareSummary = z.strictObject({
  before: CompareSide,
  after: CompareSide,
  /** By the UID of kube-system; null where one of them does not tell. */
  sameCluster: z.boolean().nullable(),
  /** False where fingerprints were made under different keys: then no redacted value is called changed. */
  valuesComparable: z.boolean(),
  rules: z.strictObject({
    version: z.string(),
    /** Both sides were evaluated anew by these rules, since their stored findings are of others. */
    reevaluated: z.boolean(),
    /** Findings that these rules find in the earlier snapshot and its own did not: old, though its list lacks them. */
    knownByRules: count,
  }),
  access: z.strictObject({ gained: count, lost: count, changed: count }),
  findings: z.strictObject({ new: count, newlyKnown: count, fixed: count, changed: count, noLongerKnown: count }),
  objects: z.strictObject({ added: count, removed: count, changed: count }),
  /** Objects that differ in such ways alone. */
  leftOut: z.array(z.strictObject({ reason: LeftOut, objects: count })),
  notComparable: z.strictObject({ objects: count, entries: z.array(NotComparable), omitted: count }),
  /** What the later one could not read though the earlier one did: resources by namespace. */
  lost: z.array(z.strictObject({ resource: z.string(), namespaces: z.array(z.string()).nullable() })),
  namespaces: z.array(z.strictObject({ namespace: z.string(), count })),
  /** Objects looked at, both sides together counted once. */
  compared: count,
  durationMs: count,
});
export type CompareSummary = z.infer<typeof CompareSummary>;

const Id = z.string().max(200);
const pair = { before: Id, after: Id };
export const ComparePair = z.strictObject(pair);
export type ComparePair = z.infer<typeof ComparePair>;

const window = { offset: z.number().int().nonnegative().default(0), limit: z.number().int().positive().max(200).default(100) };

/** Words and terms as the page's box holds them: `change:new ns:shop kind:Role text`. */
const filter = z.string().max(2000).default('');

export const CompareFindingsQuery = z.strictObject({ ...pair, filter, ...window });
export type CompareFindingsQuery = z.output<typeof CompareFindingsQuery>;

export const CompareObjectsQuery = z.strictObject({
  ...pair,
  section: z.enum(['access', 'objects', 'left-out']),
  filter,
  ...window,
});
export type CompareObjectsQuery = z.output<typeof CompareObjectsQuery>;

/** `total` without a filter, `matched` under it. Counts by change (or reason) and by namespace are each under all other terms. */
const page = {
  total: count,
  matched: count,
  counts: z.record(z.string(), count),
  namespaces: z.array(z.strictObject({ namespace: z.string(), count })),
};

export const CompareFindingsPage = z.strictObject({ ...page, rows: z.array(CompareFinding) });
export type CompareFindingsPage = z.infer<typeof CompareFindingsPage>;

export const CompareObjectsPage = z.strictObject({ ...page, rows: z.array(CompareObject) });
export type CompareObjectsPage = z.infer<typeof CompareObjectsPage>;

export const CompareObjectQuery = z.strictObject({ ...pair, key: z.string().max(1000) });
export type CompareObjectQuery = z.output<typeof CompareObjectQuery>;

/** One object on both sides. YAML without what the server keeps for itself, bounded. */
export const CompareObjectDetail = z.strictObject({
  row: CompareObject,
  before: z.string().nullable(),
  after: z.string().nullable(),
  truncated: z.boolean(),
  /** Every field that differs, left-out ones too, bounded. */
  fields: z.array(FieldChange),
  omitted: count,
  managedBy: z.array(z.string()),
  /** Findings that this change explains, or that stand on this object; bounded. */
  findings: z.array(CompareFinding),
});
export type CompareObjectDetail = z.infer<typeof CompareObjectDetail>;
