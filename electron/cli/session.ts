import { exitCodeOf, type Problem } from '#contract/problem';
import { visibleText } from '#core/reports/visible-text';
import type { CliCore } from './cli-core.ts';
import type { CliHost, TextOut } from './host.ts';
import { problemText } from './problem-text.ts';

/** One run of the command line. */
export interface Session {
  readonly host: CliHost;
  /** The exit code of the command that ran. */
  code: number;
}

export const hasColour = (host: CliHost, out: TextOut): boolean =>
  out.isTTY && (host.env['NO_COLOR'] ?? '') === '' && host.env['TERM'] !== 'dumb';

export const widthOf = (out: TextOut): number | null => (out.isTTY ? Math.max(40, out.columns) : null);

/** Tells a problem on stderr and gives its exit code. */
export const failWith = async ({ host }: Session, problem: Problem): Promise<number> => {
  await host.err.write(problemText(problem, hasColour(host, host.err)));
  return exitCodeOf(problem.code);
};

/** Lines for the user beside result and errors; nothing with `--quiet`. */
export const note = async ({ host }: Session, quiet: boolean, line: string): Promise<void> => {
  if (!quiet) await host.err.write(`plumbline: ${visibleText(line, 1_000)}\n`);
};

export interface CoreFlags {
  readonly kubeconfig?: string;
  readonly quiet?: boolean;
}

/** Composes the core for one command and closes it whatever happens. */
export const withCore = async (session: Session, flags: CoreFlags, run: (core: CliCore) => Promise<number>): Promise<number> => {
  const { host } = session;
  const core = await host.compose({
    kubeconfig: flags.kubeconfig,
    env: host.env,
    onPluginStderr: line => void host.err.write(`plugin: ${visibleText(line, 1_000)}\n`),
    onNote: line => void note(session, flags.quiet === true, line),
  });
  try {
    return await run(core);
  } finally {
    await core.close();
  }
};
