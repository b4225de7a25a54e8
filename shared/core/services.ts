import type { CaptureOptions, CaptureProgress } from '#contract/capture';
import type { ContextEntry, ContextSource, DoctorReport } from '#contract/context';
import type { Coverage } from '#contract/coverage';
import type { Evaluation } from '#contract/evaluation';
import type { CoreEvent } from '#contract/events';
import type { Fact } from '#contract/fact';
import type { Finding } from '#contract/finding';
import type { KubeObject, ObjectKey } from '#contract/kube';
import type { Download } from '#contract/methods';
import type { Patch, PatchCheck } from '#contract/patch';
import type { Problem } from '#contract/problem';
import type { Result } from '#contract/result';
import type { ContextRef, SnapshotSummary } from '#contract/snapshot';
import type { Ports } from './ports.ts';

/** What the handlers ask of the host beside the ports: each is filled once, in electron/compose.ts. */
export interface Services {
  readonly ports: Ports;
  readonly contexts: Contexts;
  readonly library: LibraryReader;
  readonly engine: Engine;
  readonly files: Files;
  readonly events: Events;
}

export interface Events {
  emit(event: CoreEvent): void;
  subscribe(listener: (event: CoreEvent) => void): () => void;
}

/** Kubeconfig sources: the default and environment ones, and what a person added in this run. */
export interface Contexts {
  list(): Promise<Result<{ readonly sources: readonly ContextSource[]; readonly contexts: readonly ContextEntry[] }, Problem>>;
  /** Takes an upload's text as a source of its own, in memory. */
  add(name: string, text: string): Result<{ readonly source: string }, Problem>;
  remove(source: string): Result<Record<string, never>, Problem>;
}

/** Reads rows of the library in the core's process; everything that loads objects goes through the engine. */
export interface LibraryReader {
  list(): Result<{ readonly snapshots: readonly SnapshotSummary[]; readonly problems: readonly string[] }, Problem>;
  open(id: string): Result<OpenSnapshot, Problem>;
  rename(id: string, title: string): Result<SnapshotSummary, Problem>;
  remove(id: string): Result<Record<string, never>, Problem>;
}

export interface OpenSnapshot {
  summary(): SnapshotSummary;
  findings(): readonly Finding[];
  evaluation(): Evaluation;
  coverage(): Coverage;
  object(key: ObjectKey): KubeObject | undefined;
  facts(key: ObjectKey): readonly Fact[];
}

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
  doctor(context: ContextRef, signal: AbortSignal): Promise<Result<DoctorReport, Problem>>;
  /** A bundle or a `kubectl get` dump, told apart by its content. */
  importFile(path: string, name: string, signal: AbortSignal): Promise<Result<SnapshotSummary, Problem>>;
  demo(signal: AbortSignal): Promise<Result<SnapshotSummary, Problem>>;
  exportBundle(
    snapshot: string,
    path: string,
    signal: AbortSignal,
  ): Promise<Result<{ readonly bytes: number; readonly identity: string }, Problem>>;
  patch(snapshot: string, finding: string, signal: AbortSignal): Promise<Result<Patch, Problem>>;
  dryRun(snapshot: string, finding: string, signal: AbortSignal): Promise<Result<PatchCheck, Problem>>;
  exportPatches(
    snapshot: string,
    findings: readonly string[],
    path: string,
    signal: AbortSignal,
  ): Promise<Result<{ readonly bytes: number }, Problem>>;
  answerExec(question: string, allow: boolean): void;
  close(): Promise<void>;
}

/** Uploads and downloads by opaque handle. A handle is random, of this run, and each download is fetched once. */
export interface Files {
  put(handle: string | null, name: string, chunk: string, last: boolean): Result<{ readonly handle: string }, Problem>;
  /** The whole text of a small upload (a kubeconfig): at most `limit` bytes. */
  text(handle: string, limit: number): Result<{ readonly name: string; readonly text: string }, Problem>;
  /** Where a finished upload lies, for the engine. */
  uploaded(handle: string): Result<{ readonly name: string; readonly path: string }, Problem>;
  discard(handle: string): void;
  /** A fresh path for the engine to write to. */
  outgoing(name: string): { readonly handle: string; readonly path: string };
  /** Makes what was written there fetchable, once. */
  offer(handle: string, bytes: number): Result<Download, Problem>;
}
