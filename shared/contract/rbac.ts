import { z } from 'zod';
import { Need } from './coverage.ts';

/**
 * Questions about rights. Subjects are written `user:NAME`, `group:NAME`, `sa:NAMESPACE/NAME`, `pod:NAMESPACE/NAME` (its
 * service account). A namespace of null: cluster-wide. Answers are yes, no or unknown; an unknown names what was not read.
 */
export const Answer = z.enum(['yes', 'no', 'unknown']);
export type Answer = z.infer<typeof Answer>;

/** A Role, ClusterRole or binding by name; `namespace` null for the two of the cluster. */
export const RbacRef = z.strictObject({
  kind: z.enum(['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding']),
  namespace: z.string().nullable(),
  name: z.string(),
});
export type RbacRef = z.infer<typeof RbacRef>;

/** One rule that grants an access, through one binding, to one of its subjects. `rule` counts from 0 in `role.rules`. */
export const Grant = z.strictObject({
  binding: RbacRef,
  role: RbacRef,
  rule: z.number().int(),
  /** The subject of the binding that matched, `group:system:authenticated` for example. */
  subject: z.string(),
  /** One of Kubernetes' own, or of a known vendor. */
  baseline: z.boolean(),
});
export type Grant = z.infer<typeof Grant>;

/** A request as the API server's authorizer sees it. `name` '' where the request carries none; `subresource` '' for none. */
export const ResourceAccess = z.strictObject({
  verb: z.string().max(2_000),
  group: z.string().max(2_000),
  resource: z.string().max(2_000),
  subresource: z.string().max(2_000),
  /** '' : cluster-scoped, or all namespaces. */
  namespace: z.string().max(2_000),
  name: z.string().max(2_000),
});
export type ResourceAccess = z.infer<typeof ResourceAccess>;
export const UrlAccess = z.strictObject({ verb: z.string().max(2_000), path: z.string().max(2_000) });
export type UrlAccess = z.infer<typeof UrlAccess>;
export const Access = z.union([ResourceAccess, UrlAccess]);
export type Access = z.infer<typeof Access>;

export const CanIQuery = z.strictObject({ snapshot: z.string().max(200), subject: z.string().max(2_000), access: Access });
export const CanI = z.strictObject({
  answer: Answer,
  by: z.array(Grant),
  /** `system:masters` and the like: allowed ahead of RBAC, by no binding. */
  authorizer: z.string().nullable(),
  needs: z.array(Need),
  /** What the answer does not cover: other authorizers, groups that only the identity provider knows. */
  caveats: z.array(z.string()),
});
export type CanI = z.infer<typeof CanI>;

export const WhoCanQuery = z.strictObject({
  snapshot: z.string().max(200),
  access: Access,
  /** Those who have the right in at least one namespace or for at least one name count too. */
  somewhere: z.boolean(),
  hideBaseline: z.boolean(),
  offset: z.number().int().min(0),
  limit: z.number().int().min(1).max(500),
});
export const WhoCan = z.strictObject({
  total: z.number().int(),
  hidden: z.number().int(),
  rows: z.array(
    z.strictObject({
      subject: z.string(),
      /** Namespaces in which it holds; null: everywhere. At most 50, `namespaceCount` has the number. */
      namespaces: z.array(z.string()).nullable(),
      namespaceCount: z.number().int(),
      /** Names to which it is limited; null: any. */
      names: z.array(z.string()).nullable(),
      /** At most 100; where there are more, `byCount` has the number. */
      by: z.array(Grant),
      byCount: z.number().int().optional(),
      /** Whether the subject exists in this snapshot; null for users and groups, which no cluster lists. */
      exists: z.boolean().nullable(),
    }),
  ),
  needs: z.array(Need),
  caveats: z.array(z.string()),
});
export type WhoCan = z.infer<typeof WhoCan>;

/** Rights of a subject, for reading: one line for resources that it holds the same verbs on, by the same grants. */
export const Permission = z.strictObject({
  namespace: z.string().nullable(),
  group: z.string(),
  resources: z.array(z.string()),
  verbs: z.array(z.string()),
  names: z.array(z.string()),
  urls: z.array(z.string()),
  by: z.array(Grant),
  /** The worst that an attacker gets by it, as ids of edges. */
  edges: z.array(z.string()),
});
export type Permission = z.infer<typeof Permission>;
export const WhatCanQuery = z.strictObject({
  snapshot: z.string().max(200),
  subject: z.string().max(2_000),
  namespace: z.string().max(2_000).nullable(),
  hideBaseline: z.boolean(),
});
export const WhatCan = z.strictObject({
  subject: z.string(),
  user: z.string(),
  groups: z.array(z.string()),
  /** At most 10,000; `omitted` has the number of those left out, of the namespaces that come last. */
  permissions: z.array(Permission),
  omitted: z.number().int().optional(),
  hidden: z.number().int(),
  needs: z.array(Need),
  caveats: z.array(z.string()),
});
export type WhatCan = z.infer<typeof WhatCan>;

export const MatrixQuery = z.strictObject({
  snapshot: z.string().max(200),
  group: z.string().max(2_000),
  resource: z.string().max(2_000),
  namespace: z.string().max(2_000).nullable(),
  hideBaseline: z.boolean(),
  offset: z.number().int().min(0),
  limit: z.number().int().min(1).max(500),
});
/** yes: all names everywhere in the scope; some: of names or namespaces; no; unknown. */
export const MatrixCell = z.enum(['yes', 'some', 'no', 'unknown']);
export const Matrix = z.strictObject({
  verbs: z.array(z.string()),
  total: z.number().int(),
  hidden: z.number().int(),
  rows: z.array(z.strictObject({ subject: z.string(), cells: z.array(MatrixCell) })),
  needs: z.array(Need),
});
export type Matrix = z.infer<typeof Matrix>;

/** What is wrong with bindings and roles themselves, whoever holds them. */
export const UpkeepKind = z.enum(['dangling-role', 'dangling-subject', 'duplicate', 'redundant', 'dormant', 'default-changed']);
export type UpkeepKind = z.infer<typeof UpkeepKind>;
export const UpkeepQuery = z.strictObject({
  snapshot: z.string().max(200),
  kind: UpkeepKind.nullable(),
  hideBaseline: z.boolean(),
  offset: z.number().int().min(0),
  limit: z.number().int().min(1).max(500),
});
export const UpkeepRow = z.strictObject({
  kind: UpkeepKind,
  object: RbacRef,
  /** A sentence. */
  what: z.string(),
  /** What makes it so: the other binding, the missing role, the rule that the default lacks. */
  because: z.array(z.string()),
  /** Who could bring a dangling reference to life, as subjects; at most 20. */
  claimableBy: z.array(z.string()),
  baseline: z.boolean(),
});
export type UpkeepRow = z.infer<typeof UpkeepRow>;
export const Upkeep = z.strictObject({
  counts: z.record(UpkeepKind, z.number().int()),
  total: z.number().int(),
  rows: z.array(UpkeepRow),
  needs: z.array(Need),
});
export type Upkeep = z.infer<typeof Upkeep>;

export const ExplainQuery = z.strictObject({ snapshot: z.string().max(200), text: z.string().max(20_000) });
export const Explain = z.strictObject({
  subject: z.string(),
  /** The refused request; of several that the text tells, the first. */
  access: Access,
  /** All of them, answered together; absent where there is one. */
  accesses: z.array(Access).optional(),
  answer: Answer,
  by: z.array(Grant),
  /** Rules that come closest, nearest first; each says what it lacks. */
  nearest: z.array(z.strictObject({ grant: Grant, lacks: z.array(z.string()) })),
  /** The smallest Role and binding that would allow it, as YAML documents; '' where it is allowed already. */
  proposal: z.string(),
  /** Edges that the proposal would add. */
  adds: z.array(z.strictObject({ edge: z.string(), from: z.string(), to: z.string(), reachesAdmin: z.boolean() })),
  /** Who may create that Role and binding (escalation checks included). */
  grantableBy: z.array(z.string()),
  needs: z.array(Need),
  caveats: z.array(z.string()),
});
export type Explain = z.infer<typeof Explain>;

export const MyAccessQuery = z.strictObject({ snapshot: z.string().max(200) });
export const MyAccess = z.strictObject({
  user: z.string(),
  groups: z.array(z.string()),
  /** Edges from the user's own rights to admin; null: none; unknown where it cannot be told. */
  costToAdmin: z.number().nullable(),
  namespaces: z.array(
    z.strictObject({ namespace: z.string().nullable(), permissions: z.array(Permission), edges: z.array(z.string()) }),
  ),
  needs: z.array(Need),
  caveats: z.array(z.string()),
});
export type MyAccess = z.infer<typeof MyAccess>;

export type CanIQuery = z.infer<typeof CanIQuery>;
export type WhoCanQuery = z.infer<typeof WhoCanQuery>;
export type WhatCanQuery = z.infer<typeof WhatCanQuery>;
export type MatrixQuery = z.infer<typeof MatrixQuery>;
export type UpkeepQuery = z.infer<typeof UpkeepQuery>;
export type ExplainQuery = z.infer<typeof ExplainQuery>;
export type MyAccessQuery = z.infer<typeof MyAccessQuery>;
