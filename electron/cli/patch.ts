import { Option, type Command } from 'commander';
import type { Finding } from '#contract/finding';
import type { Patch, PatchCheck } from '#contract/patch';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import { jsonText } from '#core/reports/json';
import { paintWith } from '#core/reports/paint';
import { scanResult } from '#core/reports/scan-result';
import { plural } from '#core/reports/plural';
import { coverageLines } from '#core/reports/table-gaps';
import { objectText } from '#core/reports/table-findings';
import { visibleText } from '#core/reports/visible-text';
import { action } from './action.ts';
import type { CliCore, EvaluateRequest, Evaluated, PatchSet } from './cli-core.ts';
import { addConnectOptions, connectOf, impersonationProblem, offlineProblem, type ConnectFlags } from './connect-options.ts';
import { captureOptionsOf, evaluateInput } from './evaluate-input.ts';
import { evaluateRequestOf, type EvaluateFlags } from './evaluate-request.ts';
import { addFilterOptions } from './filter-options.ts';
import { narrowBy } from './findings-filter.ts';
import { addInputOptions, inputOf, type InputChoice, type InputFlags } from './input-options.ts';
import { collect } from './list-option.ts';
import { leftText, patchText } from './patch-text.ts';
import { outputFolderProblem, writeOutputFolder } from './output-file.ts';
import { failWith, hasColour, note, widthOf, withCore, type Session } from './session.ts';
import { usage } from './usage.ts';

interface Flags extends InputFlags, ConnectFlags, EvaluateFlags {
  readonly finding?: readonly string[];
  readonly output?: string;
  readonly format: 'diff' | 'json';
  readonly serverDryRun?: boolean;
  readonly quiet?: boolean;
}

interface PatchRun {
  readonly core: CliCore;
  readonly flags: Flags;
  readonly choice: InputChoice;
}

const flagsProblem = async (flags: Flags, choice: InputChoice): Promise<Problem | undefined> => {
  const wrongOutput = flags.output === undefined ? undefined : await outputFolderProblem(flags.output);
  if (wrongOutput !== undefined) return wrongOutput;
  if (choice.kind === 'cluster') return impersonationProblem(flags);
  if (flags.serverDryRun === true) {
    return usage(
      '--server-dry-run needs a cluster.',
      'It asks the API server whether it would accept each patch, and the input that was named is none.',
      'Name a context, or leave --server-dry-run out.',
    );
  }
  return offlineProblem(flags);
};

/** Failed findings under the filters, and of those the ones named by --finding. */
const chosenFindings = (flags: Flags, findings: readonly Finding[]): Result<readonly Finding[], Problem> => {
  const failed = findings.filter(finding => finding.status === 'fail');
  if (flags.finding === undefined) return ok(failed);
  const missing = flags.finding.find(id => !failed.some(finding => finding.id === id));
  if (missing === undefined) return ok(failed.filter(finding => flags.finding?.includes(finding.id)));
  return fail(
    problem('finding-unknown', {
      what: `There is no finding "${missing.slice(0, 100)}" here.`,
      why: 'It is not among the failed findings of this input under these filters.',
    }),
  );
};

/** Each patch to the server as a dry-run, where the flag asks for it; told as the answers come. */
const dryRunOf = async (session: Session, core: CliCore, flags: Flags, set: PatchSet): Promise<Result<PatchSet, Problem>> => {
  if (flags.serverDryRun !== true) return ok(set);
  const context = await core.selectContext(flags.context);
  if (!context.ok) return context;
  const onCheck = (patch: Patch, check: PatchCheck): void =>
    void note(
      session,
      flags.quiet === true,
      `dry-run of ${patch.ruleId} on ${objectText(patch.target)}: ${check.result}${check.note === '' ? '' : `, ${check.note}`}`,
    );
  const checked = await core.dryRun(set.patches, context.value, connectOf(flags), onCheck, session.host.signal);
  return checked.ok ? ok({ ...set, patches: checked.value }) : checked;
};

const summaryText = (
  session: Session,
  { core, choice }: PatchRun,
  evaluated: Evaluated,
  set: PatchSet,
  where: string,
): string => {
  const { host } = session;
  const { loaded, evaluation, durations } = evaluated;
  const { toolVersion } = core;
  const result = scanResult({
    kind: choice.kind,
    toolVersion,
    snapshot: loaded.snapshot,
    evaluation,
    only: {},
    durations,
  });
  const lines = [
    `${plural(set.patches.length, 'patch', 'patches')}${where}, ${plural(set.left.length, 'finding', 'findings')} left to do by hand`,
    ...coverageLines(result, widthOf(host.err), paintWith(hasColour(host, host.err))),
  ];
  return `${lines.join('\n')}\n`;
};

/** The folder, or on stdout the diffs (or the plan as JSON). The summary with coverage goes where the result does not. */
const write = async (session: Session, patchRun: PatchRun, evaluated: Evaluated, set: PatchSet): Promise<number> => {
  const { host } = session;
  const { core, flags } = patchRun;
  const { plan, files } = await core.patchFiles(evaluated, set);
  if (flags.output !== undefined) {
    const written = await writeOutputFolder(flags.output, files, host.signal);
    if (!written.ok) return failWith(session, written.error);
    await host.out.write(summaryText(session, patchRun, evaluated, set, ` in ${visibleText(flags.output, 4_000)}`));
    return 0;
  }
  const paint = paintWith(hasColour(host, host.out));
  const diffs = (): string => `${set.patches.map(patch => patchText(patch, paint)).join('')}${leftText(set)}`;
  await host.out.write(flags.format === 'json' ? jsonText(plan) : diffs());
  await host.err.write(summaryText(session, patchRun, evaluated, set, ''));
  return 0;
};

const evaluateFor = async (
  session: Session,
  { core, flags, choice }: PatchRun,
  request: EvaluateRequest,
): Promise<Result<Evaluated, Problem>> => {
  const connect = connectOf(flags);
  const capture = captureOptionsOf(request.only, request.config, connect);
  return evaluateInput(session, core, { choice, connect, capture, request, keep: 'everything', quiet: flags.quiet === true });
};

const patchWith = async (session: Session, patchRun: PatchRun): Promise<number> => {
  const { core, flags, choice } = patchRun;
  const request = await evaluateRequestOf(core, flags);
  if (!request.ok) return failWith(session, request.error);
  const refused = flags.serverDryRun === true ? await core.dryRunRefusal(flags.context) : undefined;
  if (refused !== undefined) return failWith(session, refused);
  const narrow = await narrowBy(flags.filter, core, flags.pss !== undefined);
  if (!narrow.ok) return failWith(session, narrow.error);
  const evaluated = await evaluateFor(session, patchRun, request.value);
  if (!evaluated.ok) return failWith(session, evaluated.error);
  const { loaded, durations } = evaluated.value;
  const evaluation = narrow.value(evaluated.value.evaluation);
  const { toolVersion } = core;
  const { only } = request.value;
  const result = scanResult({ kind: choice.kind, toolVersion, snapshot: loaded.snapshot, evaluation, only, durations });
  const findings = chosenFindings(flags, result.findings);
  if (!findings.ok) return failWith(session, findings.error);
  const made = await core.makePatches(evaluated.value, findings.value, session.host.signal);
  if (!made.ok) return failWith(session, made.error);
  const set = await dryRunOf(session, core, flags, made.value);
  return set.ok ? write(session, patchRun, evaluated.value, set.value) : failWith(session, set.error);
};

const run = async (session: Session, flags: Flags): Promise<number> => {
  const choice = inputOf(flags);
  if (!choice.ok) return failWith(session, choice.error);
  const wrong = await flagsProblem(flags, choice.value);
  if (wrong !== undefined) return failWith(session, wrong);
  return withCore(session, flags, core => patchWith(session, { core, flags, choice: choice.value }));
};

export const addPatch = (program: Command, session: Session): void => {
  const command = program
    .command('patch')
    .description(
      'Turn findings into reviewable patches with rollback files. Nothing is applied; --server-dry-run asks the API server whether it would accept them.',
    );
  addFilterOptions(addConnectOptions(addInputOptions(command)))
    .option('--finding <id>', 'only this finding (repeatable)', collect)
    .option('-o, --output <folder>', 'write kustomization.yaml, patches, rollbacks, README.md and plan.json to this new folder')
    .addOption(
      new Option('--format <format>', 'without --output: diffs, or the plan as JSON').choices(['diff', 'json']).default('diff'),
    )
    .option('--server-dry-run', 'send each patch to the API server as dryRun=All; never one of a Secret')
    .option('--config <file>', 'registries, rules and exclusions, as JSON or YAML')
    .option('-q, --quiet', 'no progress and no notes on stderr')
    .action(action(session, run));
};
