import type { Evaluation } from '#contract/evaluation';
import type { Finding } from '#contract/finding';
import type { Patch, PatchPlan } from '#contract/patch';
import type { Problem } from '#contract/problem';
import { fail, type Result } from '#contract/result';
import { problem } from '#contract/problem';
import type { AnyRule } from '#contract/rule';
import type { Snapshot } from '#contract/snapshot';
import { createContext, evaluate, type EvaluatePorts } from '#core/evaluate/evaluator';
import type { EvaluateOptions } from '#core/evaluate/options';
import { createSnapshotIndex, type SnapshotIndex } from '#core/evaluate/snapshot-index';
import { arrangePatches } from '#core/remediate/arrange-patches';
import { withCheck } from '#core/remediate/patch-checks';
import { patchSource } from '#core/remediate/patch-source';
import { makePatch } from '#core/remediate/patch';
import { reevaluatePatch } from '#core/remediate/reevaluate';

/** What patches are made from: a snapshot, what was found in it, and the rules that found it. */
export interface PatchBench {
  readonly snapshot: Snapshot;
  readonly evaluation: Evaluation;
  readonly rules: readonly AnyRule[];
  readonly options: EvaluateOptions;
}

export interface Patcher {
  readonly index: SnapshotIndex;
  /** One finding's patch, re-evaluated. Problems: `not-patchable`, `rule-unknown`. */
  patch(finding: Finding): Promise<Result<Patch, Problem>>;
  /** The patches of these findings, arranged so that each applies after those before it, and what stays out. */
  patches(findings: readonly Finding[]): Promise<{ readonly patches: readonly Patch[]; readonly left: PatchPlan['left'] }>;
}

export const createPatcher = ({ snapshot, evaluation, rules, options }: PatchBench, ports: EvaluatePorts, signal: AbortSignal): Patcher => {
  const index = createSnapshotIndex(snapshot);
  const context = createContext(index, options, ports, signal);
  const ruleOf = new Map(rules.map(rule => [rule.id, rule]));
  const evaluateAgain = (changed: Snapshot): Promise<Evaluation> => evaluate(createSnapshotIndex(changed), rules, options, ports, signal);

  const make = (finding: Finding): Result<Patch, Problem> => {
    const rule = ruleOf.get(finding.ruleId);
    if (rule === undefined) return fail(problem('rule-unknown', { what: `There is no rule ${finding.ruleId}.`, why: 'The snapshot was evaluated with other rules.' }));
    return makePatch(finding, rule, patchSource(context, rule));
  };
  const prove = async (patch: Patch): Promise<Patch> =>
    patch.redacted === null ? withCheck(patch, await reevaluatePatch(patch, snapshot, evaluateAgain, evaluation.findings)) : patch;

  return {
    index,
    patch: async finding => {
      const made = make(finding);
      return made.ok ? { ok: true, value: await prove(made.value) } : made;
    },
    patches: async findings => {
      const made: Patch[] = [];
      const left: PatchPlan['left'][number][] = [];
      for (const finding of findings) {
        const patch = make(finding);
        if (patch.ok) made.push(patch.value);
        else left.push({ findingId: finding.id, ruleId: finding.ruleId, why: patch.error.why });
      }
      const { patches, conflicts } = arrangePatches(made, ref => index.find(ref));
      for (const { patch, why } of conflicts) for (const findingId of patch.findingIds) left.push({ findingId, ruleId: patch.ruleId, why });
      const proved: Patch[] = [];
      for (const patch of patches) {
        await ports.pause();
        if (signal.aborted) break;
        proved.push(await prove(patch));
      }
      return { patches: proved, left };
    },
  };
};
