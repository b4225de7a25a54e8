import type { AskExec } from '../auth/exec.ts';

/** How to reach a context's cluster. */
export interface ConnectOptions {
  /** `--as`, `--as-group`: replace what the kubeconfig impersonates. */
  readonly as?: string | undefined;
  readonly asGroups?: readonly string[] | undefined;
  /** Milliseconds until the headers, and again until the body is whole. */
  readonly requestTimeout: number;
  /** `--proxy-url`. */
  readonly proxyUrl?: string | undefined;
  /** The setting. */
  readonly proxySetting?: string | undefined;
  /** PEM bundle trusted beside the kubeconfig's CA or the system's. */
  readonly extraCa?: string | undefined;
  /** The captured environment: proxies, and what plugins get. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly trustExec: boolean;
  /** Whether a person lets this very command of this file run without asking, by `execHash`. */
  readonly isExecTrusted?: ((hash: string) => boolean) | undefined;
  readonly onExecQuestion?: AskExec | undefined;
  readonly onPluginStderr?: ((line: string) => void) | undefined;
  readonly redact: (text: string) => string;
  readonly readOnly?: boolean | undefined;
  /** A person can answer a plugin on our standard input. */
  readonly interactive?: boolean | undefined;
  /** Milliseconds since the epoch; for tests of expiry. */
  readonly now?: (() => number) | undefined;
}
