import { z } from 'zod';
import { CaptureFindings, CaptureOptions, CaptureRequest, CaptureRow, CaptureState, PlannedRequest } from './capture.ts';
import {
  AttackEdgeDetail,
  AttackEdgeQuery,
  AttackExportQuery,
  AttackNodeDetail,
  AttackNodeQuery,
  AttackNodes,
  AttackNodesQuery,
  ChokePoints,
  ChokePointsQuery,
  EdgeCatalogue,
  Neighbours,
  NeighboursQuery,
  Paths,
  PathsQuery,
  SimulateQuery,
  Simulation,
} from './attack.ts';
import {
  CanI,
  CanIQuery,
  Explain,
  ExplainQuery,
  Matrix,
  MatrixQuery,
  MyAccess,
  MyAccessQuery,
  Upkeep,
  UpkeepQuery,
  WhatCan,
  WhatCanQuery,
  WhoCan,
  WhoCanQuery,
} from './rbac.ts';
import {
  CompareFindingsPage,
  CompareFindingsQuery,
  CompareObjectDetail,
  CompareObjectQuery,
  CompareObjectsPage,
  CompareObjectsQuery,
  ComparePair,
  CompareSummary,
} from './compare.ts';
import { ContextSource, DoctorReport } from './context.ts';
import { CoverageEntry } from './coverage.ts';
import { Diagnostics, EnvironmentFacts, PurgePlan, PurgeWhat } from './diagnostics.ts';
import { ExecQuestion } from './events.ts';
import { Severity } from './finding.ts';
import { FindingDetail, FindingNote, FindingsExport, FindingsPage, FindingsQuery } from './findings-query.ts';
import { type HostMethodName, hostMethods } from './host-methods.ts';
import { InventoryEntry, VanishedNote } from './inventory.ts';
import { type Method, method } from './method.ts';
import {
  ObjectDetail,
  ObjectKinds,
  ObjectKindsQuery,
  ObjectList,
  ObjectListQuery,
  ObjectQuery,
  ObjectRelations,
} from './objects.ts';
import { MergedPatch, Patch, PatchCheck } from './patch.ts';
import { Overview } from './overview.ts';
import { Problem } from './problem.ts';
import { Recheck, RecheckScope } from './recheck.ts';
import { ClusterNote, Settings, SettingsChange } from './settings.ts';
import { ContextRef, SnapshotSummary } from './snapshot.ts';
import { Tray } from './tray.ts';
import { VerifiedBundle } from './verified-bundle.ts';

const Nothing = z.strictObject({});
/** The settings, why not all of their file applies, and where it lies. */
const SettingsReply = z.strictObject({ settings: Settings, problem: Problem.nullable(), path: z.string() });
const CaptureId = z.strictObject({ captureId: z.string().max(200) });
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
  /** How many cases test it: where it must speak, must not, and must say that it does not know. */
  cases: z.strictObject({ failing: z.number().int(), passing: z.number().int(), unknown: z.number().int() }),
});

/** One case of a rule's tests: a few objects, and what the rule must say of them. */
export const RuleCase = z.strictObject({
  kind: z.enum(['failing', 'passing', 'unknown']),
  name: z.string(),
  /** Passes, but looks much like what fails. */
  nearMiss: z.boolean(),
  /** The whole case as YAML. */
  text: z.string(),
});
export type RuleCase = z.infer<typeof RuleCase>;

/** What a rule said on one snapshot. `skipped` and `defect` tell why it said nothing. */
export const RuleResult = z.strictObject({
  ruleId: z.string(),
  passed: z.number().int(),
  failed: z.number().int(),
  unknown: z.number().int(),
  skipped: z.string().nullable(),
  defect: z.string().nullable(),
});
export type RuleResult = z.infer<typeof RuleResult>;

/** Every call that renderer and core share, in one place. A new call is one entry here and one handler. */
export const methods = {
  'app.info': method({ kind: 'query', effect: 'none', input: Nothing, output: AppInfo }),
  'app.diagnostics': method({ kind: 'query', effect: 'none', input: Nothing, output: Diagnostics }),
  'app.captureEnvironment': method({ kind: 'command', effect: 'none', input: Nothing, output: EnvironmentFacts }),
  'app.purgePlan': method({ kind: 'query', effect: 'none', input: z.strictObject({ what: PurgeWhat }), output: PurgePlan }),
  'app.purge': method({ kind: 'command', effect: 'library', input: z.strictObject({ what: PurgeWhat }), output: PurgePlan }),
  'settings.get': method({ kind: 'query', effect: 'none', input: Nothing, output: SettingsReply }),
  'settings.update': method({ kind: 'command', effect: 'none', input: SettingsChange, output: SettingsReply }),
  /** The contents of a PEM file: they are looked at and kept, never a path. */
  'settings.setCaBundle': method({
    kind: 'command',
    effect: 'none',
    input: z.strictObject({ upload: z.string() }),
    output: SettingsReply,
  }),
  'settings.clearCaBundle': method({ kind: 'command', effect: 'none', input: Nothing, output: SettingsReply }),
  /** Brings back what the last `setCaBundle` or `clearCaBundle` of this run replaced. */
  'settings.restoreCaBundle': method({ kind: 'command', effect: 'none', input: Nothing, output: SettingsReply }),
  /** The program asks again before it runs. */
  'settings.revokeExec': method({
    kind: 'command',
    effect: 'none',
    input: z.strictObject({ hash: z.string().max(64) }),
    output: SettingsReply,
  }),
  'contexts.list': method({
    kind: 'query',
    effect: 'none',
    input: Nothing,
    output: z.strictObject({
      sources: z.array(ContextSource),
      contexts: z.array(InventoryEntry),
      /** Notes whose context is in no kubeconfig now: kept until it comes back. */
      vanished: z.array(VanishedNote),
    }),
  }),
  /** A null note is none. */
  'contexts.note': method({
    kind: 'command',
    effect: 'none',
    input: z.strictObject({ context: ContextRef, note: ClusterNote.nullable() }),
    output: z.strictObject({ before: ClusterNote.nullable() }),
  }),
  'contexts.add': method({
    kind: 'command',
    effect: 'none',
    input: z.strictObject({ upload: z.string() }),
    output: z.strictObject({ source: z.string() }),
  }),
  /** Brings a removed source back, until the app ends. */
  'contexts.restore': method({ kind: 'command', effect: 'none', input: z.strictObject({ source: z.string() }), output: Nothing }),
  'contexts.remove': method({ kind: 'command', effect: 'none', input: z.strictObject({ source: z.string() }), output: Nothing }),
  'doctor.run': method({
    kind: 'command',
    effect: 'clusterRequest',
    input: z.strictObject({ context: ContextRef, run: z.string().max(100).optional() }),
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
  /** All captures of this run of the program, the newest first. */
  'capture.list': method({
    kind: 'query',
    effect: 'none',
    input: Nothing,
    output: z.strictObject({ captures: z.array(CaptureRow) }),
  }),
  /** How it stands now, for a page that was not there for its events. */
  'capture.get': method({ kind: 'query', effect: 'none', input: CaptureId, output: CaptureState }),
  /** Held: no new request is sent; what is under way is still heard. A list that expires meanwhile is started anew, told. */
  'capture.pause': method({
    kind: 'command',
    effect: 'none',
    input: CaptureId.extend({ paused: z.boolean() }),
    output: Nothing,
  }),
  'capture.findings': method({
    kind: 'query',
    effect: 'none',
    input: CaptureId.extend({ limit: z.number().int().positive().max(200).default(50) }),
    output: CaptureFindings,
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
    input: z.strictObject({ question: z.string(), allow: z.boolean(), remember: z.boolean().optional() }),
    output: Nothing,
  }),
  'snapshots.list': method({
    kind: 'query',
    effect: 'none',
    input: Nothing,
    output: z.strictObject({ snapshots: z.array(SnapshotSummary), problems: z.array(z.string()) }),
  }),
  'snapshots.get': method({ kind: 'query', effect: 'none', input: SnapshotId, output: SnapshotSummary }),
  /** What a person calls it and writes about it; neither is part of the evidence. */
  'snapshots.update': method({
    kind: 'command',
    effect: 'library',
    input: SnapshotId.extend({ title: z.string().trim().min(1).max(200).optional(), notes: z.string().max(20_000).optional() }),
    output: SnapshotSummary,
  }),
  /** Puts it aside: `restore` brings it back until the next start, or for ten minutes. */
  'snapshots.remove': method({ kind: 'command', effect: 'library', input: SnapshotId, output: Nothing }),
  'snapshots.restore': method({ kind: 'command', effect: 'library', input: SnapshotId, output: SnapshotSummary }),
  /** Checks a bundle's bytes without taking it in. `expect`: the identity that was noted elsewhere. */
  'snapshots.verify': method({
    kind: 'command',
    effect: 'none',
    input: z.strictObject({
      upload: z.string(),
      expect: z
        .string()
        .regex(/^[0-9a-f]{64}$/iu)
        .optional(),
    }),
    output: VerifiedBundle,
  }),
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
  /** What the list tells late: it reads objects and older snapshots. Ids that there are not are left out. */
  'findings.notes': method({
    kind: 'query',
    effect: 'none',
    input: FindingIds,
    output: z.strictObject({ notes: z.array(FindingNote) }),
  }),
  'findings.export': method({ kind: 'command', effect: 'none', input: FindingsExport, output: Download }),
  /** Reads a cluster again, as little as it takes, and changes nothing: read-only mode allows it. */
  'findings.recheck': method({
    kind: 'command',
    effect: 'clusterRequest',
    input: z.strictObject({ snapshot: z.string().max(200), scope: RecheckScope }),
    output: Recheck,
  }),
  'overview.get': method({ kind: 'query', effect: 'none', input: SnapshotId, output: Overview }),
  'objects.kinds': method({ kind: 'query', effect: 'none', input: ObjectKindsQuery, output: ObjectKinds }),
  'objects.list': method({ kind: 'query', effect: 'none', input: ObjectListQuery, output: ObjectList }),
  'objects.get': method({ kind: 'query', effect: 'none', input: ObjectQuery, output: ObjectDetail }),
  /** Apart from `objects.get`: it reads other objects, which takes longer in a large snapshot. */
  'objects.related': method({ kind: 'query', effect: 'none', input: ObjectQuery, output: ObjectRelations }),
  /** Compares two snapshots (seconds for large ones); cancelled by the call. The other three page through the same pair. */
  'compare.summary': method({ kind: 'query', effect: 'none', input: ComparePair, output: CompareSummary }),
  'compare.findings': method({ kind: 'query', effect: 'none', input: CompareFindingsQuery, output: CompareFindingsPage }),
  'compare.objects': method({ kind: 'query', effect: 'none', input: CompareObjectsQuery, output: CompareObjectsPage }),
  'compare.object': method({ kind: 'query', effect: 'none', input: CompareObjectQuery, output: CompareObjectDetail }),
  /** Rights. The first question about a snapshot makes its index (seconds for a large one); it is kept while others come. */
  'rbac.canI': method({ kind: 'query', effect: 'none', input: CanIQuery, output: CanI }),
  'rbac.whoCan': method({ kind: 'query', effect: 'none', input: WhoCanQuery, output: WhoCan }),
  'rbac.whatCan': method({ kind: 'query', effect: 'none', input: WhatCanQuery, output: WhatCan }),
  'rbac.matrix': method({ kind: 'query', effect: 'none', input: MatrixQuery, output: Matrix }),
  'rbac.upkeep': method({ kind: 'query', effect: 'none', input: UpkeepQuery, output: Upkeep }),
  'rbac.explain': method({ kind: 'query', effect: 'none', input: ExplainQuery, output: Explain }),
  'rbac.myAccess': method({ kind: 'query', effect: 'none', input: MyAccessQuery, output: MyAccess }),
  /** How an attacker gets from one thing to another. */
  'attack.paths': method({ kind: 'query', effect: 'none', input: PathsQuery, output: Paths }),
  'attack.neighbours': method({ kind: 'query', effect: 'none', input: NeighboursQuery, output: Neighbours }),
  'attack.chokePoints': method({ kind: 'query', effect: 'none', input: ChokePointsQuery, output: ChokePoints }),
  'attack.simulate': method({ kind: 'query', effect: 'none', input: SimulateQuery, output: Simulation }),
  'attack.nodes': method({ kind: 'query', effect: 'none', input: AttackNodesQuery, output: AttackNodes }),
  'attack.node': method({ kind: 'query', effect: 'none', input: AttackNodeQuery, output: AttackNodeDetail }),
  'attack.edge': method({ kind: 'query', effect: 'none', input: AttackEdgeQuery, output: AttackEdgeDetail }),
  'attack.edges': method({ kind: 'query', effect: 'none', input: Nothing, output: EdgeCatalogue }),
  'attack.export': method({ kind: 'query', effect: 'none', input: AttackExportQuery, output: Download }),
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
      entries: z.array(CoverageEntry.extend({ unknown: z.number().int(), namespaced: z.boolean() })),
      omitted: z.number().int(),
    }),
  }),
  'rules.list': method({
    kind: 'query',
    effect: 'none',
    input: Nothing,
    output: z.strictObject({ rules: z.array(RuleRow), version: z.string() }),
  }),
  'rules.cases': method({
    kind: 'query',
    effect: 'none',
    input: z.strictObject({ rule: z.string().max(200) }),
    output: z.strictObject({ cases: z.array(RuleCase) }),
  }),
  'rules.results': method({
    kind: 'query',
    effect: 'none',
    input: SnapshotId,
    output: z.strictObject({ rulesVersion: z.string(), results: z.array(RuleResult) }),
  }),
  'tray.get': method({ kind: 'query', effect: 'none', input: SnapshotId, output: Tray }),
  'tray.put': method({ kind: 'command', effect: 'library', input: SnapshotId.extend({ tray: Tray }), output: Nothing }),
  'patch.preview': method({ kind: 'query', effect: 'none', input: FindingId, output: Patch }),
  /** The patches of these findings, which are of one object, as one. Problem `not-patchable` where they cannot be. */
  'patch.merge': method({ kind: 'query', effect: 'none', input: FindingIds, output: MergedPatch }),
  /** `with`: the patch that `patch.merge` makes of this finding and those. */
  'patch.dryRun': method({
    kind: 'command',
    effect: 'clusterWrite',
    input: FindingId.extend({ with: z.array(z.string().max(200)).max(100).optional() }),
    output: PatchCheck,
  }),
  /** `files`: how many changes the archive holds; patches of one object that need each other are one of them. */
  'patch.export': method({
    kind: 'command',
    effect: 'none',
    input: FindingIds,
    output: Download.extend({ files: z.number().int() }),
  }),
  'upload.put': method({ kind: 'command', effect: 'none', input: UploadChunk, output: z.strictObject({ handle: z.string() }) }),
  ...hostMethods,
} as const satisfies Record<string, Method>;

export type MethodName = keyof typeof methods;
/** Those that have a handler in the core; the others are answered by the host (`hostMethods`). */
export type CoreMethodName = Exclude<MethodName, HostMethodName>;
export type Input<N extends MethodName> = z.input<(typeof methods)[N]['input']>;
export type ParsedInput<N extends MethodName> = z.output<(typeof methods)[N]['input']>;
export type Output<N extends MethodName> = z.output<(typeof methods)[N]['output']>;

export const methodNames = Object.keys(methods) as MethodName[];

export const isMethodName = (name: unknown): name is MethodName => typeof name === 'string' && Object.hasOwn(methods, name);

/** At most so many bytes in a call's reply, as JSON. */
export const replyLimit = 1024 * 1024;
