import { Option, type Command } from 'commander';
import type { DiffResult } from '#contract/diff-result';
import type { Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import { diffMarkdown } from '#core/reports/diff-markdown';
import { diffResult } from '#core/reports/diff-result';
import { diffTable } from '#core/reports/diff-table';
import { jsonText } from '#core/reports/json';
import { action } from './action.ts';
import type { CliCore, Loaded } from './cli-core.ts';
import { addConnectOptions, connectOf, impersonationProblem, offlineProblem, type ConnectFlags } from './connect-options.ts';
import { type DiffSide, diffSideOf, loadDiffSide } from './diff-input.ts';
import { emit } from './emit.ts';
import { outputFileProblem } from './output-file.ts';
import { failWith, hasColour, note, widthOf, withCore, type Session } from './session.ts';
import { usage } from './usage.ts';

const description =
  'Compare two states of a cluster by meaning: access, findings with the change that caused them, objects. What the later one could not read is no longer known, never fixed.';

const examples = `
A and B are each one of:
  FILE           an evidence bundle, or JSON or YAML as kubectl get -o json|yaml prints it
  FOLDER         manifests; - is standard input
  context:NAME   a cluster, read now
  library:ID     a snapshot of the library, by id, start of the id, or title

Exit codes:
  0    nothing that counts differs in what both could be read
  1    something does
  2    wrong use, or an input that cannot be read
  3    a cluster could not be reached
  130  interrupted

Examples:
  plumbline diff monday.tar.gz today.tar.gz
  plumbline diff monday.tar.gz context:prod --format markdown --output drift.md
  plumbline diff deploy/ rendered/ --format json
  plumbline diff --demo`;

const formats = ['table', 'json', 'markdown'] as const;

interface Flags extends ConnectFlags {
  readonly demo?: boolean;
  readonly format: (typeof formats)[number];
  readonly output?: string;
  readonly showLeftOut?: boolean;
  readonly quiet?: boolean;
}

type Sides = readonly [DiffSide, DiffSide] | 'demo';

const sidesOf = (flags: Flags, args: readonly string[]): Result<Sides, Problem> => {
  if (flags.demo === true)
    return args.length === 0
      ? ok('demo')
      : fail(usage('--demo compares its own two snapshots.', 'Other inputs were named beside it.', 'Leave one of the two out.'));
  if (args.length !== 2)
    return fail(
      usage(
        'diff takes two inputs.',
        args.length === 1 ? 'Only one was named.' : 'None was named.',
        'Name what was before and what is after, such as: plumbline diff monday.tar.gz context:prod',
      ),
    );
  const [before, after] = [diffSideOf(args[0] ?? ''), diffSideOf(args[1] ?? '')];
  if (!before.ok) return before;
  if (!after.ok) return after;
  if (args[0] === '-' && args[1] === '-')
    return fail(usage('Standard input can be one side alone.', 'Both were named -.', 'Name a file or a folder for the other.'));
  return ok([before.value, after.value]);
};

const flagsProblem = (flags: Flags, sides: Sides): Problem | undefined => {
  const wrong = flags.output === undefined ? undefined : outputFileProblem(flags.output);
  if (wrong !== undefined) return wrong;
  const isLive = sides !== 'demo' && sides.some(side => side.kind === 'context');
  return isLive ? impersonationProblem(flags) : offlineProblem(flags);
};

const load = async (
  session: Session,
  core: CliCore,
  flags: Flags,
  sides: Sides,
): Promise<Result<readonly [Loaded, Loaded], Problem>> => {
  if (sides === 'demo') return core.loadDemoPair(session.host.signal);
  const how = { connect: connectOf(flags), quiet: flags.quiet === true };
  const before = await loadDiffSide(session, core, sides[0], how);
  if (!before.ok) return before;
  const after = await loadDiffSide(session, core, sides[1], how);
  return after.ok ? ok([before.value, after.value]) : after;
};

const textOf = (session: Session, flags: Flags, result: DiffResult): string => {
  if (flags.format === 'json') return jsonText(result);
  if (flags.format === 'markdown') return diffMarkdown(result);
  const terminal = flags.output === undefined;
  const { host } = session;
  return diffTable(result, { width: terminal ? widthOf(host.out) : null, colour: terminal && hasColour(host, host.out) });
};

/** 1 says that something differs: a file that cannot be relied on is an input that cannot be read. */
const failed = async (session: Session, found: Problem): Promise<number> => {
  const code = await failWith(session, found);
  return code === 1 ? 2 : code;
};

const mostNotes = 8;

const diffWith = async (session: Session, core: CliCore, flags: Flags, sides: Sides): Promise<number> => {
  const loaded = await load(session, core, flags, sides);
  if (!loaded.ok) return failed(session, loaded.error);
  const [before, after] = loaded.value;
  for (const line of [...before.notes, ...after.notes].slice(0, mostNotes)) await note(session, flags.quiet === true, line);
  const compared = await core.compare(before, after, session.host.signal);
  if (!compared.ok) return failed(session, compared.error);
  const result = diffResult(compared.value, core.toolVersion, flags.showLeftOut === true);
  const unwritten = await emit(session, flags.output, textOf(session, flags, result));
  return unwritten ?? (result.same ? 0 : 1);
};

const run = async (session: Session, flags: Flags, args: readonly string[]): Promise<number> => {
  const sides = sidesOf(flags, args);
  if (!sides.ok) return failWith(session, sides.error);
  const wrong = flagsProblem(flags, sides.value);
  if (wrong !== undefined) return failWith(session, wrong);
  return withCore(session, flags, core => diffWith(session, core, flags, sides.value));
};

export const addDiff = (program: Command, session: Session): void => {
  const command = program
    .command('diff')
    .argument('[before]', 'what was')
    .argument('[after]', 'what is')
    .description(description);
  addConnectOptions(command)
    .option('--demo', 'the two snapshots of the built-in demo cluster')
    .addOption(new Option('--format <format>', 'how the result is written').choices(formats).default('table'))
    .option('-o, --output <file>', 'write the result to this file instead of stdout')
    .option('--show-left-out', 'list differences that do not count too')
    .option('-q, --quiet', 'no progress and no notes on stderr')
    .addHelpText('after', examples)
    .action(action(session, run));
};
