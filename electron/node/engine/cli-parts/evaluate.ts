import { type Problem, problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import { compareSnapshots, type Comparison } from '#core/compare/compare-snapshots';
import { evaluate } from '#core/evaluate/evaluator';
import { Cancelled } from '#core/evaluate/run-rule';
import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import type { Evaluated, EvaluateRequest, Loaded } from '#electron/cli/cli-core';
import { type LoadedSide, withEvaluations } from '../comparing.ts';
import { type Bench, chosenFor } from './bench.ts';

export const evaluateLoaded = async (
  bench: Bench,
  loaded: Loaded,
  request: EvaluateRequest,
  signal: AbortSignal,
): Promise<Result<Evaluated, Problem>> => {
  const began = bench.ports.clock.elapsed();
  const { rules, options } = chosenFor(bench, loaded.snapshot, request);
  const evaluation = await evaluate(createSnapshotIndex(loaded.snapshot), rules, options, bench.ports, signal);
  if (signal.aborted) return fail(problem('cancelled', { what: 'The evaluation was cancelled.', why: 'It was asked to stop.' }));
  return ok({ loaded, evaluation, durations: { collect: loaded.collectMs, evaluate: bench.ports.clock.elapsed() - began } });
};

export const compareLoaded = async (
  bench: Bench,
  before: Loaded,
  after: Loaded,
  signal: AbortSignal,
): Promise<Result<Comparison, Problem>> => {
  const sideOf = ({ snapshot, title = snapshot.meta.name, stored = null }: Loaded, id: string): LoadedSide => ({
    id,
    title,
    snapshot,
    stored,
  });
  try {
    const input = await withEvaluations(sideOf(before, 'before'), sideOf(after, 'after'), bench.ports, signal, true);
    return ok(await compareSnapshots(input, bench.ports, signal));
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
    return fail(problem('cancelled', { what: 'The comparison was cancelled.', why: 'It was asked to stop.' }));
  }
};
