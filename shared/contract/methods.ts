import { z } from 'zod';
import { CaptureOptions, CaptureRequest, PlannedRequest } from './capture.ts';
import { ContextEntry, ContextSource, DoctorReport } from './context.ts';
import { CoverageEntry } from './coverage.ts';
import { ExecQuestion } from './events.ts';
import { Severity } from './finding.ts';
import { FindingDetail, FindingsPage, FindingsQuery } from './findings-query.ts';
import { Patch, PatchCheck } from './patch.ts';
import { Problem } from './problem.ts';
import { ContextRef, SnapshotSummary } from './snapshot.ts';

/**
 * query: reads what is there. command: does something; serialised per store and per cluster, and logged.
 * effect: what it touches. `clusterWrite` (dry-run included) is refused in read-only mode.
 */
export interface Method<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly kind: 'query' | 'command';
  readonly effect: 'none' | 'library' | 'clusterRequest' | 'clusterWrite';
  readonly input: I;
  readonly output: O;
}

const method = <I extends z.ZodType, O extends z.ZodType>(value: Method<I, O>): Method<I, O> => value;

const Nothing = z.strictObject({});
const SnapshotId = z.strictObject({ snapshot: z.string().max(200) });
const FindingId = z.strictObject({ snapshot: z.string().max(200), finding: z.string().max(200) });
const FindingIds = z.strictObject({ snapshot: z.string().max(200), findings: z.array(z.string().max(200)).min(1).max(500) });

/** A file that waits to be fetched, once, by the host that asked: a path never crosses. */
export const Download = z.strictObject({ handle: z.string(), name: z.string(), bytes: z.number().int() });
export type Download = z.infer<typeof Download>;

/** What is put into a handle piece by piece (at most 512 KiB of base64 each), before it is imported. */
export const UploadChunk = z.strictObject({
  handle: z.string().nullable(),
  name: z.string().max(255),
  chunk: z.base64().max(700_000),
  last: z.boolean(),
});

export const AppInfo = z.strictObject({
  version: z.string(),
  rulesVersion: z.string(),
  rules: z.number().int(),
  host: z.enum(['desktop', 'page', 'cli', 'test']),
  platform: z.string(),
  /** Open this at start: a snapshot named on the command line, or the demo. */
  open: z.string().nullable(),
  /** Why what was named on the command line could not be opened; the app is there all the same. */
  openProblem: Problem.optional(),
});

export const RuleRow = z.strictObject({
  id: z.string(),
  pack: z.string(),
  severity: Severity,
  what: z.string(),
  why: z.string(),
  fix: z.string(),
  references: z.array(z.string()),
  frameworks: z.array(z.string()),
  fixable: z.boolean(),
  needs: z.array(z.string()),
});

/** Every call that renderer and core share, in one place. A new call is one entry here and one handler. */
export const methods = {
  'app.info': method({ kind: 'query', effect: 'none', input: Nothing, output: AppInfo }),
  'contexts.list': method({
    kind: 'query',
    effect: 'none',
    input: Nothing,
    output: z.strictObject({ sources: z.array(ContextSource), contexts: z.array(ContextEntry) }),
  }),
  'contexts.add': method({
    kind: 'command',
    effect: 'none',
    input: z.strictObject({ upload: z.string() }),
    output: z.strictObject({ source: z.string() }),
  }),
  'contexts.remove': method({ kind: 'command', effect: 'none', input: z.strictObject({ source: z.string() }), output: Nothing }),
  'doctor.run': method({
    kind: 'command',
    effect: 'clusterRequest',
    input: z.strictObject({ context: ContextRef }),
    output: DoctorReport,
  }),
  'capture.plan': method({
    kind: 'query',
    effect: 'none',
    input: z.strictObject({ options: CaptureOptions }),
    output: z.strictObject({ requests: z.array(PlannedRequest), budget: z.number().int(), role: z.string() }),
  }),
  'capture.start': method({
    kind: 'command',
    effect: 'clusterRequest',
    input: CaptureRequest,
    output: z.strictObject({ captureId: z.string() }),
  }),
  /** Ends when the capture has: the snapshot, or the problem. */
  'capture.result': method({
    kind: 'query',
    effect: 'none',
    input: z.strictObject({ captureId: z.string() }),
    output: SnapshotSummary,
  }),
  /** Stands in no queue: an import under way must not hold it up. */
  'capture.cancel': method({
    kind: 'command',
    effect: 'none',
    input: z.strictObject({ captureId: z.string() }),
    output: Nothing,
  }),
  /** What waits for an answer, for a page that was not there when it was asked. */
  'exec.questions': method({
    kind: 'query',
    effect: 'none',
    input: Nothing,
    output: z.strictObject({ questions: z.array(ExecQuestion) }),
  }),
  'exec.answer': method({
    kind: 'command',
    effect: 'none',
    input: z.strictObject({ question: z.string(), allow: z.boolean() }),
    output: Nothing,
  }),
  'snapshots.list': method({
    kind: 'query',
    effect: 'none',
    input: Nothing,
    output: z.strictObject({ snapshots: z.array(SnapshotSummary), problems: z.array(z.string()) }),
  }),
  'snapshots.get': method({ kind: 'query', effect: 'none', input: SnapshotId, output: SnapshotSummary }),
  'snapshots.rename': method({
    kind: 'command',
    effect: 'library',
    input: z.strictObject({ snapshot: z.string(), title: z.string().min(1).max(200) }),
    output: SnapshotSummary,
  }),
  'snapshots.remove': method({ kind: 'command', effect: 'library', input: SnapshotId, output: Nothing }),
  'snapshots.import': method({
    kind: 'command',
    effect: 'library',
    input: z.strictObject({ upload: z.string() }),
    output: SnapshotSummary,
  }),
  'snapshots.export': method({ kind: 'command', effect: 'none', input: SnapshotId, output: Download }),
  'demo.open': method({ kind: 'command', effect: 'library', input: Nothing, output: SnapshotSummary }),
  'findings.list': method({ kind: 'query', effect: 'none', input: FindingsQuery, output: FindingsPage }),
  'findings.get': method({ kind: 'query', effect: 'none', input: FindingId, output: FindingDetail }),
  'coverage.get': method({
    kind: 'query',
    effect: 'none',
    input: SnapshotId,
    output: z.strictObject({
      percent: z.number().nullable(),
      cells: z.number().int(),
      full: z.number().int(),
      namespaces: z.array(z.string()).nullable(),
      /** Gaps first, each with how many checks it leaves unknown. */
      entries: z.array(CoverageEntry.extend({ unknown: z.number().int() })),
      omitted: z.number().int(),
    }),
  }),
  'rules.list': method({
    kind: 'query',
    effect: 'none',
    input: Nothing,
    output: z.strictObject({ rules: z.array(RuleRow), version: z.string() }),
  }),
  'patch.preview': method({ kind: 'query', effect: 'none', input: FindingId, output: Patch }),
  'patch.dryRun': method({ kind: 'command', effect: 'clusterWrite', input: FindingId, output: PatchCheck }),
  'patch.export': method({ kind: 'command', effect: 'none', input: FindingIds, output: Download }),
  'upload.put': method({ kind: 'command', effect: 'none', input: UploadChunk, output: z.strictObject({ handle: z.string() }) }),
} as const satisfies Record<string, Method>;

export type MethodName = keyof typeof methods;
export type Input<N extends MethodName> = z.input<(typeof methods)[N]['input']>;
export type ParsedInput<N extends MethodName> = z.output<(typeof methods)[N]['input']>;
export type Output<N extends MethodName> = z.output<(typeof methods)[N]['output']>;

export const methodNames = Object.keys(methods) as MethodName[];

export const isMethodName = (name: unknown): name is MethodName => typeof name === 'string' && Object.hasOwn(methods, name);

/** At most so many bytes in a call's reply, as JSON. */
export const replyLimit = 1024 * 1024;
