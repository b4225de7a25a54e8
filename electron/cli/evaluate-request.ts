import type { Problem } from '#contract/problem';
import { ok, type Result } from '#contract/result';
import { onlyOf } from '#core/reports/filter';
import type { CliCore, EvaluateRequest, PssChoice } from './cli-core.ts';
import { readConfig } from './config-file.ts';
import { filterOf, type FilterFlags } from './filter-options.ts';

export interface EvaluateFlags extends FilterFlags {
  readonly config?: string;
  readonly pss?: PssChoice;
}

const isGiven = (names: readonly string[] | undefined): boolean => names !== undefined && names.length > 0;

const namesRules = ({ config, rule, framework }: EvaluateFlags): boolean =>
  config !== undefined || isGiven(rule) || isGiven(framework);

/** Configuration and filters, checked against the rules that there are. */
export const evaluateRequestOf = async (core: CliCore, flags: EvaluateFlags): Promise<Result<EvaluateRequest, Problem>> => {
  const rules = namesRules(flags) ? (await core.rules()).list : [];
  const config = await readConfig(
    flags.config,
    rules.map(rule => rule.id),
  );
  if (!config.ok) return config;
  const only = onlyOf(filterOf(flags, config.value), rules);
  return only.ok ? ok({ config: config.value, only: only.value, pss: flags.pss }) : only;
};
