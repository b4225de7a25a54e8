import type { Evaluation } from '#contract/evaluation';
import type { Finding } from '#contract/finding';
import type { MergedPatch, Patch, PatchPlan } from '#contract/patch';
import type { Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import { problem } from '#contract/problem';
import type { AnyRule } from '#contract/rule';
import type { Snapshot } from '#contract/snapshot';
import { createContext, evaluate, type EvaluatePorts } from '#core/evaluate/evaluator';
import type { EvaluateOptions } from '#core/evaluate/options';
import { createSnapshotIndex, type SnapshotIndex } from '#core/evaluate/snapshot-index';
import { arrangePatches } from '#core/remediate/arrange-patches';
import { withCheck } from '#contract/patch';
import { createTouchedEvaluator } from '#core/remediate/evaluate-touched';
import { patchSource } from '#core/remediate/patch-source';
import { makePatches } from '#core/remediate/patch-set';
import { mergePatches } from '#core/remediate/merge-patches';
import { makePatch } from '#core/remediate/patch';
import { reevaluatePatch } from '#core/remediate/reevaluate';
import type { RunRules } from '#core/remediate/run-rules';

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
  /** The patches of these findings, all of one object, as one patch that is re-evaluated anew. Problem: `not-patchable`. */
  merged(findings: readonly Finding[]): Promise<Result<MergedPatch, Problem>>;
  /** The patches of these findings, arranged so that each applies after those before it, and what stays out. */
  patches(findings: readonly Finding[]): Promise<{ readonly patches: readonly Patch[]; readonly left: PatchPlan['left'] }>;
}

export const createPatcher = (
  { snapshot, evaluation, rules, options }: PatchBench,
  ports: EvaluatePorts,
  signal: AbortSignal,
): Patcher => {
  const index = createSnapshotIndex(snapshot);
  const context = createContext(index, options, ports, signal);
  const run: RunRules = (changed, some, namespaces) =>
    evaluate(
      changed,
      some,
      namespaces === undefined ? options : { ...options, only: { ...options.only, namespaces } },
      ports,
      signal,
    );
  const evaluateAgain = createTouchedEvaluator(index, rules, evaluation.findings, run);
  const prove = async (patch: Patch): Promise<Patch> =>
    patch.redacted === null ? withCheck(patch, await reevaluatePatch(patch, index, evaluateAgain, evaluation.findings)) : patch;

  const make = (finding: Finding): Result<Patch, Problem> => {
    const rule = rules.find(({ id }) => id === finding.ruleId);
    return rule === undefined
      ? fail(
          problem('rule-unknown', {
            what: `There is no rule ${finding.ruleId}.`,
            why: 'The snapshot was evaluated with other rules.',
          }),
        )
      : makePatch(finding, rule, patchSource(context, rule));
  };

  return {
    index,
    patch: async finding => {
      const made = make(finding);
      return made.ok ? ok(await prove(made.value)) : made;
    },
    merged: async findings => {
      const parts: Patch[] = [];
      for (const finding of findings) {
        const made = make(finding);
        if (!made.ok) return made;
        parts.push(made.value);
      }
      const object = parts[0] === undefined ? undefined : index.find(parts[0].target);
      if (object === undefined)
        return fail(
          problem('not-patchable', { what: 'These patches cannot be one.', why: 'Their object is not in this snapshot.' }),
        );
      const merged = mergePatches(parts, object);
      if (!merged.ok) return merged;
      const left = merged.value.conflicts.map(({ patch, why }) => ({ findingIds: [...patch.findingIds], why }));
      return ok({ patch: await prove(merged.value.patch), left });
    },
    patches: async findings => {
      const made = makePatches(findings, rules, context);
      const { patches, conflicts } = arrangePatches(made.patches, ref => index.find(ref));
      const left = [
        ...made.left,
        ...conflicts.flatMap(({ patch, why }) => patch.findingIds.map(findingId => ({ findingId, ruleId: patch.ruleId, why }))),
      ];
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
