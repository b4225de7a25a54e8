import type { Problem } from '#contract/problem';
import type { Result } from '#contract/result';
import type { CliCore, CliCoreOptions } from './cli-core.ts';

/** Where a command writes. `write` resolves when the text has left the process, or nobody reads any more. */
export interface TextOut {
  readonly isTTY: boolean;
  /** Columns of the terminal. */
  readonly columns: number;
  write(text: string): Promise<void>;
  /** The stream itself, for the progress bar. */
  readonly stream: NodeJS.WritableStream | undefined;
}

/** What `open` and `serve` are asked to show first. */
export interface OpenRequest {
  /** A bundle, or nothing. */
  readonly file: string | undefined;
  readonly demo: boolean;
}

export interface ServeRequest extends OpenRequest {
  /** 0: any free port. */
  readonly port: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Called once with the address, its one-time code in the fragment. */
  readonly onReady: (url: string) => void;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** All that the command line needs of its process; tests give their own. */
export interface CliHost {
  readonly out: TextOut;
  readonly err: TextOut;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
  readonly readStdin: () => Promise<Uint8Array>;
  /** Pieces of a file as text, or of standard input for `-`. Rejects where it cannot be read. */
  readonly readText: (path: string) => AsyncIterable<string>;
  readonly compose: (options: CliCoreOptions) => Promise<CliCore>;
  /** Resolves when the server has stopped. */
  readonly startServe: (request: ServeRequest) => Promise<Result<void, Problem>>;
  /** Resolves with the desktop's exit code. */
  readonly startDesktop: (request: OpenRequest, signal: AbortSignal) => Promise<Result<number, Problem>>;
}
