import { z } from 'zod';
import { Severity } from './finding.ts';
import { Problem } from './problem.ts';
import { ContextRef, SeverityCounts } from './snapshot.ts';

/** What to capture and within which bounds. Absent fields take `captureDefaults`. */
export const CaptureOptions = z.strictObject({
  /** Only these namespaces (namespaced kinds); also how a user who cannot list namespaces names them. */
  namespaces: z.array(z.string()).optional(),
  excludeNamespaces: z.array(z.string()).optional(),
  /** Resources (`plural.group`) that are not asked for. */
  excludeResources: z.array(z.string()).optional(),
  customResources: z.boolean().optional(),
  /** Read kubelet configz where the right already exists. */
  kubeletConfig: z.boolean().optional(),
  /** At most so many requests in all; what falls past it is `skipped`, told. */
  requestBudget: z.number().int().positive().optional(),
  /** Milliseconds for one request. */
  requestTimeout: z.number().int().positive().optional(),
  as: z.string().optional(),
  asGroups: z.array(z.string()).optional(),
});
export type CaptureOptions = z.infer<typeof CaptureOptions>;

export const captureDefaults = {
  pageSize: 500,
  concurrency: 6,
  requestBudget: 20_000,
  requestTimeout: 60_000,
  retries: 5,
  /** Caps for one custom resource: what is over is `partial`, told. */
  customResourceObjects: 5_000,
  customResourceBytes: 64 * 1024 * 1024,
} as const;

export const CaptureRequest = z.strictObject({ context: ContextRef, title: z.string().optional(), options: CaptureOptions });
export type CaptureRequest = z.infer<typeof CaptureRequest>;

/** Progress of one resource. `total` is known only where the server told remainingItemCount. */
export const ResourceProgress = z.strictObject({
  resource: z.string(),
  state: z.enum(['waiting', 'reading', 'retrying', 'full', 'partial', 'denied', 'not-served', 'failed', 'skipped']),
  objects: z.number().int(),
  total: z.number().int().nullable(),
  requests: z.number().int(),
  bytes: z.number().int(),
  /** What is being waited for or what went wrong, in words. */
  note: z.string(),
  elapsedMs: z.number(),
});
export type ResourceProgress = z.infer<typeof ResourceProgress>;

export const CaptureProgress = z.strictObject({
  captureId: z.string(),
  phase: z.enum(['connecting', 'discovery', 'reading', 'evaluating', 'saving', 'done', 'cancelled', 'failed']),
  /** Held by a person: what was sent is still heard, nothing new is sent. */
  paused: z.boolean().optional(),
  resources: z.array(ResourceProgress),
  requests: z.number().int(),
  retries: z.number().int(),
  throttled: z.number().int(),
  bytes: z.number().int(),
  objects: z.number().int(),
  findings: z.number().int(),
  elapsedMs: z.number(),
});
export type CaptureProgress = z.infer<typeof CaptureProgress>;

/** A capture of this run of the program, as it stands. */
export const CaptureState = z.strictObject({
  captureId: z.string(),
  context: ContextRef,
  title: z.string().nullable(),
  startedAt: z.string(),
  progress: CaptureProgress,
  /** What it came to: the snapshot that was kept, or why there is none. Both null while it runs. */
  snapshot: z.string().nullable(),
  problem: Problem.nullable(),
});
export type CaptureState = z.infer<typeof CaptureState>;

/** The same as a row of a list: how many resources were answered, not each. */
export const CaptureRow = CaptureState.extend({
  progress: CaptureProgress.omit({ resources: true }).extend({ resources: z.number().int(), answered: z.number().int() }),
});
export type CaptureRow = z.infer<typeof CaptureRow>;

/** What the rules found that had all they need, while the rest is still read: it can only grow. */
export const CaptureFindings = z.strictObject({
  rules: z.strictObject({ spoke: z.number().int(), total: z.number().int() }),
  total: z.number().int(),
  severities: SeverityCounts,
  /** The worst first, at most so many as were asked for. */
  rows: z.array(
    z.strictObject({
      ruleId: z.string(),
      severity: Severity,
      message: z.string(),
      kind: z.string(),
      namespace: z.string().nullable(),
      name: z.string(),
    }),
  ),
});
export type CaptureFindings = z.infer<typeof CaptureFindings>;

/** One request that a capture would send. `path` may hold `{namespace}` or `{resource}` where discovery decides. */
export const PlannedRequest = z.strictObject({
  method: z.enum(['GET', 'POST']),
  path: z.string(),
  accept: z.string(),
  why: z.string(),
});
export type PlannedRequest = z.infer<typeof PlannedRequest>;
