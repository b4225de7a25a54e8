import type { CoreEvent } from '#contract/events';
import type { ChosenFile } from '#contract/host-methods';
import type { Problem } from '#contract/problem';
import type { Result } from '#contract/result';
import type { Core } from '#core/core';

/** A core with what its host needs beside the calls: events, and the files that calls made. */
export interface CoreHost {
  readonly core: Core;
  subscribe(listener: (event: CoreEvent) => void): () => void;
  /** A finished download, once; `done` removes it. Undefined where the handle is not known. */
  takeDownload(handle: string): { readonly path: string; readonly name: string; readonly done: () => void } | undefined;
  /** Opens what a further start of the app named, and tells it as the event `opened`. */
  open(args: readonly string[]): Promise<void>;
  /** Takes a file that a person chose in main's dialog, as a finished upload. */
  adopt(path: string): Result<ChosenFile, Problem>;
  /** Drops connections that lead nowhere any more, after a sleep or a change of the network: what runs asks anew. */
  reconnect(): void;
  close(): Promise<void>;
}
