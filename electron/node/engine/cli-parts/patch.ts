import { type Problem, problem } from '#contract/problem';
import { fail, ok } from '#contract/result';
import { isReadOnly } from '#contract/settings';
import { createPatcher } from '#core/engine/patch-findings';
import { evaluate } from '#core/evaluate/evaluator';
import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import { serverDryRun } from '#core/remediate/dry-run';
import { exportPatches } from '#core/remediate/export';
import { withCheck } from '#contract/patch';
import { typeOfKind } from '#kube/builtin-resources';
import { toolVersion } from '#node/version';
import type { CliCore, Evaluated } from '#electron/cli/cli-core';
import { connectTo } from '../connecting.ts';
import { type Bench, chosenFor, wholeCatalogue } from './bench.ts';
import { selectContext } from './contexts.ts';

export const makePatches = async (
  bench: Bench,
  { loaded, evaluation }: Evaluated,
  findings: Parameters<CliCore['makePatches']>[1],
  signal: AbortSignal,
): ReturnType<CliCore['makePatches']> => {
  // Patches are proved against the whole catalogue: a new finding of a rule that was filtered away is a new finding.
  const { rules, options } = chosenFor(bench, loaded.snapshot, wholeCatalogue);
  const whole = await evaluate(createSnapshotIndex(loaded.snapshot), rules, options, bench.ports, signal);
  const patcher = createPatcher(
    {
      snapshot: loaded.snapshot,
      evaluation: { ...whole, findings: [...whole.findings, ...evaluation.findings] },
      rules,
      options,
    },
    bench.ports,
    signal,
  );
  const made = await patcher.patches(findings);
  return signal.aborted
    ? fail(problem('cancelled', { what: 'Making patches was cancelled.', why: 'It was asked to stop.' }))
    : ok(made);
};

export const patchFiles = async (
  ...[{ loaded, evaluation }, set]: Parameters<CliCore['patchFiles']>
): ReturnType<CliCore['patchFiles']> =>
  exportPatches(set.patches, {
    tool: { version: toolVersion, rulesVersion: evaluation.rulesVersion },
    snapshot: {
      name: loaded.snapshot.meta.name,
      capturedAt: loaded.snapshot.meta.capturedAt,
      clusterId: loaded.snapshot.meta.clusterId,
    },
    left: [...set.left],
  });

/** Why a dry-run would be refused, before anything is asked of the cluster. */
export const dryRunRefusal = async (bench: Bench, name: string | undefined): Promise<Problem | undefined> => {
  const context = await selectContext(bench, name);
  if (!context.ok || !isReadOnly(bench.setting.settings().settings, context.value)) return undefined;
  return problem('read-only', {
    what: `The dry-run against ${context.value.name} was refused.`,
    why: 'A dry-run is a write request to the server, and the settings say read-only for this cluster.',
  });
};

export const dryRun = async (
  bench: Bench,
  ...[patches, context, choice, onCheck, signal]: Parameters<CliCore['dryRun']>
): ReturnType<CliCore['dryRun']> => {
  const connected = await connectTo(bench.setting, context, choice);
  if (!connected.ok) return connected;
  try {
    const checked = [];
    for (const patch of patches) {
      const check = await serverDryRun(
        patch,
        { type: typeOfKind(patch.target.apiVersion, patch.target.kind), as: choice.as ?? null },
        connected.value.kube,
        bench.ports,
        signal,
      );
      if (signal.aborted) return fail(problem('cancelled', { what: 'The dry-run was cancelled.', why: 'It was asked to stop.' }));
      onCheck(patch, check);
      checked.push(withCheck(patch, check));
    }
    return ok(checked);
  } finally {
    await connected.value.kube.close();
  }
};
