import { z } from 'zod';
import { Need } from './coverage.ts';
import { Severity } from './finding.ts';

/** What is read again: one finding's object by its rule, an object by all rules that judge it, or a namespace. */
export const RecheckScope = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('finding'), finding: z.string().max(200) }),
  z.strictObject({
    type: z.literal('object'),
    apiVersion: z.string().max(400),
    kind: z.string().max(200),
    namespace: z.string().max(300).optional(),
    name: z.string().max(400),
  }),
  z.strictObject({ type: z.literal('namespace'), namespace: z.string().min(1).max(300) }),
]);
export type RecheckScope = z.infer<typeof RecheckScope>;

/** `unknown`: what the rule needs can no longer be read, so nobody can say. `new`: the snapshot does not have it. */
export const RecheckState = z.enum(['still', 'changed', 'gone', 'unknown', 'new']);
export type RecheckState = z.infer<typeof RecheckState>;

export const RecheckVerdict = z.strictObject({
  finding: z.string(),
  state: RecheckState,
  ruleId: z.string(),
  severity: Severity,
  /** As it is now; of a finding that is gone, as it was. */
  message: z.string(),
  kind: z.string(),
  namespace: z.string().nullable(),
  name: z.string(),
  /** In words: what is another than in the snapshot, why it is gone. */
  notes: z.array(z.string()),
  /** Of an unknown: the permission that would answer it. */
  needs: z.array(Need),
});
export type RecheckVerdict = z.infer<typeof RecheckVerdict>;

/**
 * What a second look says, beside a snapshot that stays as it is. It was evaluated on what was read for it alone: nothing of
 * the snapshot's age is in it.
 */
export const Recheck = z.strictObject({
  snapshot: z.string(),
  scope: RecheckScope,
  /** RFC 3339: when the snapshot was taken, and between which times this was read. */
  capturedAt: z.string(),
  readFrom: z.string(),
  readUntil: z.string(),
  requests: z.number().int(),
  rules: z.number().int(),
  counts: z.strictObject({
    still: z.number().int(),
    changed: z.number().int(),
    gone: z.number().int(),
    unknown: z.number().int(),
    new: z.number().int(),
  }),
  /** The finding that was asked about first, then what is another than before. */
  verdicts: z.array(RecheckVerdict),
  omitted: z.number().int(),
});
export type Recheck = z.infer<typeof Recheck>;
