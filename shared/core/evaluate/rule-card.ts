import type { AnyRule, RuleCard } from '#contract/rule';
import type { FrameworkMap } from './options.ts';

/** A rule without its code, as catalogue and pages show it. */
export const ruleCard = (rule: AnyRule, frameworks: FrameworkMap): RuleCard => ({
  id: rule.id,
  pack: rule.pack,
  severity: rule.severity,
  what: rule.what,
  why: rule.why,
  fix: rule.fix,
  references: rule.references,
  frameworks: frameworks[rule.id] ?? [],
  fixable: rule.remediate !== undefined,
});
