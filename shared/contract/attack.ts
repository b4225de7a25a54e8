import { z } from 'zod';
import { Need } from './coverage.ts';
import { Severity } from './finding.ts';
import { Grant, RbacRef } from './rbac.ts';

/**
 * The attack graph. Nodes are written `user:NAME`, `group:NAME`, `sa:NAMESPACE/NAME`, `workload:NAMESPACE/KIND/NAME` (all pods
 * of one owner), `pod:NAMESPACE/NAME` (resolved to its workload), `node:NAME`, `secret:NAMESPACE/NAME`, `ns:NAME` (running what
 * one likes in it), `role:KIND/NAMESPACE/NAME` (the rights of a role, `_cluster` for none), `cloud:PROVIDER/ID`,
 * `impact:NAME` (harm that leads no further), `internet`, `nodes` (every node), `admin` (every right, or system:masters).
 */
export const AttackNodeKind = z.enum([
  'user',
  'group',
  'service-account',
  'workload',
  'node',
  'secret',
  'namespace',
  'role',
  'cloud',
  'impact',
  'internet',
  'nodes',
  'admin',
]);
export type AttackNodeKind = z.infer<typeof AttackNodeKind>;

/** What makes an edge true, so that it can be shown and taken away: a grant, or a field of an object. */
export const AttackEvidence = z.union([
  Grant,
  z.strictObject({
    /** Key of the object in the snapshot. */
    object: z.string(),
    /** JSON Pointer; '' for the object as a whole. */
    path: z.string(),
    what: z.string(),
  }),
]);
export type AttackEvidence = z.infer<typeof AttackEvidence>;

export const Blocked = z.strictObject({
  /** `pod-security`, `admission-policy`, `node-restriction`, `node-authorizer`, `automount-off`, `user-namespace`, `no-legacy-token`, … */
  mitigation: z.string(),
  /** A sentence: "shop enforces Pod Security baseline." */
  what: z.string(),
  object: z.string().nullable(),
});
export type Blocked = z.infer<typeof Blocked>;

export const AttackNode = z.strictObject({
  id: z.string(),
  kind: AttackNodeKind,
  name: z.string(),
  namespace: z.string().nullable(),
  /** The second line of a box: "ServiceAccount in ci", "Deployments ×9". */
  label: z.string(),
  /** Nodes folded into this one; 1 for itself. */
  count: z.number().int(),
  /** Cost from here to admin; null: none is known. */
  toAdmin: z.number().nullable(),
  baseline: z.boolean(),
  severity: Severity.nullable(),
});
export type AttackNode = z.infer<typeof AttackNode>;

export const AttackStep = z.strictObject({
  edge: z.string(),
  from: z.string(),
  to: z.string(),
  /** A sentence: "Rule 2 of Role ci/deployer lets it request a token of ci/argocd-manager." */
  what: z.string(),
  cost: z.number().int(),
  severity: Severity,
  by: z.array(AttackEvidence),
  /** Grants and fields beyond those listed. */
  moreBy: z.number().int(),
  blockedBy: z.array(Blocked),
  /** Needed to know whether a mitigation stands in the way, and not read. */
  uncertain: z.array(Need),
});
export type AttackStep = z.infer<typeof AttackStep>;

export const AttackPath = z.strictObject({
  cost: z.number().int(),
  severity: Severity,
  /** True where a mitigation stops it: shown, never counted as open. */
  blocked: z.boolean(),
  steps: z.array(AttackStep),
});
export type AttackPath = z.infer<typeof AttackPath>;

/** What is drawn: bounded before it is made. */
export const ViewGraph = z.strictObject({
  nodes: z.array(AttackNode),
  edges: z.array(
    z.strictObject({
      id: z.string(),
      edge: z.string(),
      from: z.string(),
      to: z.string(),
      what: z.string(),
      severity: Severity,
      blockedBy: z.array(Blocked),
      /** Indexes of the paths it belongs to. */
      paths: z.array(z.number().int()),
      count: z.number().int(),
    }),
  ),
  omitted: z.strictObject({ nodes: z.number().int(), edges: z.number().int(), reason: z.string() }),
});
export type ViewGraph = z.infer<typeof ViewGraph>;

export const AttackFilter = z.strictObject({
  /** Ids of edges that count; null: all. */
  edges: z.array(z.string().max(200)).max(500).nullable(),
  namespaces: z.array(z.string().max(300)).max(20_000).nullable(),
  severity: Severity.nullable(),
  hideBaseline: z.boolean(),
});
export type AttackFilter = z.infer<typeof AttackFilter>;

/** One removable thing; several make a simulated change. */
export const AttackChange = z.union([
  z.strictObject({ remove: z.literal('binding'), binding: RbacRef }),
  z.strictObject({ remove: z.literal('subject'), binding: RbacRef, subject: z.string().max(2_000) }),
  z.strictObject({ remove: z.literal('role'), role: RbacRef }),
  z.strictObject({ remove: z.literal('rule'), role: RbacRef, rule: z.number().int() }),
  /** One field of an object (`hostPID`, a volume, a port of a Service …), by key and JSON Pointer. */
  z.strictObject({ remove: z.literal('field'), object: z.string().max(2_000), path: z.string().max(2_000) }),
  z.strictObject({ remove: z.literal('object'), object: z.string().max(2_000) }),
  z.strictObject({
    raise: z.literal('pod-security'),
    namespace: z.string().max(2_000),
    level: z.enum(['baseline', 'restricted']),
  }),
]);
export type AttackChange = z.infer<typeof AttackChange>;

export const PathsQuery = z.strictObject({
  snapshot: z.string().max(200),
  from: z.string().max(2_000),
  to: z.string().max(2_000),
  k: z.number().int().min(1).max(50),
  filter: AttackFilter,
});
export const Fixes = z.array(
  z.strictObject({
    change: AttackChange,
    /** "Remove ClusterRoleBinding argocd-manager-crb" */
    title: z.string(),
    pathsRemoved: z.number().int(),
    pathsBefore: z.number().int(),
    /** Identities that reach admin now and then no longer. */
    identitiesFreed: z.number().int(),
    /** Subjects that lose a right by it, and how many rights; the worst three are named. */
    loses: z.array(z.strictObject({ subject: z.string(), permissions: z.number().int(), workloads: z.number().int() })),
    losesMore: z.number().int(),
  }),
);
export const Paths = z.strictObject({
  from: z.string(),
  to: z.string(),
  paths: z.array(AttackPath),
  /** More than `k` exist. */
  more: z.boolean(),
  graph: ViewGraph,
  fixes: Fixes,
  needs: z.array(Need),
  caveats: z.array(z.string()),
  answer: z.enum(['yes', 'no', 'unknown']),
});
export type Paths = z.infer<typeof Paths>;

/** What is around a node: what it reaches (`out`), or what reaches it (`in`), within `depth` steps. */
export const NeighboursQuery = z.strictObject({
  snapshot: z.string().max(200),
  node: z.string().max(2_000),
  direction: z.enum(['out', 'in']),
  depth: z.number().int().min(1).max(12),
  filter: AttackFilter,
});
export const Neighbours = z.strictObject({
  node: z.string(),
  graph: ViewGraph,
  /** All that is reached, by kind, whatever is drawn. */
  totals: z.record(z.string(), z.number().int()),
  reachesAdmin: z.boolean(),
  needs: z.array(Need),
});
export type Neighbours = z.infer<typeof Neighbours>;

export const ChokePointsQuery = z.strictObject({
  snapshot: z.string().max(200),
  to: z.string().max(2_000),
  limit: z.number().int().min(1).max(50),
  filter: AttackFilter,
});
export const ChokePoints = z.strictObject({
  /** Identities and workloads that reach the target now. */
  reaching: z.number().int(),
  /** What every path of many starts goes through. */
  dominators: z.array(
    z.strictObject({
      node: z.string(),
      starts: z.number().int(),
      change: AttackChange.nullable(),
      title: z.string(),
    }),
  ),
  /** A small set of changes after which nothing (or only what `leaves` counts) reaches the target; verified by asking again. */
  cut: z.strictObject({ changes: Fixes, leaves: z.number().int(), verified: z.literal(true), minimal: z.literal(false) }),
  needs: z.array(Need),
});
export type ChokePoints = z.infer<typeof ChokePoints>;

export const SimulateQuery = z.strictObject({
  snapshot: z.string().max(200),
  changes: z.array(AttackChange).min(1).max(50),
  /** The paths to count; null: all identities to admin. */
  from: z.string().max(2_000).nullable(),
  to: z.string().max(2_000),
});
export const Simulation = z.strictObject({
  /** Identities and workloads that reached the target before, and after. */
  reachingBefore: z.number().int(),
  reachingAfter: z.number().int(),
  freed: z.array(z.string()),
  freedMore: z.number().int(),
  gained: z.array(z.string()),
  pathsBefore: z.number().int(),
  pathsAfter: z.number().int(),
  removed: z.array(AttackPath),
  stays: z.array(AttackPath),
  /** Rights that end, by subject. */
  lost: z.array(z.strictObject({ subject: z.string(), permissions: z.array(z.string()), workloads: z.array(z.string()) })),
  lostMore: z.number().int(),
  needs: z.array(Need),
});
export type Simulation = z.infer<typeof Simulation>;

export const AttackNodesQuery = z.strictObject({
  snapshot: z.string().max(200),
  text: z.string().max(2_000),
  limit: z.number().int().min(1).max(50),
});
export const AttackNodes = z.strictObject({ total: z.number().int(), nodes: z.array(AttackNode) });
export type AttackNodes = z.infer<typeof AttackNodes>;

export const AttackNodeQuery = z.strictObject({ snapshot: z.string().max(200), node: z.string().max(2_000) });
export const AttackNodeDetail = z.strictObject({
  node: AttackNode,
  groups: z.array(z.string()),
  permissions: z.number().int(),
  workloads: z.array(z.string()),
  workloadCount: z.number().int(),
  /** Ids of findings about its objects. */
  findings: z.array(z.string()),
  object: z.string().nullable(),
  out: z.number().int(),
  in: z.number().int(),
});
export type AttackNodeDetail = z.infer<typeof AttackNodeDetail>;

/** One kind of edge, for reading. */
export const EdgeText = z.strictObject({
  id: z.string(),
  row: z.string(),
  title: z.string(),
  severity: Severity,
  cost: z.number().int(),
  from: z.string(),
  to: z.string(),
  /** What it lets an attacker do; how (facts, no payload); how to see it; how to take it away. */
  gives: z.string(),
  abuse: z.string(),
  detect: z.string(),
  remove: z.string(),
  requires: z.array(z.string()),
  mitigations: z.array(z.string()),
  versions: z.string(),
  references: z.array(z.string()),
});
export type EdgeText = z.infer<typeof EdgeText>;
export const EdgeCatalogue = z.strictObject({ edges: z.array(EdgeText) });

export const AttackEdgeQuery = z.strictObject({
  snapshot: z.string().max(200),
  edge: z.string().max(2_000),
  from: z.string().max(2_000),
  to: z.string().max(2_000),
});
export const AttackEdgeDetail = z.strictObject({
  step: AttackStep,
  text: EdgeText,
  /** The objects that make it true as YAML, with the lines that count (from 1). */
  evidence: z.array(
    z.strictObject({ object: z.string(), title: z.string(), yaml: z.string(), lines: z.array(z.number().int()) }),
  ),
  fixes: Fixes,
});
export type AttackEdgeDetail = z.infer<typeof AttackEdgeDetail>;

/** Exactly one of the two questions; the answer's whole graph is written, not only what is drawn. */
export const AttackExportQuery = z.strictObject({
  snapshot: z.string().max(200),
  format: z.enum(['json', 'graphml', 'opengraph']),
  paths: PathsQuery.nullable(),
  neighbours: NeighboursQuery.nullable(),
});
export const GraphExportFormat = AttackExportQuery.shape.format;
export type GraphExportFormat = z.infer<typeof GraphExportFormat>;

export type PathsQuery = z.infer<typeof PathsQuery>;
export type NeighboursQuery = z.infer<typeof NeighboursQuery>;
export type ChokePointsQuery = z.infer<typeof ChokePointsQuery>;
export type SimulateQuery = z.infer<typeof SimulateQuery>;
export type AttackNodesQuery = z.infer<typeof AttackNodesQuery>;
export type AttackNodeQuery = z.infer<typeof AttackNodeQuery>;
export type AttackEdgeQuery = z.infer<typeof AttackEdgeQuery>;
export type AttackExportQuery = z.infer<typeof AttackExportQuery>;
export type EdgeCatalogue = z.infer<typeof EdgeCatalogue>;
