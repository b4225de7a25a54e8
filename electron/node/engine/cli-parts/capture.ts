import { type Problem, problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import { captureCluster } from '#core/engine/capture-cluster';
import { pipelineForRules } from '#core/engine/what-rules-see';
import { enabledRules } from '#core/evaluate/selection';
import { createPipeline } from '#core/redact/pipeline';
import { toolVersion } from '#node/version';
import type { CliCore, Evaluated } from '#electron/cli/cli-core';
import { choose } from '../catalogue.ts';
import { connectTo } from '../connecting.ts';
import { keepNurserySteady } from '../nursery.ts';
import { expectShortRun } from '../short-run.ts';
import { type Bench, pssText } from './bench.ts';

export const capture = async (bench: Bench, call: Parameters<CliCore['capture']>[0]): Promise<Result<Evaluated, Problem>> => {
  const connected = await connectTo(bench.setting, call.context, call.connect);
  if (!connected.ok) return connected;
  const { kube, context } = connected.value;
  if (kube.insecureTls)
    bench.options.onNote(`TLS is not verified for ${kube.server}: the kubeconfig says insecure-skip-tls-verify.`);
  const { rules, options } = choose({ config: call.evaluate.config, only: call.evaluate.only, pss: pssText(call.evaluate) });
  const { fingerprints } = bench.ports;
  keepNurserySteady();
  expectShortRun();
  try {
    const captured = await captureCluster(
      {
        captureId: 'cli',
        kube,
        context: call.context,
        contextNamespace: context.namespace,
        options: {
          ...call.capture,
          excludeResources: [...(call.capture.excludeResources ?? []), ...call.evaluate.config.exclude.resources],
        },
        rules,
        evaluate: options,
        toolVersion,
        onProgress: call.onProgress,
      },
      bench.ports,
      call.keep === 'everything' ? createPipeline(fingerprints) : pipelineForRules(fingerprints, enabledRules(rules, options)),
      call.signal,
    );
    if (!captured.ok) return captured;
    if (call.signal.aborted)
      return fail(problem('cancelled', { what: 'The capture was cancelled.', why: 'It was asked to stop.' }));
    const { snapshot, evaluation, durations } = captured.value;
    return ok({ loaded: { snapshot, collectMs: durations.collect, notes: [] }, evaluation, durations });
  } finally {
    await kube.close();
  }
};
