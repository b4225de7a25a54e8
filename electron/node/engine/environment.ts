import type { Problem } from '#contract/problem';
import type { Result } from '#contract/result';
import { captureEnvironment, processEnvironment } from '#node/login-shell';

type Env = Readonly<Record<string, string | undefined>>;

export interface Environment {
  /** For kubeconfig, proxies and plugins. */
  readonly env: Env;
  /** How the login shell's was captured; undefined where this process has a terminal's own. */
  readonly captured: Result<Readonly<Record<string, string>>, Problem> | undefined;
}

/** A terminal sets TERM; a menu or dock does not. */
const fromTerminal = (env: Env): boolean => env['TERM'] !== undefined && env['TERM'] !== 'dumb';

/**
 * The environment that a person has in a terminal: an app started from a menu lacks the PATH on which exec plugins lie.
 * Asked once, and only when something is about to connect, since a shell's profile may be slow. What this process was given
 * by name wins over the shell's; PATH is the shell's.
 */
export const createEnvironment = (own: Env, isDesktop: boolean): (() => Promise<Environment>) => {
  let asked: Promise<Environment> | undefined;
  const ask = async (): Promise<Environment> => {
    if (!isDesktop || fromTerminal(own)) return { env: own, captured: undefined };
    const captured = await captureEnvironment();
    return captured.ok
      ? { env: { ...captured.value, ...own, PATH: captured.value['PATH'] ?? own['PATH'] }, captured }
      : { env: processEnvironment(own), captured };
  };
  return () => (asked ??= ask());
};
