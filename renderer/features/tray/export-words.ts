import type { Patch } from '#contract/patch';
import { plural } from '#renderer/ui/time.ts';
import type { Conflict, TrayPatch } from './conflicts.ts';

interface Given {
  readonly patches: readonly TrayPatch[];
  readonly ticked: readonly TrayPatch[];
  readonly settled: readonly TrayPatch[];
  readonly conflicts: readonly Conflict[];
}

const are = (count: number, words: string): string => (count === 0 ? '' : `${String(count)} ${words}`);

/** What an export takes as steps, and what stays out and why. */
export const exportWords = ({ patches, ticked, settled, conflicts }: Given): string => {
  const open = conflicts.filter(({ keep }) => keep === undefined).reduce((sum, { entries }) => sum + entries.length, 0);
  const steps = settled.filter(({ patch }) => patch.redacted !== null).length;
  return [
    are(steps, 'of them as steps'),
    are(patches.length - ticked.length, 'unticked stay out'),
    are(ticked.length - settled.length - open, 'stay out for one that is kept'),
    are(open, 'in conflict stay out until settled'),
  ]
    .filter(Boolean)
    .join('; ');
};

const dryRunOf = ({ checks }: Patch): 'passed' | 'failed' | 'not-run' =>
  checks.find(({ check }) => check === 'serverDryRun')?.result ?? 'not-run';

/** What is proven of the patches that would be exported, each of them by itself. */
export const proofWords = (exported: readonly Patch[]): string => {
  const patches = exported.filter(({ redacted }) => redacted === null);
  const again = patches.filter(({ checks }) =>
    checks.some(each => each.check === 'reevaluated' && each.result === 'passed'),
  ).length;
  const count = (result: string): number => patches.filter(patch => dryRunOf(patch) === result).length;
  return [
    `Re-evaluated one by one, ${again === patches.length ? `all ${plural(patches.length, 'patch', 'patches')} fix what they say` : `${String(again)} of ${plural(patches.length, 'patch', 'patches')} fix what they say`}`,
    are(count('passed'), 'accepted by the server'),
    are(count('failed'), 'refused by the server'),
    are(count('not-run'), 'not asked of the server yet'),
  ]
    .filter(Boolean)
    .join('; ');
};
