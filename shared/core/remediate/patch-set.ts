import type { Finding } from '#contract/finding';
import type { Patch, PatchPlan } from '#contract/patch';
import type { AnyRule } from '#contract/rule';
import type { EvaluationContext } from '#core/evaluate/run-rule';
import { patchSource } from './patch-source.ts';
import { makePatch } from './patch.ts';

export interface PatchSet {
  /** One a finding, each against the object as captured. */
  readonly patches: readonly Patch[];
  /** Findings without a patch, and why. */
  readonly left: PatchPlan['left'];
}

/** Patches of many findings, from the context of their own evaluation. */
export const makePatches = (findings: readonly Finding[], rules: readonly AnyRule[], context: EvaluationContext): PatchSet => {
  const byId = new Map(rules.map(rule => [rule.id, rule]));
  const patches: Patch[] = [];
  const left: PatchPlan['left'] = [];
  for (const finding of findings) {
    const rule = byId.get(finding.ruleId);
    const made = rule === undefined ? undefined : makePatch(finding, rule, patchSource(context, rule));
    if (made?.ok === true) patches.push(made.value);
    else
      left.push({
        findingId: finding.id,
        ruleId: finding.ruleId,
        why: made === undefined ? 'This program has no such rule.' : `${made.error.why} ${made.error.todo}`,
      });
  }
  return { patches, left };
};
