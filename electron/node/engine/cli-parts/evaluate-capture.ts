import { type Problem, problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import { type CaptureCall, captureCluster } from '#core/engine/capture-cluster';
import { pipelineForRules } from '#core/engine/what-rules-see';
import { enabledRules } from '#core/evaluate/selection';
import { createPipeline } from '#core/redact/pipeline';
import { toolVersion } from '#node/version';
import type { CaptureCall as CliCapture, Evaluated } from '#electron/cli/cli-core';
import { choose } from '../catalogue.ts';
import { keepNurserySteady } from '../nursery.ts';
import { expectShortRun } from '../short-run.ts';
import { type Bench, pssText } from './bench.ts';

/** The rest of a capture that was begun, evaluated while pages arrive. */
export const evaluateCapture = async (
  { ports }: Bench,
  { context, evaluate, keep, onProgress, signal }: CliCapture,
  cluster: Pick<CaptureCall, 'kube' | 'options' | 'contextNamespace' | 'begun'>,
): Promise<Result<Evaluated, Problem>> => {
  const { rules, options } = choose({ config: evaluate.config, only: evaluate.only, pss: pssText(evaluate) });
  const { fingerprints } = ports;
  // Not before this is loaded: compiled code of former runs counts only under the flags that it was compiled under.
  keepNurserySteady();
  expectShortRun();
  const captured = await captureCluster(
    { ...cluster, captureId: 'cli', context, rules, evaluate: options, toolVersion, onProgress },
    ports,
    keep === 'everything' ? createPipeline(fingerprints) : pipelineForRules(fingerprints, enabledRules(rules, options)),
    signal,
  );
  if (!captured.ok) return captured;
  if (signal.aborted) return fail(problem('cancelled', { what: 'The capture was cancelled.', why: 'It was asked to stop.' }));
  const { snapshot, evaluation, durations } = captured.value;
  return ok({ loaded: { snapshot, collectMs: durations.collect, notes: [] }, evaluation, durations });
};
