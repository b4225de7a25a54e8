import type { Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import { filterProblem } from '#core/reports/filter';
import type { CliCore, EvaluateRequest, PssChoice } from './cli-core.ts';
import { readConfig } from './config-file.ts';
import { filterOf, type FilterFlags } from './filter-options.ts';

export interface EvaluateFlags extends FilterFlags {
  readonly config?: string;
  readonly pss?: PssChoice;
}

/** Configuration and filters, checked against the rules that there are. */
export const evaluateRequestOf = async (core: CliCore, flags: EvaluateFlags): Promise<Result<EvaluateRequest, Problem>> => {
  const rules = core.rules.list;
  const config = await readConfig(
    flags.config,
    rules.map(rule => rule.id),
  );
  if (!config.ok) return config;
  const filter = filterOf(flags, config.value);
  const wrong = filterProblem(filter, rules);
  return wrong === undefined ? ok({ config: config.value, filter, pss: flags.pss }) : fail(wrong);
};
