import { z } from 'zod';
import { ObjectRef } from './kube.ts';

/** One rung of the validation ladder. `not-run` is a state of its own. */
export const PatchCheck = z.strictObject({
  check: z.enum(['parsed', 'schema', 'reevaluated', 'serverDryRun']),
  result: z.enum(['passed', 'failed', 'not-run']),
  /** What was seen: "this finding gone, no new one", the server's refusal, the warnings. */
  note: z.string(),
  /** RFC 3339 UTC, and as whom, where it ran. */
  at: z.string().nullable(),
  as: z.string().nullable(),
  /** Why the server refused: a missing permission, an admission decision, a stale object, an invalid one. */
  refusal: z.enum(['rbac', 'admission', 'conflict', 'invalid', 'unverifiable', 'unreachable']).nullable(),
  warnings: z.array(z.string()),
});
export type PatchCheck = z.infer<typeof PatchCheck>;

export const ChangeRisk = z.enum(['no-restart', 'restart', 'may-crash', 'may-cut-traffic', 'may-deny-api']);

/** One operation of RFC 6902. */
export const JsonPatchOp = z.strictObject({
  op: z.enum(['add', 'remove', 'replace', 'test']),
  path: z.string(),
  value: z.json().optional(),
});
export type JsonPatchOp = z.infer<typeof JsonPatchOp>;

/** A reviewable change of one object for one or more findings. `create` is for an object that is not there yet. */
export const Patch = z.strictObject({
  id: z.string(),
  ruleId: z.string(),
  findingIds: z.array(z.string()),
  target: ObjectRef,
  dialect: z.enum(['json-patch', 'create']),
  /** With `test` guards before each change; [] for `create`. */
  operations: z.array(JsonPatchOp),
  /** The inverse, with guards on the values that the patch set. */
  rollback: z.array(JsonPatchOp),
  /** What changes, as an imperative sentence: "Remove privileged from container api". */
  title: z.string(),
  risk: ChangeRisk,
  mayBreak: z.string().nullable(),
  /** Set where the change would touch a redacted value: then it is steps, not a patch, and is not offered for apply. */
  redacted: z.string().nullable(),
  /** YAML of the object as captured and after, both redacted; for a create, before is ''. */
  before: z.string(),
  after: z.string(),
  checks: z.array(PatchCheck),
});
export type Patch = z.infer<typeof Patch>;

/** Several patches of one object as one. It starts without the proofs of its parts. */
export const MergedPatch = z.strictObject({
  patch: Patch,
  /** Parts that say otherwise than an earlier one: not in it. */
  left: z.array(z.strictObject({ findingIds: z.array(z.string()), why: z.string() })),
});
export type MergedPatch = z.infer<typeof MergedPatch>;

/** What `patch --output DIR` writes beside the YAML: a promise (interfaces.md). */
export const PatchPlan = z.strictObject({
  schemaVersion: z.literal('1'),
  tool: z.strictObject({ name: z.literal('plumbline'), version: z.string(), rulesVersion: z.string() }),
  snapshot: z.strictObject({ name: z.string(), capturedAt: z.string(), clusterId: z.string().nullable() }),
  patches: z.array(
    z.strictObject({
      file: z.string().nullable(),
      rollbackFile: z.string().nullable(),
      ruleId: z.string(),
      findingIds: z.array(z.string()),
      dialect: z.enum(['json-patch', 'create', 'steps']),
      target: ObjectRef,
      title: z.string(),
      changeRisk: z.strictObject({ risk: ChangeRisk, evidence: z.string() }),
      checks: z.strictObject({ parsed: PatchCheck, schema: PatchCheck, reevaluated: PatchCheck, serverDryRun: PatchCheck }),
    }),
  ),
  left: z.array(z.strictObject({ findingId: z.string(), ruleId: z.string(), why: z.string() })),
});
export type PatchPlan = z.infer<typeof PatchPlan>;

/** The patch with a check's new result in its place. A passed dry-run was strict, so it answers for the schema too. */
export const withCheck = (patch: Patch, check: PatchCheck): Patch => ({
  ...patch,
  checks: patch.checks.map(old => {
    if (old.check === check.check) return check;
    const provesSchema = old.check === 'schema' && check.check === 'serverDryRun' && check.result === 'passed';
    return provesSchema
      ? { ...check, check: 'schema' as const, note: 'The API server read it with fieldValidation=Strict.' }
      : old;
  }),
});
