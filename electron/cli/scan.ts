import { Option, type Command } from 'commander';
import { atLeast, severities, type Severity } from '#contract/finding';
import { problem } from '#contract/problem';
import type { ScanResult } from '#contract/scan-result';
import { scanResult } from '#core/reports/scan-result';
import { action } from './action.ts';
import type { CliCore, EvaluateRequest, Evaluated, PssChoice } from './cli-core.ts';
import { addConnectOptions, connectOf, impersonationProblem, offlineProblem, type ConnectFlags } from './connect-options.ts';
import { emit } from './emit.ts';
import { captureOptionsOf, evaluateInput } from './evaluate-input.ts';
import { evaluateRequestOf } from './evaluate-request.ts';
import { addFilterOptions, type FilterFlags } from './filter-options.ts';
import { type Narrow, narrowBy } from './findings-filter.ts';
import { addInputOptions, inputOf, type InputChoice, type InputFlags } from './input-options.ts';
import { outputFileProblem } from './output-file.ts';
import { parsePercent } from './percent-option.ts';
import { addPlanOptions, planText, wantsPlan, type PlanFlags } from './plan-options.ts';
import { parsePss } from './pss-option.ts';
import { scanFormatNames, scanFormats, type ScanFormat } from './scan-formats.ts';
import { failWith, hasColour, widthOf, withCore, type Session } from './session.ts';
import { usage } from './usage.ts';

const description =
  'Evaluate a cluster, a bundle or manifests: what is wrong, what could not be decided, and what was not read. Nothing is changed.';

const examples = `
Exit codes:
  0    done
  1    done, and a finding is at or above --fail-on
  2    wrong use, or an input that cannot be read
  3    the cluster could not be reached, or coverage is below --min-coverage
  130  interrupted

Examples:
  plumbline scan                                     the current context
  plumbline scan --context prod --namespace shop --fail-on high
  plumbline scan --manifests deploy/ --format json --output result.json
  helm template my-chart | plumbline scan --manifests -
  plumbline scan --demo --filter 'severity:critical,high -kind:Pod fixable:yes'

--filter narrows the findings that are reported and that --fail-on looks at; checks that are counted and coverage
stay those of the other flags.`;

interface ScanFlags extends InputFlags, ConnectFlags, FilterFlags, PlanFlags {
  readonly format: ScanFormat;
  readonly output?: string;
  readonly failOn: Severity | 'never';
  readonly minCoverage: number;
  readonly pss?: PssChoice;
  readonly config?: string;
  readonly quiet?: boolean;
}

const flagsProblem = (flags: ScanFlags, choice: InputChoice) => {
  if (flags.output !== undefined) {
    const wrong = outputFileProblem(flags.output);
    if (wrong !== undefined) return wrong;
  }
  if (choice.kind === 'cluster') return impersonationProblem(flags);
  if (wantsPlan(flags))
    return usage(
      '--print-requests and --print-role are about a cluster.',
      'The input that was named is none: nothing would be asked.',
    );
  if (choice.kind === 'manifests' && flags.minCoverage > 0) {
    return usage(
      '--min-coverage has no meaning for manifests.',
      'Files do not say what a cluster holds, so there is no percentage.',
      'Leave it out; what could not be decided is reported as unknown.',
    );
  }
  return offlineProblem(flags);
};

const failsOn = (result: ScanResult, floor: Severity | 'never'): boolean =>
  floor !== 'never' && result.findings.some(finding => finding.status === 'fail' && atLeast(finding.severity, floor));

/** 1 goes before 3: a finding is certain, however little was read. */
const exitCode = async (session: Session, result: ScanResult, flags: ScanFlags): Promise<number> => {
  const { percent } = result.coverage;
  const below = flags.minCoverage > 0 && (percent ?? 0) < flags.minCoverage;
  const code = below
    ? await failWith(
        session,
        problem('coverage-below', {
          what: `Coverage is ${percent ?? 0} %, below the ${flags.minCoverage} % that --min-coverage asks for.`,
          why: 'Some of what the rules need could not be read.',
        }),
      )
    : 0;
  return failsOn(result, flags.failOn) ? 1 : code;
};

interface ScanPlan {
  readonly flags: ScanFlags;
  readonly choice: InputChoice;
  readonly request: EvaluateRequest;
  readonly narrow: Narrow;
}

const report = async (
  session: Session,
  core: CliCore,
  { flags, choice, request, narrow }: ScanPlan,
  evaluated: Evaluated,
): Promise<number> => {
  const { host } = session;
  const { durations, loaded } = evaluated;
  const evaluation = narrow(evaluated.evaluation);
  const { toolVersion } = core;
  const result = scanResult({
    kind: choice.kind,
    toolVersion,
    snapshot: loaded.snapshot,
    evaluation,
    only: request.only,
    durations,
  });
  const terminal = flags.output === undefined;
  const text = scanFormats[flags.format](result, {
    evaluation,
    rules: flags.format === 'table' ? (await core.rules()).list : [],
    width: terminal ? widthOf(host.out) : null,
    colour: terminal && hasColour(host, host.out),
  });
  return (await emit(session, flags.output, text)) ?? exitCode(session, result, flags);
};

const scanWith = async (session: Session, core: CliCore, flags: ScanFlags, choice: InputChoice): Promise<number> => {
  const request = await evaluateRequestOf(core, flags);
  if (!request.ok) return failWith(session, request.error);
  const narrow = await narrowBy(flags.filter, core, flags.pss !== undefined);
  if (!narrow.ok) return failWith(session, narrow.error);
  const connect = connectOf(flags);
  const capture = captureOptionsOf(request.value.only, request.value.config, connect);
  if (wantsPlan(flags)) {
    const plan = { context: flags.context, connect, capture, request: request.value };
    const text = await planText(session, core, { ...flags, json: flags.format === 'json' }, plan);
    return text.ok ? ((await emit(session, flags.output, text.value)) ?? 0) : failWith(session, text.error);
  }
  const evaluated = await evaluateInput(session, core, {
    choice,
    connect,
    capture,
    request: request.value,
    keep: 'what-rules-see',
    quiet: flags.quiet === true,
  });
  return evaluated.ok
    ? report(session, core, { flags, choice, request: request.value, narrow: narrow.value }, evaluated.value)
    : failWith(session, evaluated.error);
};

const run = async (session: Session, flags: ScanFlags): Promise<number> => {
  const choice = inputOf(flags);
  if (!choice.ok) return failWith(session, choice.error);
  const wrong = flagsProblem(flags, choice.value);
  if (wrong !== undefined) return failWith(session, wrong);
  return withCore(session, flags, core => scanWith(session, core, flags, choice.value));
};

export const addScan = (program: Command, session: Session): void => {
  const command = program.command('scan').description(description);
  addFilterOptions(addPlanOptions(addConnectOptions(addInputOptions(command))))
    .addOption(new Option('--format <format>', 'how the result is written').choices(scanFormatNames).default('table'))
    .option('-o, --output <file>', 'write the result to this file instead of stdout')
    .addOption(
      new Option('--fail-on <severity>', 'exit 1 if there is a finding of at least this severity')
        .choices([...severities, 'never'])
        .default('never'),
    )
    .option('--min-coverage <percent>', 'exit 3 if less than this was read of what the rules need', parsePercent, 0)
    .option('--pss <level[@version]>', 'only the Pod Security Standards, at this level and version', parsePss)
    .option('--config <file>', 'registries, rules and exclusions, as JSON or YAML')
    .option('-q, --quiet', 'no progress and no notes on stderr')
    .addHelpText('after', examples)
    .action(action(session, run));
};
