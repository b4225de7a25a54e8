import type { CaptureFindings, CaptureOptions, CaptureProgress } from '#contract/capture';
import type {
  CompareFindingsPage,
  CompareFindingsQuery,
  CompareObjectDetail,
  CompareObjectQuery,
  CompareObjectsPage,
  CompareObjectsQuery,
  ComparePair,
  CompareSummary,
} from '#contract/compare';
import type { ContextEntry, ContextSource, DoctorReport } from '#contract/context';
import type { Coverage } from '#contract/coverage';
import type { Evaluation } from '#contract/evaluation';
import type { CoreEvent } from '#contract/events';
import type { Fact, Redaction } from '#contract/fact';
import type { Finding } from '#contract/finding';
import type { FindingsExport } from '#contract/findings-query';
import type { KubeObject, ObjectKey, ResourceType } from '#contract/kube';
import type { Diagnostics, EnvironmentFacts, PurgePlan, PurgeWhat } from '#contract/diagnostics';
import type { Download } from '#contract/methods';
import type { CaBundle, Settings } from '#contract/settings';
import type { ObjectRelations } from '#contract/objects';
import type { MergedPatch, Patch, PatchCheck } from '#contract/patch';
import type { AttackExportQuery } from '#contract/attack';
import type { Problem } from '#contract/problem';
import type { Recheck, RecheckScope } from '#contract/recheck';
import type { Result } from '#contract/result';
import type { ContextRef, SnapshotMeta, SnapshotSummary } from '#contract/snapshot';
import type { Tray } from '#contract/tray';
import type { BundleRecord } from '#contract/verified-bundle';
import type { AccessAsk, AccessInput, AccessOutput } from './access/asks.ts';
import type { VerifyReport } from './evidence/verify.ts';
import type { Ports } from './ports.ts';
import type { SettingsFields } from './settings/stored-settings.ts';

/** What the handlers ask of the host beside the ports: each is filled once, in electron/compose.ts. */
export interface Services {
  readonly ports: Ports;
  readonly contexts: Contexts;
  readonly library: LibraryReader;
  readonly engine: Engine;
  readonly files: Files;
  readonly events: Events;
  readonly settings: SettingsStore;
  readonly diagnostics: DiagnosticsReader;
}

export interface SettingsState {
  readonly settings: Settings;
  /** Why not all of the file applies, or where it was kept. */
  readonly problem: Problem | null;
  readonly path: string;
}

/** The settings of the data folder, of all processes that use it. Each change is on disk when it returns. */
export interface SettingsStore {
  state(): SettingsState;
  /** `edit` is given what is on disk now. Problems: `library`. */
  change(edit: (now: Settings) => SettingsFields): Result<SettingsState, Problem>;
  /** The certificates with their text. */
  caBundle(): { readonly bundle: CaBundle; readonly pem: string } | null;
  /** What a PEM text holds. Problems: `ca-invalid`. */
  describeCaBundle(name: string, pem: string): Result<CaBundle, Problem>;
}

/** What the host knows about itself, and its data folder. */
export interface DiagnosticsReader {
  read(): Promise<Omit<Diagnostics, 'text'>>;
  /** Asks the login shell anew; what connects from now on has its answer. */
  captureEnvironment(): Promise<EnvironmentFacts>;
  purgePlan(what: PurgeWhat): PurgePlan;
  purge(what: PurgeWhat): Result<PurgePlan, Problem>;
}

export interface Events {
  emit(event: CoreEvent): void;
  subscribe(listener: (event: CoreEvent) => void): () => void;
}

/** A context with the file in which it is defined, where its source is a list of several; null for pasted text. */
export type ListedContext = ContextEntry & { readonly file: string | null };

/** Kubeconfig sources: the default and environment ones, and what a person added in this run. */
export interface Contexts {
  list(): Promise<Result<{ readonly sources: readonly ContextSource[]; readonly contexts: readonly ListedContext[] }, Problem>>;
  /** A file or folder that a person chose in the host's own dialog: read where it lies, anew for each list. */
  addPath(path: string): Result<{ readonly source: string }, Problem>;
  /** Takes an upload's text as a source of its own, in memory. */
  add(name: string, text: string): Result<{ readonly source: string }, Problem>;
  remove(source: string): Result<Record<string, never>, Problem>;
  /** Takes the last removal of this source back. */
  restore(source: string): Result<Record<string, never>, Problem>;
}

/** Reads rows of the library in the core's process; everything that loads objects goes through the engine. */
export interface LibraryReader {
  list(): Result<{ readonly snapshots: readonly SnapshotSummary[]; readonly problems: readonly string[] }, Problem>;
  open(id: string): Result<OpenSnapshot, Problem>;
  update(id: string, change: SnapshotChange): Result<SnapshotSummary, Problem>;
  /** Listed and opened no more; `restore` brings it back until the next start, or for ten minutes. */
  putAside(id: string): Result<Record<string, never>, Problem>;
  restore(id: string): Result<SnapshotSummary, Problem>;
  tray(id: string): Result<Tray, Problem>;
  keepTray(id: string, tray: Tray): Result<Record<string, never>, Problem>;
}

/** What is kept beside the evidence; absent fields stay. */
export interface SnapshotChange {
  readonly title?: string | undefined;
  readonly notes?: string | undefined;
  readonly bundle?: BundleRecord | undefined;
}

export interface OpenSnapshot {
  summary(): SnapshotSummary;
  /** In the order of the evaluation, in parts that each take some milliseconds when they are taken. */
  findingParts(): Iterable<readonly Finding[]>;
  evaluation(): Evaluation;
  coverage(): Coverage;
  meta(): SnapshotMeta;
  types(): readonly ResourceType[];
  object(key: ObjectKey): KubeObject | undefined;
  facts(key: ObjectKey): readonly Fact[];
  redactionsOf(key: ObjectKey): readonly Redaction[];
  /** Keys in the order in which they were kept, at most `limit` after the one with this id (0: from the start). */
  entries(after: number, limit: number): readonly ObjectEntry[];
}

/** What a list of objects needs to know of one, without reading it. */
export interface ObjectEntry {
  readonly id: number;
  readonly key: ObjectKey;
  /** Kind, namespace, name and labels in small letters, cut after some two thousand characters. */
  readonly text: string;
}

/** What is asked of a comparison, by name. */
export interface CompareAsks {
  readonly summary: { readonly input: ComparePair; readonly output: CompareSummary };
  readonly findings: { readonly input: CompareFindingsQuery; readonly output: CompareFindingsPage };
  readonly objects: { readonly input: CompareObjectsQuery; readonly output: CompareObjectsPage };
  readonly object: { readonly input: CompareObjectQuery; readonly output: CompareObjectDetail };
}
export type CompareAsk = keyof CompareAsks;

export interface CaptureJob {
  readonly captureId: string;
  readonly context: ContextRef;
  readonly title: string | undefined;
  readonly options: CaptureOptions;
}

/**
 * The worker that holds objects: collects, indexes, evaluates and patches. Every call can be cancelled by its signal, and
 * a worker that stays silent for two seconds after that is ended and started anew.
 */
export interface Engine {
  capture(
    job: CaptureJob,
    onProgress: (progress: CaptureProgress) => void,
    signal: AbortSignal,
  ): Promise<Result<SnapshotSummary, Problem>>;
  /** Holds a capture's requests, or lets them go on; one that is over is left as it is. */
  pauseCapture(captureId: string, paused: boolean): void;
  /** What the rules of a capture under way found so far. */
  captureFindings(captureId: string, limit: number, signal: AbortSignal): Promise<Result<CaptureFindings, Problem>>;
  /** Each step that ends is told as the event `doctor.step` where a run is named. */
  doctor(context: ContextRef, run: string | undefined, signal: AbortSignal): Promise<Result<DoctorReport, Problem>>;
  /** A bundle or a `kubectl get` dump, told apart by its content. */
  importFile(path: string, name: string, signal: AbortSignal): Promise<Result<SnapshotSummary, Problem>>;
  /** Whether a bundle's bytes are whole and unaltered. Problems: those of a file that cannot be read at all. */
  verifyBundle(path: string, expect: string | undefined, signal: AbortSignal): Promise<Result<VerifyReport, Problem>>;
  demo(signal: AbortSignal): Promise<Result<SnapshotSummary, Problem>>;
  exportBundle(
    snapshot: string,
    path: string,
    signal: AbortSignal,
  ): Promise<Result<{ readonly bytes: number; readonly identity: string }, Problem>>;
  patch(snapshot: string, finding: string, signal: AbortSignal): Promise<Result<Patch, Problem>>;
  mergePatches(snapshot: string, findings: readonly string[], signal: AbortSignal): Promise<Result<MergedPatch, Problem>>;
  /** The patch of one finding, or of several merged. */
  dryRun(snapshot: string, findings: readonly string[], signal: AbortSignal): Promise<Result<PatchCheck, Problem>>;
  exportPatches(
    snapshot: string,
    findings: readonly string[],
    path: string,
    signal: AbortSignal,
  ): Promise<Result<{ readonly bytes: number; readonly files: number }, Problem>>;
  /** Owner chain and relations of one object. `object-unknown` where the snapshot has none under this key. */
  relations(snapshot: string, key: ObjectKey, signal: AbortSignal): Promise<Result<ObjectRelations, Problem>>;
  /** Two snapshots of the library; the last pair is kept, so that its rows are paged without comparing anew. */
  compare<N extends CompareAsk>(
    name: N,
    input: CompareAsks[N]['input'],
    signal: AbortSignal,
  ): Promise<Result<CompareAsks[N]['output'], Problem>>;
  /** Questions about rights and attack paths; the index of the last snapshot asked about is kept. */
  access<N extends AccessAsk>(name: N, input: AccessInput<N>, signal: AbortSignal): Promise<Result<AccessOutput<N>, Problem>>;
  /** Writes the graph of a question to `path`. */
  exportAttack(query: AttackExportQuery, path: string, signal: AbortSignal): Promise<Result<{ readonly bytes: number }, Problem>>;
  /** Reads a scope of a cluster's snapshot again. `not-available` where no cluster stands behind it. */
  recheck(snapshot: string, scope: RecheckScope, signal: AbortSignal): Promise<Result<Recheck, Problem>>;
  /** Writes the findings under a filter text to `path`; `filter-invalid` where it cannot be read. */
  exportFindings(query: FindingsExport, path: string, signal: AbortSignal): Promise<Result<{ readonly bytes: number }, Problem>>;
  answerExec(question: string, allow: boolean): void;
  close(): Promise<void>;
}

/** Uploads and downloads by opaque handle. A handle is random, of this run, and each download is fetched once. */
export interface Files {
  put(handle: string | null, name: string, chunk: string, last: boolean): Result<{ readonly handle: string }, Problem>;
  /** The whole text of a small upload (a kubeconfig): at most `limit` bytes. */
  text(handle: string, limit: number): Result<{ readonly name: string; readonly text: string }, Problem>;
  /** Where a finished upload lies, for the engine. */
  uploaded(handle: string): Result<{ readonly name: string; readonly path: string; readonly bytes: number }, Problem>;
  /** Where a person's own file or folder lies that was chosen in the host's dialog; undefined for what was uploaded. */
  chosen(handle: string): string | undefined;
  discard(handle: string): void;
  /** A fresh path for the engine to write to. */
  outgoing(name: string): { readonly handle: string; readonly path: string };
  /** Makes what was written there fetchable, once. */
  offer(handle: string, bytes: number): Result<Download, Problem>;
}
