import { captureDefaults, type CaptureOptions } from '#contract/capture';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import { discover } from '#core/collect/discovery';
import { createRequester } from '#core/collect/requester';
import { leastPrivilegeRole } from '#core/collect/role';
import type { KubeConnection, Ports } from '#core/ports';
import { yamlWithLines } from '#core/remediate/to-yaml';

/** The least-privilege ClusterRole as YAML, custom resources included: asks the server for discovery and for nothing else. */
export const printedRole = async (
  kube: KubeConnection,
  options: CaptureOptions,
  ports: Ports,
  signal: AbortSignal,
): Promise<Result<string, Problem>> => {
  const { concurrency, retries, requestBudget } = captureDefaults;
  const requestTimeout = options.requestTimeout ?? captureDefaults.requestTimeout;
  const requester = createRequester(kube, { concurrency, retries, requestBudget, requestTimeout }, ports, signal);
  const discovered = await discover(requester);
  if (signal.aborted) return fail(problem('cancelled', { what: 'No role was printed.', why: 'Ctrl-C was pressed.' }));
  if (requester.broken !== undefined) return fail(requester.broken);
  return ok(yamlWithLines(leastPrivilegeRole(options, discovered.fromServer ? discovered.types : undefined)).text);
};
