import type { CaptureProgress, ResourceProgress } from '#contract/capture';
import type { ProgressPart } from '#renderer/ui/Progress.tsx';

export interface Groups {
  readonly attention: readonly ResourceProgress[];
  readonly reading: readonly ResourceProgress[];
  readonly waiting: readonly ResourceProgress[];
  readonly full: readonly ResourceProgress[];
  /** Not asked for, or not served: nothing is missing that was wanted. */
  readonly apart: readonly ResourceProgress[];
}

const groupOf: Readonly<Record<ResourceProgress['state'], keyof Groups>> = {
  partial: 'attention',
  denied: 'attention',
  failed: 'attention',
  retrying: 'attention',
  reading: 'reading',
  waiting: 'waiting',
  full: 'full',
  skipped: 'apart',
  'not-served': 'apart',
};

/** What needs attention, what is being read, what waits, what is done: in this order. */
export const groupsOf = (resources: readonly ResourceProgress[]): Groups => {
  const groups = { attention: [], reading: [], waiting: [], full: [], apart: [] } as Record<keyof Groups, ResourceProgress[]>;
  for (const resource of resources) groups[groupOf[resource.state]].push(resource);
  groups.full.sort((a, b) => b.objects - a.objects);
  return groups;
};

const count = (resources: readonly ResourceProgress[], ...states: readonly ResourceProgress['state'][]): number =>
  resources.filter(({ state }) => states.includes(state)).length;

export const answered = (resources: readonly ResourceProgress[]): number =>
  resources.length - count(resources, 'waiting', 'reading', 'retrying');

export const partsOf = (resources: readonly ResourceProgress[]): readonly ProgressPart[] => [
  { kind: 'full', count: count(resources, 'full', 'not-served', 'skipped') },
  { kind: 'unknown', count: count(resources, 'denied', 'partial') },
  { kind: 'alert', count: count(resources, 'failed') },
  { kind: 'active', count: count(resources, 'reading', 'retrying') },
];

/** "1 denied, 2 in part, 1 failed, 5 reading" */
export const partWords = (resources: readonly ResourceProgress[]): string =>
  (
    [
      [count(resources, 'denied'), 'denied'],
      [count(resources, 'partial'), 'in part'],
      [count(resources, 'failed'), 'failed'],
      [count(resources, 'reading', 'retrying'), 'reading'],
    ] as const
  )
    .filter(([number]) => number > 0)
    .map(([number, word]) => `${number} ${word}`)
    .join(', ');

export type ShownPhase = CaptureProgress['phase'] | 'paused';

/** What the result says, where there is one, over the last that was heard. */
export const phaseOf = (kept: boolean, failed: boolean, progress: CaptureProgress | undefined): CaptureProgress['phase'] => {
  if (failed) return progress?.phase === 'cancelled' ? 'cancelled' : 'failed';
  if (!kept) return progress?.phase ?? 'connecting';
  return progress?.phase === 'cancelled' ? 'cancelled' : 'done';
};

export const phaseWords: Readonly<Record<ShownPhase, string>> = {
  paused: 'Paused capturing',
  connecting: 'Connecting',
  discovery: 'Asking what the server has',
  reading: 'Capturing',
  evaluating: 'Evaluating what was read of',
  saving: 'Saving the snapshot of',
  done: 'Captured',
  cancelled: 'Stopped capturing',
  failed: 'Could not capture',
};
