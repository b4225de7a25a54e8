import { Command, CommanderError } from 'commander';
import { problem } from '#contract/problem';
import { addContexts } from './contexts.ts';
import { addDiff } from './diff.ts';
import { addDoctor } from './doctor.ts';
import type { CliHost } from './host.ts';
import { addLibrary } from './library.ts';
import { addPatch } from './patch.ts';
import { addRbac } from './rbac/rbac.ts';
import { addRules } from './rules.ts';
import { addScan } from './scan.ts';
import { addServe, addOpen } from './serve.ts';
import { failWith, type Session } from './session.ts';
import { addSnapshot } from './snapshot.ts';
import { addVerify } from './verify.ts';

/** Commander's own answers that are no mistake: help and version were asked for. */
const answers: readonly string[] = ['commander.helpDisplayed', 'commander.version'];

interface Said {
  out: string;
  err: string;
}

const programOf = (session: Session, said: Said): Command => {
  const program = new Command('plumbline')
    .description('See how far a Kubernetes cluster stands from plumb: offline, read-only, honest about what it could not read.')
    .version(session.host.version, '-V, --version')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: text => void (said.out += text),
      writeErr: text => void (said.err += text),
      getOutHelpWidth: () => (session.host.out.isTTY ? session.host.out.columns : 100),
      getErrHelpWidth: () => (session.host.err.isTTY ? session.host.err.columns : 100),
    });
  for (const add of [
    addOpen,
    addServe,
    addContexts,
    addDoctor,
    addSnapshot,
    addVerify,
    addScan,
    addDiff,
    addPatch,
    addRbac,
    addLibrary,
    addRules,
  ])
    add(program, session);
  return program;
};

const firstLine = (text: string): string =>
  text
    .replace(/^error: /, '')
    .trim()
    .split('\n')
    .join(' ');

const wrongUse = async (session: Session, error: CommanderError, said: Said): Promise<number> => {
  // No command at all: commander gives the help as the message.
  if (error.code === 'commander.help') {
    await session.host.err.write(said.err);
    return 2;
  }
  const why = 'The command line could not be understood.';
  return failWith(session, problem('usage', { what: firstLine(said.err === '' ? error.message : said.err), why }));
};

/** Runs one command line (without `node` and the script) and gives its exit code. Only defects of ours reject. */
export const runCli = async (argv: readonly string[], host: CliHost): Promise<number> => {
  const session: Session = { host, code: 0 };
  const said: Said = { out: '', err: '' };
  try {
    await programOf(session, said).parseAsync(argv, { from: 'user' });
  } catch (error) {
    // Whatever was torn down half-way by Ctrl-C is no defect.
    if (host.signal.aborted) return 130;
    if (!(error instanceof CommanderError)) throw error;
    if (!answers.includes(error.code)) return wrongUse(session, error, said);
    await host.out.write(said.out);
    return 0;
  }
  return host.signal.aborted ? 130 : session.code;
};
