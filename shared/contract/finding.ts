import { z } from 'zod';
import { Need } from './coverage.ts';
import { ObjectRef } from './kube.ts';

export const Severity = z.enum(['critical', 'high', 'medium', 'low']);
export type Severity = z.infer<typeof Severity>;

/** From worst to mildest. */
export const severities = Severity.options;

export const atLeast = (severity: Severity, floor: Severity): boolean =>
  severities.indexOf(severity) <= severities.indexOf(floor);

export const FindingStatus = z.enum(['fail', 'unknown', 'suppressed']);

export const Occurrence = z.strictObject({ kind: z.string(), namespace: z.string().optional(), name: z.string() });

export const Finding = z.strictObject({
  /** Stable fingerprint: rule + identity of `resource` + path by list keys. */
  id: z.string(),
  ruleId: z.string(),
  status: FindingStatus,
  severity: Severity,
  /** The object that a person edits: the root owner. Null only for an unknown of the whole cluster. */
  resource: ObjectRef.nullable(),
  ownerIncomplete: z.boolean(),
  /** Where it stands: equal to `resource` unless an operator owns the child. Null only with `resource`. */
  at: z.strictObject({ resource: ObjectRef, path: z.string(), container: z.string().optional() }).nullable(),
  /** JSON Pointer into `at.resource`; the same as `at.path`, '' for an unknown. */
  path: z.string(),
  occurrences: z.array(Occurrence),
  source: z.strictObject({ file: z.string(), line: z.number().int() }).optional(),
  message: z.string(),
  why: z.string(),
  fix: z.string(),
  frameworks: z.array(z.string()),
  fixable: z.boolean(),
  needs: z.array(Need),
});
export type Finding = z.infer<typeof Finding>;
