import type { Patch } from '#contract/patch';
import { plural } from '#renderer/ui/time.ts';
import type { Conflict, TrayPatch } from './conflicts.ts';

interface Given {
  readonly patches: readonly TrayPatch[];
  readonly ticked: readonly TrayPatch[];
  readonly settled: readonly TrayPatch[];
  readonly conflicts: readonly Conflict[];
}

const stay = (count: number): string => (count === 1 ? 'stays' : 'stay');

const are = (count: number, words: string): string => (count === 0 ? '' : `${String(count)} ${words}`);

/** What an export takes as steps, and what stays out and why. */
export const exportWords = ({ patches, ticked, settled, conflicts }: Given): string => {
  const open = conflicts.filter(({ keep }) => keep === undefined).reduce((sum, { entries }) => sum + entries.length, 0);
  const beside = ticked.length - settled.length - open;
  const steps = settled.filter(({ patch }) => patch.redacted !== null).length;
  return [
    are(steps, 'of them as steps'),
    are(patches.length - ticked.length, `unticked ${stay(patches.length - ticked.length)} out`),
    are(beside, `${stay(beside)} out for one that is kept`),
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
  if (patches.length === 0) return 'Nothing that is settled is a patch: it is exported as steps';
  const some = again === patches.length ? '' : `${String(again)} of `;
  return [
    `Re-evaluated one by one: ${some}${plural(patches.length, 'patch', 'patches')} ${patches.length === 1 ? 'fixes what it says' : 'fix what they say'}`,
    are(count('passed'), 'accepted by the server'),
    are(count('failed'), 'refused by the server'),
    are(count('not-run'), 'not asked of the server yet'),
  ]
    .filter(Boolean)
    .join('; ');
};

/** What an archive holds, where the core made fewer changes of what was chosen. */
export const exportedWords = (made: number, chosen: number): string =>
  made < chosen
    ? `Exported ${plural(chosen, 'patch', 'patches')} as ${plural(made, 'change')}: those of one object that need each other are one`
    : `Exported ${plural(made, 'patch', 'patches')}`;
