import type { Patch, PatchCheck } from '#contract/patch';

export const checkNames = ['parsed', 'schema', 'reevaluated', 'serverDryRun'] as const satisfies readonly PatchCheck['check'][];

export const passed = (check: PatchCheck['check'], note: string): PatchCheck => ({
  check,
  result: 'passed',
  note,
  at: null,
  as: null,
  refusal: null,
  warnings: [],
});

export const failed = (check: PatchCheck['check'], note: string): PatchCheck => ({ ...passed(check, note), result: 'failed' });

export const notRun = (check: PatchCheck['check'], note: string): PatchCheck => ({ ...passed(check, note), result: 'not-run' });

/** What a fresh patch carries: it was written and applied to the captured object, nothing else ran yet. */
export const firstChecks = (): PatchCheck[] => [
  passed('parsed', 'The patch applies to the object as captured, and its rollback restores it.'),
  notRun('schema', 'The schema is checked by the API server, in the dry-run.'),
  notRun('reevaluated', 'Not re-evaluated yet.'),
  notRun('serverDryRun', 'Not asked: a dry-run is a write request and needs a click or --server-dry-run.'),
];

/** Checks of several patches as those of their sum: the worst counts. */
export const joinedChecks = (patches: readonly Patch[]): PatchCheck[] =>
  checkNames.map(name => {
    const all = patches.flatMap(patch => patch.checks.filter(({ check }) => check === name));
    const worst =
      all.find(({ result }) => result === 'failed') ??
      all.find(({ result }) => result === 'not-run') ??
      all[0] ??
      notRun(name, 'Not run.');
    return { ...worst, warnings: [...new Set(all.flatMap(({ warnings }) => warnings))] };
  });
