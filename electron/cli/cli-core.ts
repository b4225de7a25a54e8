import type { CaptureOptions, CaptureProgress, PlannedRequest } from '#contract/capture';
import type { PlumblineConfig } from '#contract/config';
import type { ContextEntry, ContextSource, DoctorReport, DoctorStep } from '#contract/context';
import type { Evaluation } from '#contract/evaluation';
import type { Finding } from '#contract/finding';
import type { Output } from '#contract/methods';
import type { Patch, PatchCheck, PatchPlan } from '#contract/patch';
import type { Problem } from '#contract/problem';
import type { Result } from '#contract/result';
import type { RbacChange } from '#contract/rbac-change';
import type { ContextRef, Snapshot, SnapshotSummary } from '#contract/snapshot';
import type { CheckedLine, CheckOptions } from '#core/rbac/batch';
import type { AccessAnswers } from '#core/access/asks';
import type { Comparison } from '#core/compare/compare-snapshots';
import type { EvaluateOnly } from '#core/evaluate/options';

/** What `composeCli` needs to know before anything is read. */
export interface CliCoreOptions {
  /** `--kubeconfig FILE`; undefined: KUBECONFIG, else the default path. */
  readonly kubeconfig: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** One line that an exec plugin wrote on stderr, through the redactor. */
  readonly onPluginStderr: (line: string) => void;
  /** One line for the user that is neither result nor error (insecure TLS, a skipped file). */
  readonly onNote: (line: string) => void;
}

/** How to reach a cluster: the flags of the same names. */
export interface ConnectOptions {
  readonly as: string | undefined;
  readonly asGroups: readonly string[];
  /** Milliseconds for one request; undefined: the default. */
  readonly requestTimeout: number | undefined;
  readonly proxyUrl: string | undefined;
  /** Path of a PEM bundle. */
  readonly certificateAuthority: string | undefined;
  readonly trustExec: boolean;
}

export type PssLevel = 'baseline' | 'restricted';

/** `--pss LEVEL[@VERSION]`: only the Pod Security Standards. `version` as `v1.37`; undefined: the latest known. */
export interface PssChoice {
  readonly level: PssLevel;
  readonly version: string | undefined;
}

export interface EvaluateRequest {
  readonly config: PlumblineConfig;
  /** As the evaluator takes it: frameworks are resolved to rules already. */
  readonly only: EvaluateOnly;
  readonly pss: PssChoice | undefined;
}

export interface Durations {
  readonly collect: number;
  readonly evaluate: number;
}

/** A snapshot in memory with all that belongs to it (the source positions of manifests, for example, behind the core). */
export interface Loaded {
  readonly snapshot: Snapshot;
  /** Milliseconds for reading it. */
  readonly collectMs: number;
  /** What a reader should be told beside coverage: "rendered by helm template", "3 raw templates skipped". */
  readonly notes: readonly string[];
  /** What it is called; the snapshot's own name where absent. */
  readonly title?: string;
  /** The evaluation that the file or the library brought along. */
  readonly stored?: Evaluation | null;
}

export interface Evaluated {
  readonly loaded: Loaded;
  readonly evaluation: Evaluation;
  readonly durations: Durations;
}

export interface CaptureCall {
  readonly context: ContextRef;
  readonly capture: CaptureOptions;
  readonly connect: ConnectOptions;
  readonly evaluate: EvaluateRequest;
  /** What of the snapshot is asked for after the evaluation: all of it, or nothing but its counts. */
  readonly keep: 'everything' | 'what-rules-see';
  readonly onProgress: (progress: CaptureProgress) => void;
  readonly signal: AbortSignal;
}

export interface VerifyOutcome {
  /** incomplete: not a whole bundle (truncated, another format, newer major version). */
  readonly state: 'intact' | 'altered' | 'incomplete';
  /** SHA-256 of manifest.sha256, hex; null where it could not be read. */
  readonly identity: string | null;
  readonly formatVersion: string | null;
  readonly signed: boolean;
  /** The key that signed it; null for an unsigned one. */
  readonly signedBy: string | null;
  /** Where it was altered or what is missing: a member's name, or "archive structure". */
  readonly places: readonly { readonly where: string; readonly what: string }[];
}

export interface PatchSet {
  readonly patches: readonly Patch[];
  /** Findings without a patch, and why. */
  readonly left: PatchPlan['left'];
}

/** A file of an export, relative path with `/`. */
export interface ExportFile {
  readonly path: string;
  readonly text: string;
}

/** What can be asked about the rights in a snapshot. */
export interface LoadedAccess {
  readonly answers: AccessAnswers;
  /** What these manifests would change, laid over the snapshot. */
  apply(files: Loaded): Promise<RbacChange>;
  /** Rights and paths here as against those of another. */
  compareWith(later: Loaded): Promise<RbacChange>;
  /** Answers one line of `rbac check` after another. */
  batch(options: CheckOptions): (line: string) => CheckedLine;
}

export interface RulesTold {
  readonly version: string;
  readonly list: Output<'rules.list'>['rules'];
}

/**
 * All that commands can do, so that they only read flags and print. `composeCli` fills it; tests fake it.
 * Nothing here rejects but for a defect of ours; `cancelled` comes back as a problem soon after the signal aborts.
 */
export interface CliCore {
  readonly toolVersion: string;
  /** The catalogue as it is told: loaded when asked for. */
  rules(): Promise<RulesTold>;
  /** A missing kubeconfig is a problem; broken entries stand in `problems` of their context. */
  contexts(): Promise<
    Result<{ readonly sources: readonly ContextSource[]; readonly contexts: readonly ContextEntry[] }, Problem>
  >;
  /** The context of that name; undefined: the current one. `context-unknown` names near ones. */
  selectContext(name: string | undefined): Promise<Result<ContextRef, Problem>>;
  /** `onStep` is called as each step ends. */
  doctor(
    context: string | undefined,
    connect: ConnectOptions,
    onStep: (step: DoctorStep) => void,
    signal: AbortSignal,
  ): Promise<Result<DoctorReport, Problem>>;
  /** What a capture would ask, and the least-privilege ClusterRole as YAML: offline. */
  plan(
    capture: CaptureOptions,
    evaluate: EvaluateRequest,
  ): Promise<{
    readonly requests: readonly PlannedRequest[];
    readonly budget: number;
    readonly role: string;
  }>;
  /** That role with custom resources, since discovery of this context tells them: the one thing that is asked. */
  roleFor(
    context: ContextRef,
    capture: CaptureOptions,
    connect: ConnectOptions,
    signal: AbortSignal,
  ): Promise<Result<string, Problem>>;
  /** Reads a cluster into memory and evaluates while pages arrive. `nothing-read` where coverage holds nothing at all. */
  capture(call: CaptureCall): Promise<Result<Evaluated, Problem>>;
  /** A bundle, or JSON/YAML as `kubectl get -o json|yaml` prints it. */
  loadSnapshotFile(path: string, signal: AbortSignal): Promise<Result<Loaded, Problem>>;
  /** Files, folders, `-` for standard input. `namespace` is what a manifest without one counts as. */
  loadManifests(
    paths: readonly string[],
    options: {
      readonly namespace: string;
      readonly stdin: () => Promise<Uint8Array>;
      readonly signal: AbortSignal;
    },
  ): Promise<Result<Loaded, Problem>>;
  loadDemo(signal: AbortSignal): Promise<Result<Loaded, Problem>>;
  /** The demo cluster as it was, and three days later. */
  loadDemoPair(signal: AbortSignal): Promise<Result<readonly [Loaded, Loaded], Problem>>;
  /** By meaning, both evaluated by the whole catalogue of today. */
  compare(before: Loaded, after: Loaded, signal: AbortSignal): Promise<Result<Comparison, Problem>>;
  /** Makes the index of rights; the attack graph when it is first asked for. */
  access(loaded: Loaded): Promise<LoadedAccess>;
  evaluate(loaded: Loaded, request: EvaluateRequest, signal: AbortSignal): Promise<Result<Evaluated, Problem>>;
  makePatches(evaluated: Evaluated, findings: readonly Finding[], signal: AbortSignal): Promise<Result<PatchSet, Problem>>;
  /** Why the settings refuse a dry-run against this context; undefined where they do not. Asked before anything is read. */
  dryRunRefusal(context: string | undefined): Promise<Problem | undefined>;
  /** Each patch with its `serverDryRun` check filled, over one connection; never for a Secret. */
  dryRun(
    patches: readonly Patch[],
    context: ContextRef,
    connect: ConnectOptions,
    onCheck: (patch: Patch, check: PatchCheck) => void,
    signal: AbortSignal,
  ): Promise<Result<readonly Patch[], Problem>>;
  /** The folder of `patch --output`: plan.json, README.md, kustomization.yaml, patches and rollbacks. */
  patchFiles(evaluated: Evaluated, set: PatchSet): Promise<{ readonly plan: PatchPlan; readonly files: readonly ExportFile[] }>;
  /** Writes beside `path` and renames when complete; removes what it began when the signal aborts. */
  writeBundle(
    path: string,
    evaluated: Evaluated,
    signal: AbortSignal,
  ): Promise<Result<{ readonly identity: string; readonly bytes: number }, Problem>>;
  /** A file that cannot be read at all is a problem; every other outcome is a value. */
  verifyBundle(
    path: string,
    options: { readonly expect: string | undefined },
    signal: AbortSignal,
  ): Promise<Result<VerifyOutcome, Problem>>;
  readonly library: CliLibrary;
  close(): Promise<void>;
}

export interface CliLibrary {
  list(): Promise<Result<{ readonly snapshots: readonly SnapshotSummary[]; readonly problems: readonly string[] }, Problem>>;
  /** A bundle or a dump; evaluated where it has no findings. */
  importFile(
    path: string,
    options: { readonly title: string | undefined },
    signal: AbortSignal,
  ): Promise<Result<SnapshotSummary, Problem>>;
  load(id: string, signal: AbortSignal): Promise<Result<Loaded, Problem>>;
  exportBundle(
    id: string,
    path: string,
    signal: AbortSignal,
  ): Promise<Result<{ readonly identity: string; readonly bytes: number }, Problem>>;
  remove(id: string): Promise<Result<void, Problem>>;
}
