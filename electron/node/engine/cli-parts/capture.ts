import type { CaptureOptions } from '#contract/capture';
import type { Problem } from '#contract/problem';
import type { Result } from '#contract/result';
import { beginCapture } from '#core/collect/begin';
import type { CaptureCall, Evaluated } from '#electron/cli/cli-core';
import { connectTo } from '../connecting.ts';
import type { Bench } from './bench.ts';

const optionsOf = ({ capture, evaluate }: CaptureCall): CaptureOptions => ({
  ...capture,
  excludeResources: [...(capture.excludeResources ?? []), ...evaluate.config.exclude.resources],
});

/** Rules and evaluation are loaded while the cluster answers its first questions. */
export const capture = async (bench: Bench, call: CaptureCall): Promise<Result<Evaluated, Problem>> => {
  const connected = await connectTo(bench.setting, call.context, call.connect);
  if (!connected.ok) return connected;
  const { kube, context } = connected.value;
  if (kube.insecureTls)
    bench.options.onNote(`TLS is not verified for ${kube.server}: the kubeconfig says insecure-skip-tls-verify.`);
  const options = optionsOf(call);
  try {
    const begun = beginCapture(kube, options, bench, call.signal);
    const { evaluateCapture } = await import('./evaluate-capture.ts');
    return await evaluateCapture(bench, call, { kube, options, contextNamespace: context.namespace, begun });
  } finally {
    await kube.close();
  }
};
