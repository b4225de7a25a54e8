import { z } from 'zod';
import { AttackPath } from './attack.ts';
import { Need } from './coverage.ts';
import { Grant, RbacRef } from './rbac.ts';

/** Rights that a subject holds after a change and not before, or the other way round: as Permission, but for what changed alone. */
export const RightsChange = z.strictObject({
  /** Where: null for cluster-wide. */
  namespace: z.string().nullable(),
  group: z.string(),
  resources: z.array(z.string()),
  verbs: z.array(z.string()),
  /** Names to which it is limited; [] for any. */
  names: z.array(z.string()),
  urls: z.array(z.string()),
  /** For gains as things are after the change, for losses as they were before; at most 3. */
  by: z.array(Grant),
  moreBy: z.number().int(),
});
export type RightsChange = z.infer<typeof RightsChange>;

export const SubjectChange = z.strictObject({
  subject: z.string(),
  /** One of the system's own. */
  baseline: z.boolean(),
  /** At most 30 each, and 500 of all subjects together. */
  gained: z.array(RightsChange),
  lost: z.array(RightsChange),
  /** One verb on one resource (for one name) in one place each, those that the lists leave out included. */
  gainedCount: z.number().int(),
  lostCount: z.number().int(),
});
export type SubjectChange = z.infer<typeof SubjectChange>;

/** A way to admin that is new, shorter, longer or gone; costs are null where there is none. */
export const PathChange = z.strictObject({
  from: z.string(),
  costBefore: z.number().nullable(),
  costAfter: z.number().nullable(),
  /** The cheapest: as it is where there is one now, else as it was. */
  path: AttackPath.nullable(),
});
export type PathChange = z.infer<typeof PathChange>;

/**
 * What a change does to rights and attack paths: of one snapshot to another, or of manifests laid over a snapshot. Rights are
 * compared as they take effect, so that a binding that repeats another changes nothing.
 */
export const RbacChange = z.strictObject({
  /** Names of the two states: "prod, 1 March", "prod with deploy/". */
  before: z.string(),
  after: z.string(),
  /** Roles and bindings that differ, whether or not that changes any right. At most 200. */
  objects: z.array(z.strictObject({ ref: RbacRef, change: z.enum(['added', 'removed', 'changed']) })),
  objectCount: z.number().int(),
  /** At most 200, those who gain most first. */
  subjects: z.array(SubjectChange),
  subjectCount: z.number().int(),
  gainedCount: z.number().int(),
  lostCount: z.number().int(),
  /** Accounts that come to exist and hold rights at once, by bindings that were there before them. At most 50. */
  comesAlive: z.array(z.strictObject({ subject: z.string(), by: z.array(Grant) })),
  /** Null where no paths were compared. */
  paths: z
    .strictObject({
      /** Identities and workloads that reach admin. */
      reachingBefore: z.number().int(),
      reachingAfter: z.number().int(),
      /** New ways, and shorter ones; ways that are gone, and longer ones. At most 50 each. */
      gained: z.array(PathChange),
      gainedCount: z.number().int(),
      lost: z.array(PathChange),
      lostCount: z.number().int(),
    })
    .nullable(),
  needs: z.array(Need),
  caveats: z.array(z.string()),
});
export type RbacChange = z.infer<typeof RbacChange>;
