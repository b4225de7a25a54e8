import { Option, type Command } from 'commander';
import { defaultConfig } from '#contract/config';
import type { GraphExportFormat, Neighbours, Paths } from '#contract/attack';
import { type Problem } from '#contract/problem';
import { ok, type Result } from '#contract/result';
import type { AccessAsk, AccessInput, AccessOutput } from '#core/access/asks';
import { graphText } from '#core/access/graph-file';
import { jsonText } from '#core/reports/json';
import type { CliCore, EvaluateRequest, Loaded, LoadedAccess } from '../cli-core.ts';
import { addConnectOptions, connectOf, type ConnectFlags, impersonationProblem, offlineProblem } from '../connect-options.ts';
import { emit } from '../emit.ts';
import { captureCluster, captureOptionsOf, loadFiles } from '../evaluate-input.ts';
import { addInputOptions, type InputChoice, type InputFlags, inputOf } from '../input-options.ts';
import { outputFileProblem } from '../output-file.ts';
import { failWith, note, type Session, widthOf, withCore } from '../session.ts';

/** Flags of every question about rights. */
export interface QuestionFlags extends InputFlags, ConnectFlags {
  readonly format: 'table' | 'json';
  readonly output?: string;
  readonly quiet?: boolean;
  readonly baseline?: boolean;
}

export const addQuestionOptions = (command: Command): Command =>
  addConnectOptions(addInputOptions(command))
    .addOption(new Option('--format <format>', 'how the answer is written').choices(['table', 'json']).default('table'))
    .option('-o, --output <file>', 'write the answer to this file instead of stdout')
    .option('-q, --quiet', 'no progress and no notes on stderr');

export const addBaselineOption = (command: Command): Command =>
  command.option('--no-baseline', 'leave out what Kubernetes itself and known vendors ship');

/** Nothing is evaluated beside the question: no rule. */
const noRules: EvaluateRequest = { config: defaultConfig, only: { rules: [] }, pss: undefined };

/** One question in the making: what is asked, and of what. */
export interface Question {
  readonly session: Session;
  readonly core: CliCore;
  readonly flags: QuestionFlags;
  readonly loaded: Loaded;
  readonly access: LoadedAccess;
}

/** A question by its call's name; the snapshot is the one that was loaded. */
export const ask = async <N extends AccessAsk>(
  { access, session }: Question,
  name: N,
  input: Omit<AccessInput<N>, 'snapshot'>,
): Promise<Result<AccessOutput<N>, Problem>> => access.answers[name]({ ...input, snapshot: '' }, session.host.signal);

const shownNotes = 8;

const load = async (
  session: Session,
  core: CliCore,
  flags: QuestionFlags,
  choice: InputChoice,
): Promise<Result<Loaded, Problem>> => {
  if (choice.kind !== 'cluster') return loadFiles(session, core, choice);
  const connect = connectOf(flags);
  const captured = await captureCluster(session, core, choice.context, {
    connect,
    capture: captureOptionsOf({}, defaultConfig, connect),
    request: noRules,
    keep: 'everything',
    quiet: flags.quiet === true,
  });
  return captured.ok ? ok(captured.value.loaded) : captured;
};

const flagsProblem = (flags: QuestionFlags, choice: InputChoice): Problem | undefined => {
  const wrong = flags.output === undefined ? undefined : outputFileProblem(flags.output);
  if (wrong !== undefined) return wrong;
  return choice.kind === 'cluster' ? impersonationProblem(flags) : offlineProblem(flags);
};

/** Loads the input that the flags name and asks of it. */
export const withQuestion = async (
  session: Session,
  flags: QuestionFlags,
  run: (question: Question) => Promise<number>,
): Promise<number> => {
  const choice = inputOf(flags);
  if (!choice.ok) return failWith(session, choice.error);
  const wrong = flagsProblem(flags, choice.value);
  if (wrong !== undefined) return failWith(session, wrong);
  return withCore(session, flags, async core => {
    const loaded = await load(session, core, flags, choice.value);
    if (!loaded.ok) return failWith(session, loaded.error);
    for (const line of loaded.value.notes.slice(0, shownNotes)) await note(session, flags.quiet === true, line);
    const access = await core.access(loaded.value);
    return run({ session, core, flags, loaded: loaded.value, access });
  });
};

/** The graph of an answer as a file; gives the exit code. */
export const tellGraph = async (
  { session, flags, loaded }: Question,
  format: GraphExportFormat,
  question: object,
  answer: Paths | Neighbours,
): Promise<number> => {
  const text = graphText(format, { id: '', meta: loaded.snapshot.meta }, question, answer);
  return (await emit(session, flags.output, text)) ?? 0;
};

/** The answer as JSON, or as the text for the width of the terminal; gives the exit code. */
export const tell = async (
  { session, flags }: Pick<Question, 'session' | 'flags'>,
  value: object,
  text: (width: number | null) => string,
  code = 0,
): Promise<number> => {
  const width = flags.output === undefined ? widthOf(session.host.out) : null;
  const unwritten = await emit(session, flags.output, flags.format === 'json' ? jsonText(value) : text(width));
  return unwritten ?? code;
};
