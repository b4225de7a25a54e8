import type { Evaluation } from '#contract/evaluation';
import { atLeast } from '#contract/finding';
import type { Finding, Severity } from '#contract/finding';
import type { AnyRule } from '#contract/rule';
import { waysToAdminOf } from '../attack/ways-to-admin.ts';
import type { Ports } from '../ports.ts';
import { createCompleteness, manifestCompleteness } from './completeness.ts';
import { coverageShare } from './coverage-share.ts';
import { findingsOf } from './findings.ts';
import type { EvaluateOptions } from './options.ts';
import { createOwnerResolver, type KnownChains } from './owner-resolver.ts';
import type { EvaluationContext, RuleOutcome } from './run-rule.ts';
import { Cancelled, runRule } from './run-rule.ts';
import { chooseRules, createSelection } from './selection.ts';
import { usedNamespaces, type SnapshotIndex } from './snapshot-index.ts';
import { unknownFindings } from './unknown-findings.ts';
import { workloadUnits } from './workload-units.ts';

export type EvaluatePorts = Pick<Ports, 'pause'>;

/** Computed at the first call. */
const lazily = <T>(make: () => T): (() => T) => {
  let value: { readonly made: T } | undefined;
  return () => (value ??= { made: make() }).made;
};

const knownNamespaces = (index: SnapshotIndex, manifests: boolean): readonly string[] => {
  const names = new Set(index.snapshot.coverage.namespaces ?? []);
  for (const namespace of index.list('namespaces')) names.add(namespace.metadata.name);
  if (manifests) for (const name of usedNamespaces(index.snapshot)) names.add(name);
  return [...names].toSorted();
};

/** What a caller may put in the place of what an evaluation makes of its snapshot. */
export type ContextParts = Partial<Pick<EvaluationContext, 'completeness' | 'owners' | 'selection' | 'units'>> & {
  readonly chains?: KnownChains;
};

export const createContext = (
  index: SnapshotIndex,
  options: EvaluateOptions,
  ports: EvaluatePorts,
  signal: AbortSignal,
  parts: ContextParts = {},
): EvaluationContext => {
  const manifests = options.manifests === true;
  const completeness =
    parts.completeness ??
    (manifests ? manifestCompleteness : createCompleteness(index.snapshot.coverage, resource => index.isNamespaced(resource)));
  const owners = parts.owners ?? createOwnerResolver(index, completeness, parts.chains);
  const { config } = options;
  const units = parts.units ?? lazily(() => workloadUnits(index, owners));
  const checkpoint = async (): Promise<void> => {
    if (signal.aborted) throw new Cancelled('The evaluation was cancelled.');
    await ports.pause();
  };
  return {
    index,
    completeness,
    owners,
    manifests,
    units,
    namespaces: lazily(() => knownNamespaces(index, manifests)),
    ways: lazily(() => waysToAdminOf({ index, pause: checkpoint, units })),
    selection: parts.selection ?? createSelection(options.only ?? {}, config),
    config: { registries: config.registries },
    severityOf: (rule, violation) => config.rules[rule.id]?.severity ?? violation.severity ?? rule.severity,
    floor: options.only?.severity,
    checkpoint,
  };
};

const ruleSeverity = (rule: AnyRule, options: EvaluateOptions): Severity =>
  options.config.rules[rule.id]?.severity ?? rule.severity;

interface Told {
  readonly outcome: RuleOutcome;
  readonly findings: readonly Finding[];
  readonly unknown: readonly Finding[];
}

/** A remediation that throws is a defect of the rule as much as an evaluation that does. */
const findingsOrDefect = (context: EvaluationContext, options: EvaluateOptions, outcome: RuleOutcome): Omit<Told, 'unknown'> => {
  try {
    return { outcome, findings: findingsOf(context, options, outcome) };
  } catch (error) {
    const defect = error instanceof Error ? error.message : String(error);
    return { outcome: { ...outcome, drafts: [], passed: 0, failed: 0, unread: [], defect }, findings: [] };
  }
};

const tell = (context: EvaluationContext, options: EvaluateOptions, ran: RuleOutcome): Told => {
  const { outcome, findings } = findingsOrDefect(context, options, ran);
  const severity = ruleSeverity(outcome.rule, options);
  const shown = context.floor === undefined || atLeast(severity, context.floor);
  const unknown = shown ? unknownFindings(outcome, severity, options.frameworks[outcome.rule.id] ?? []) : [];
  // Under a severity floor a milder rule counts only where it failed harder than usual, as its passes answer another question.
  return { outcome: shown ? outcome : { ...outcome, passed: 0 }, findings, unknown };
};

/** Puts the outcomes of rules together. The order of rules does not matter; findings come by rule, then object, then path. */
export const assemble = (
  context: EvaluationContext,
  rules: readonly AnyRule[],
  outcomes: readonly RuleOutcome[],
  options: EvaluateOptions,
): Evaluation => {
  const { index, selection } = context;
  const { skipped } = chooseRules(rules, options.only ?? {}, options.config, options.frameworks);
  const told = outcomes
    .toSorted((left, right) => (left.rule.id < right.rule.id ? -1 : 1))
    .map(outcome => tell(context, options, outcome));
  const share = coverageShare({
    coverage: index.snapshot.coverage,
    rules: outcomes.map(outcome => outcome.rule),
    isNamespaced: resource => index.isNamespaced(resource),
    includes: selection.includesNamespace,
  });
  return {
    rulesVersion: options.rulesVersion ?? 'unversioned',
    findings: told.flatMap(({ findings, unknown }) => [...findings, ...unknown]),
    tallies: told.map(({ outcome, unknown }) => ({
      ruleId: outcome.rule.id,
      passed: outcome.passed,
      failed: outcome.failed,
      unknown: unknown.length,
    })),
    coverage: context.manifests ? { percent: null, cells: 0, full: 0 } : share,
    skipped,
    defects: told.flatMap(({ outcome }) =>
      outcome.defect === undefined ? [] : [{ ruleId: outcome.rule.id, message: outcome.defect }],
    ),
  };
};

/**
 * All rules over a snapshot. Rejects only with `Cancelled` when the signal aborts (within some milliseconds); whatever is
 * wrong with the cluster's data or with one rule is in the result.
 */
export const evaluate = async (
  index: SnapshotIndex,
  rules: readonly AnyRule[],
  options: EvaluateOptions,
  ports: EvaluatePorts,
  signal: AbortSignal,
): Promise<Evaluation> => {
  const context = createContext(index, options, ports, signal);
  const outcomes: RuleOutcome[] = [];
  for (const rule of chooseRules(rules, options.only ?? {}, options.config, options.frameworks).enabled) {
    await context.checkpoint();
    outcomes.push(await runRule(context, rule));
  }
  return assemble(context, rules, outcomes, options);
};
