import type { Command } from 'commander';
import { problem, type Problem } from '#contract/problem';
import { paintWith } from '#core/reports/paint';
import { scanResult } from '#core/reports/scan-result';
import { coverageLines } from '#core/reports/table-gaps';
import { plural } from '#core/reports/plural';
import { visibleText } from '#core/reports/visible-text';
import { action } from './action.ts';
import type { CliCore, EvaluateRequest, Evaluated } from './cli-core.ts';
import { readConfig } from './config-file.ts';
import { addConnectOptions, connectOf, impersonationProblem, type ConnectFlags } from './connect-options.ts';
import { captureCluster, captureOptionsOf } from './evaluate-input.ts';
import { addNamespaceOptions, type FilterFlags } from './filter-options.ts';
import { outputBundleProblem } from './output-file.ts';
import { parsePercent } from './percent-option.ts';
import { addPlanOptions, planText, wantsPlan, type PlanFlags } from './plan-options.ts';
import { failWith, hasColour, widthOf, withCore, type Session } from './session.ts';
import { usage } from './usage.ts';

interface Flags extends ConnectFlags, PlanFlags, Pick<FilterFlags, 'namespace' | 'excludeNamespace'> {
  readonly context?: string;
  readonly output?: string;
  readonly minCoverage: number;
  readonly config?: string;
  readonly quiet?: boolean;
}

const flagsProblem = (flags: Flags): Problem | undefined => {
  if (flags.output === undefined) {
    return wantsPlan(flags)
      ? impersonationProblem(flags)
      : usage('snapshot needs --output FILE.', 'It writes an evidence bundle (.tar.gz).', 'Add --output FILE.');
  }
  return outputBundleProblem(flags.output) ?? impersonationProblem(flags);
};

const report = async (
  session: Session,
  core: CliCore,
  flags: Flags,
  evaluated: Evaluated,
  path: string,
  written: { identity: string; bytes: number },
): Promise<number> => {
  const { host } = session;
  const { evaluation, durations, loaded } = evaluated;
  const result = scanResult({
    kind: 'cluster',
    toolVersion: core.toolVersion,
    snapshot: loaded.snapshot,
    evaluation,
    only: {},
    durations,
  });
  const lines = [
    `${visibleText(path, 4_000)}: ${plural(result.summary.objects, 'object', 'objects')}, ${plural(written.bytes, 'byte', 'bytes')}${loaded.snapshot.meta.partial ? ', partial' : ''}`,
    `identity ${written.identity}`,
    ...coverageLines(result, widthOf(host.out), paintWith(hasColour(host, host.out))),
  ];
  await host.out.write(`${lines.join('\n')}\n`);
  const percent = result.coverage.percent ?? 0;
  if (flags.minCoverage === 0 || percent >= flags.minCoverage) return 0;
  return failWith(
    session,
    problem('coverage-below', {
      what: `Coverage is ${percent} %, below the ${flags.minCoverage} % that --min-coverage asks for; the bundle was written all the same.`,
      why: 'Some of what the rules need could not be read.',
    }),
  );
};

const capture = async (session: Session, core: CliCore, flags: Flags): Promise<number> => {
  const { signal } = session.host;
  const rules = flags.config === undefined ? [] : (await core.rules()).list;
  const config = await readConfig(
    flags.config,
    rules.map(rule => rule.id),
  );
  if (!config.ok) return failWith(session, config.error);
  const connect = connectOf(flags);
  const namespaces = { namespaces: flags.namespace ?? [], excludeNamespaces: flags.excludeNamespace ?? [] };
  const options = {
    ...captureOptionsOf(namespaces, config.value, connect),
    ...(namespaces.excludeNamespaces.length === 0 ? {} : { excludeNamespaces: [...namespaces.excludeNamespaces] }),
  };
  const request: EvaluateRequest = { config: config.value, only: {}, pss: undefined };
  if (wantsPlan(flags)) {
    const plan = { context: flags.context, connect, capture: options, request };
    const text = await planText(session, core, { ...flags, json: false }, plan);
    if (!text.ok) return failWith(session, text.error);
    await session.host.out.write(text.value);
    return 0;
  }
  const path = flags.output ?? '';
  const evaluated = await captureCluster(session, core, flags.context, {
    connect,
    capture: options,
    request,
    keep: 'everything',
    quiet: flags.quiet === true,
  });
  if (!evaluated.ok) return failWith(session, evaluated.error);
  const written = await core.writeBundle(path, evaluated.value, signal);
  return written.ok ? report(session, core, flags, evaluated.value, path, written.value) : failWith(session, written.error);
};

const run = async (session: Session, flags: Flags): Promise<number> => {
  const wrong = flagsProblem(flags);
  return wrong === undefined ? withCore(session, flags, core => capture(session, core, flags)) : failWith(session, wrong);
};

export const addSnapshot = (program: Command, session: Session): void => {
  const command = program
    .command('snapshot')
    .description(
      'Capture a cluster into an evidence bundle. Values of Secrets never arrive, and other credentials are redacted before anything is kept.',
    )
    .option('--context <name>', 'a context of the kubeconfig (default: the current one)')
    .option('-o, --output <file>', 'the bundle to write (.tar.gz)');
  addNamespaceOptions(addPlanOptions(addConnectOptions(command)))
    .option('--min-coverage <percent>', 'exit 3 if less than this was read of what the rules need', parsePercent, 0)
    .option('--config <file>', 'exclusions, as JSON or YAML')
    .option('-q, --quiet', 'no progress and no notes on stderr')
    .action(action(session, run));
};
