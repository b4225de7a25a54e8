import type { AttackExportQuery } from '#contract/attack';
import type { CaptureProgress } from '#contract/capture';
import type { CoreEvent } from '#contract/events';
import type { FindingsExport } from '#contract/findings-query';
import type { RecheckScope } from '#contract/recheck';
import type { ContextRef } from '#contract/snapshot';
import type { AccessAsk, AccessInput } from '#core/access/asks';
import type { CaptureJob, CompareAsk, CompareAsks } from '#core/services';
import type { Environment } from './environment.ts';
import type { AddedSource } from '#node/kubeconfig/source-files';

/** What the core's process asks of its worker: one entry an operation of the engine. */
export interface Operations {
  readonly capture: CaptureJob;
  readonly captureFindings: { readonly captureId: string; readonly limit: number };
  readonly verifyBundle: { readonly path: string; readonly expect: string | undefined };
  readonly doctor: { readonly context: ContextRef; readonly run: string | undefined };
  readonly importFile: { readonly path: string; readonly name: string };
  readonly demo: Record<string, never>;
  readonly exportBundle: { readonly snapshot: string; readonly path: string };
  readonly patch: { readonly snapshot: string; readonly finding: string };
  readonly mergePatches: { readonly snapshot: string; readonly findings: readonly string[] };
  readonly dryRun: { readonly snapshot: string; readonly findings: readonly string[] };
  readonly exportPatches: { readonly snapshot: string; readonly findings: readonly string[]; readonly path: string };
  readonly compare: { readonly [N in CompareAsk]: { readonly ask: N; readonly input: CompareAsks[N]['input'] } }[CompareAsk];
  readonly access: { readonly [N in AccessAsk]: { readonly ask: N; readonly input: AccessInput<N> } }[AccessAsk];
  readonly exportAttack: { readonly query: AttackExportQuery; readonly path: string };
  readonly recheck: { readonly snapshot: string; readonly scope: RecheckScope };
  readonly exportFindings: { readonly query: FindingsExport; readonly path: string };
  readonly relations: { readonly snapshot: string; readonly key: string };
}
export type OperationName = keyof Operations;

export type ToWorker =
  | {
      readonly type: 'run';
      readonly id: string;
      readonly name: OperationName;
      readonly input: Operations[OperationName];
      readonly added: readonly AddedSource[];
      /** As the core's process captured it, for what connects. */
      readonly environment: Environment | undefined;
    }
  | { readonly type: 'cancel'; readonly id: string }
  | { readonly type: 'pause'; readonly captureId: string; readonly paused: boolean }
  | { readonly type: 'reconnect' }
  | { readonly type: 'answer'; readonly question: string; readonly allow: boolean };

export type FromWorker =
  | { readonly type: 'done'; readonly id: string; readonly result: unknown }
  | { readonly type: 'progress'; readonly id: string; readonly progress: CaptureProgress }
  | { readonly type: 'event'; readonly event: CoreEvent }
  | { readonly type: 'log'; readonly level: 'debug' | 'info' | 'warn' | 'error'; readonly message: string }
  /** Said every half second while it is not blocked, so that a silent worker is known. */
  | { readonly type: 'alive' };

/** What a worker is started with. */
export interface WorkerStart {
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A desktop started from a menu asks the login shell for its environment. */
  readonly desktop: boolean;
  readonly kubeconfig: string | undefined;
  readonly toolVersion: string;
}
