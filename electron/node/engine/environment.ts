import type { Problem } from '#contract/problem';
import type { Result } from '#contract/result';
import { captureEnvironment, captureFrom, loginShell, processEnvironment } from '#node/login-shell';

type Env = Readonly<Record<string, string | undefined>>;

export interface Environment {
  /** For kubeconfig, proxies and plugins. */
  readonly env: Env;
  /** How the login shell's was captured; undefined where this process has a terminal's own. */
  readonly captured: Result<Readonly<Record<string, string>>, Problem> | undefined;
  /** The shell that was asked. */
  readonly shell?: string;
  readonly elapsedMs?: number;
}

export interface EnvironmentSource {
  (): Promise<Environment>;
  /** Asks the shell once more: its profile may have been mended. */
  again(): Promise<Environment>;
}

/** A terminal sets TERM; a menu or dock does not. */
const fromTerminal = (env: Env): boolean => env['TERM'] !== undefined && env['TERM'] !== 'dumb';

/**
 * The environment that a person has in a terminal: an app started from a menu lacks the PATH on which exec plugins lie.
 * Asked once, and only when something is about to connect, since a shell's profile may be slow. What this process was given
 * by name wins over the shell's; PATH is the shell's.
 */
export const createEnvironment = (own: Env, isDesktop: boolean): EnvironmentSource => {
  let asked: Promise<Environment> | undefined;
  const ask = async (capture: typeof captureEnvironment): Promise<Environment> => {
    if (!isDesktop || fromTerminal(own)) return { env: own, captured: undefined };
    const began = performance.now();
    const captured = await capture();
    const how = { captured, shell: loginShell(own), elapsedMs: performance.now() - began };
    return captured.ok
      ? { env: { ...captured.value, ...own, PATH: captured.value['PATH'] ?? own['PATH'] }, ...how }
      : { env: processEnvironment(own), ...how };
  };
  return Object.assign(() => (asked ??= ask(captureEnvironment)), {
    again: () => (asked = ask(() => captureFrom({}))),
  });
};
