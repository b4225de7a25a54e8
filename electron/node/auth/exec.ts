import { createHash } from 'node:crypto';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { ExecEntry } from '../kubeconfig/entries.ts';
import type { ResolvedContext } from '../kubeconfig/resolve.ts';
import type { Credential, CredentialSource } from './credential.ts';
import { execInfo, parseExecCredential, type ExecCluster, type ExecCredential } from './exec-credential.ts';
import { findProgram, runPlugin, type PluginEnd } from './plugin-process.ts';
import { secretsGiven, withoutTokens } from './plugin-words.ts';
import { cancelled, SingleFlight } from './single-flight.ts';

/** What a person is shown before a plugin of an imported file runs: its arguments, and the names of what it is given. */
export interface ExecQuestion {
  readonly command: readonly string[];
  readonly env: readonly string[];
  /** By which the answer can be remembered. */
  readonly trust: string;
}

/** Asks a person. The signal aborts when nobody waits for the answer any more. */
export type AskExec = (question: ExecQuestion, signal: AbortSignal) => Promise<boolean>;

export interface ExecOptions {
  /** The captured environment: the plugin's own, and its PATH. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `--trust-exec`. */
  readonly trustExec: boolean;
  /** Whether a person lets this very command of this file run without asking, by `execHash`. */
  readonly isExecTrusted?: ((hash: string) => boolean) | undefined;
  /** Asked for plugins of imported, pasted and dropped files. */
  readonly onExecQuestion?: AskExec | undefined;
  readonly onPluginStderr?: ((line: string) => void) | undefined;
  readonly redact: (text: string) => string;
  /** A person can answer on our standard input. */
  readonly interactive?: boolean | undefined;
  /** Milliseconds; 60 s where absent. */
  readonly pluginTimeout?: number | undefined;
  readonly now?: (() => number) | undefined;
}

/** How long before its end a credential is renewed, so that it does not end on the way. */
const skewMs = 60_000;
/** A plugin whose credentials hold shorter than the skew is still not run for each request. */
const leastReuseMs = 10_000;

/**
 * Credentials of one exec plugin. The plugin runs once however many requests wait, and what it gave is shared by all
 * connections with the same plugin of the same file and user, as it would be within one kubectl.
 */
export class ExecSource implements CredentialSource {
  readonly #context: ResolvedContext;
  readonly #exec: ExecEntry;
  readonly #cluster: ExecCluster | null;
  readonly #options: ExecOptions;
  readonly #shared: SharedPlugin;
  readonly #hash: string;

  constructor(context: ResolvedContext, exec: ExecEntry, ca: Uint8Array | null, options: ExecOptions) {
    this.#context = context;
    this.#exec = exec;
    this.#cluster = exec.provideClusterInfo ? { entry: context.cluster, server: serverAsWritten(context), ca } : null;
    this.#options = options;
    this.#hash = execHash(context.source.id, exec);
    this.#shared = sharedPlugin([
      context.source.id,
      context.user?.file ?? null,
      context.userName,
      exec,
      this.#cluster === null ? null : [context.clusterName, this.#cluster.server],
    ]);
  }

  async get(signal?: AbortSignal): Promise<Result<Credential, Problem>> {
    const held = this.#shared.held;
    if (this.#trusted() && held !== null && this.#isFresh(held)) return ok(held.credential);
    return this.#run(null, signal);
  }

  renew(used: Credential, signal?: AbortSignal): Promise<Result<Credential | null, Problem>> {
    return this.#run(used, signal);
  }

  #isFresh(held: Held): boolean {
    const now = this.#now();
    if (held.expires === null || now < held.expires - skewMs) return true;
    return now < held.expires && now - held.obtained < leastReuseMs;
  }

  #trusted(): boolean {
    return (
      this.#context.source.trustedExec ||
      this.#options.trustExec ||
      this.#shared.allowed ||
      this.#options.isExecTrusted?.(this.#hash) === true
    );
  }

  #now(): number {
    return (this.#options.now ?? Date.now)();
  }

  async #run(refused: Credential | null, signal: AbortSignal | undefined): Promise<Result<Credential, Problem>> {
    const result = await this.#shared.flight.run(
      `The plugin “${this.#shown()}”`,
      async stop => {
        const held = this.#shared.held;
        // Someone else renewed it while this request was on its way.
        if (this.#trusted() && held !== null && held.credential !== refused && (refused !== null || this.#isFresh(held)))
          return ok(held);
        return this.#obtain(stop);
      },
      signal,
    );
    return result.ok ? ok(result.value.credential) : result;
  }

  async #obtain(signal: AbortSignal): Promise<Result<Held, Problem>> {
    if (!this.#trusted()) {
      const answer = await this.#ask(signal);
      if (!answer.ok) return answer;
      // An answer that is remembered is looked up each time, so that it can be taken back while this runs.
      if (!this.#trusted()) this.#shared.allowed = true;
    }
    const fresh = await this.#runPlugin(signal);
    if (!fresh.ok) return fresh;
    const held = { ...fresh.value, obtained: this.#now() };
    this.#shared.held = held;
    return ok(held);
  }

  async #ask(signal: AbortSignal): Promise<Result<undefined, Problem>> {
    const question = this.#options.onExecQuestion;
    const { command, args, env } = this.#exec;
    const allowed =
      question === undefined
        ? false
        : await question({ command: [command, ...args], env: env.map(({ name }) => name), trust: this.#hash }, signal);
    if (allowed) return ok(undefined);
    if (signal.aborted) return cancelled(`The plugin “${this.#shown()}”`);
    return fail(
      problem('exec-untrusted', {
        what: `The plugin “${this.#shown()}” of user “${this.#context.userName}” was not run.`,
        why: `${this.#context.source.label} was imported, and its commands run only after you have allowed them${question === undefined ? '; nobody can be asked here' : ''}.`,
      }),
    );
  }

  async #runPlugin(signal: AbortSignal): Promise<Result<ExecCredential, Problem>> {
    const interactive = this.#exec.interactiveMode !== 'Never' && this.#options.interactive === true;
    if (this.#exec.interactiveMode === 'Always' && !interactive)
      return fail(this.#failed('it needs a person at a terminal (interactiveMode: Always), and there is none here', []));
    const env = this.#environment(interactive);
    const program = await findProgram(this.#exec.command, env);
    if ('searched' in program) return fail(this.#notFound(program.searched));
    const stderr: string[] = [];
    const secrets = secretsGiven(this.#exec.env);
    const end = await runPlugin(
      {
        file: program.file,
        args: this.#exec.args,
        env,
        interactive,
        timeoutMs: this.#timeout(),
        onStderr: line => {
          const shown = this.#options.redact(withoutTokens(line, secrets));
          stderr.push(shown);
          this.#options.onPluginStderr?.(shown);
        },
      },
      signal,
    );
    return this.#understand(end, stderr);
  }

  #understand(end: PluginEnd, stderr: readonly string[]): Result<ExecCredential, Problem> {
    if (end.kind === 'aborted') return cancelled(`The plugin “${this.#shown()}”`);
    if (end.kind === 'not-started') return fail(this.#failed(`it could not be started (${end.reason})`, stderr));
    if (end.kind === 'timeout')
      return fail(this.#failed(`it had not answered after ${Math.round(this.#timeout() / 1000)} seconds and was ended`, stderr));
    if (end.kind === 'output-too-large') return fail(this.#failed('it printed more than 4 MiB', stderr));
    if (end.kind === 'exit')
      return fail(
        this.#failed(
          end.code === null ? `it was ended by ${end.signal ?? 'a signal'}` : `it ended with code ${end.code}`,
          stderr,
        ),
      );
    const parsed = parseExecCredential(end.stdout, this.#exec.apiVersion);
    return parsed.ok ? parsed : fail(this.#failed(parsed.error, stderr));
  }

  #environment(interactive: boolean): Record<string, string> {
    const env: Record<string, string> = {};
    for (const [name, value] of Object.entries(this.#options.env)) if (value !== undefined) env[name] = value;
    for (const { name, value } of this.#exec.env) env[name] = value;
    env['KUBERNETES_EXEC_INFO'] = execInfo(this.#exec.apiVersion, interactive, this.#cluster);
    return env;
  }

  #timeout(): number {
    return this.#options.pluginTimeout ?? 60_000;
  }

  #shown(): string {
    return this.#exec.command.slice(0, 200);
  }

  #failed(reason: string, stderr: readonly string[]): Problem {
    const last = stderr.findLast(line => line.trim() !== '');
    return problem('exec-failed', {
      what: `The plugin “${this.#shown()}” of user “${this.#context.userName}” gave no credentials: ${reason}.`,
      why: last === undefined ? 'It said nothing more.' : `It said: ${last.slice(0, 500)}`,
      ...(stderr.length === 0 ? {} : { detail: stderr.slice(-20).join('\n') }),
    });
  }

  #notFound(searched: readonly string[]): Problem {
    const hint = visible(this.#exec.installHint).trim();
    return problem('exec-failed', {
      what: `The plugin “${this.#shown()}” of user “${this.#context.userName}” was not found.`,
      why:
        searched.length === 0
          ? 'PATH is empty, or the plugin’s path is relative.'
          : `Looked for in: ${searched.slice(0, 20).join(', ')}.`,
      todo:
        hint === ''
          ? `Install the plugin, or ${onPath}`
          : `The kubeconfig says: ${sentence(hint.slice(0, 1_000))} Where it is installed already, ${onPath}`,
    });
  }
}

/** Names one command of one file: another argument, variable or file is another one. */
export const execHash = (source: string, { apiVersion, command, args, env }: ExecEntry): string =>
  createHash('sha256')
    .update(JSON.stringify([source, apiVersion, command, args, env.map(({ name, value }) => [name, value])]))
    .digest('hex');

/** client-go hands the server on as the kubeconfig writes it, without the query where there is a path. */
const serverAsWritten = (context: ResolvedContext): string =>
  context.server.pathname.length > 1 ? context.cluster.server.replace(/[?#].*$/s, '') : context.cluster.server;

const onPath =
  'add its folder to PATH in the profile of your login shell; Settings under Environment (`plumbline doctor` in a terminal) show the PATH in use.';

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** Control characters of a hint from a file (terminal escapes) are shown, not obeyed. */
// eslint-disable-next-line no-control-regex
const visible = (text: string): string =>
  text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g, '�');

interface Held extends ExecCredential {
  readonly obtained: number;
}

interface SharedPlugin {
  readonly flight: SingleFlight<Held>;
  held: Held | null;
  /** A person said yes to exactly this command, in this run. */
  allowed: boolean;
}

const plugins = new Map<string, SharedPlugin>();

function sharedPlugin(identity: readonly unknown[]): SharedPlugin {
  const key = JSON.stringify(identity);
  const known = plugins.get(key) ?? { flight: new SingleFlight<Held>(), held: null, allowed: false };
  plugins.set(key, known);
  return known;
}
