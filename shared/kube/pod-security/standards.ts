import type { PodTemplate } from '#contract/rule';
import { baselineControls } from './baseline.ts';
import type { Control, Hit, PodSecurityLevel } from './control.ts';
import { restrictedControls } from './restricted.ts';

/** The newest minor version whose standards are known here; a newer one asked for counts as this. */
export const newestMinor = 37;

export interface PodSecurityTarget {
  readonly level: PodSecurityLevel;
  readonly minor: number;
}

/** `restricted`, `restricted@v1.37`, `baseline@latest`; undefined where the text is none of these. */
export const parsePodSecurityTarget = (text: string): PodSecurityTarget | undefined => {
  const match = /^(baseline|restricted)(?:@(?:latest|v1\.(\d{1,3})))?$/.exec(text);
  if (match === null) return undefined;
  return {
    level: match[1] as PodSecurityLevel,
    minor: Math.min(newestMinor, match[2] === undefined ? newestMinor : Number(match[2])),
  };
};

const select = ({ level, minor }: PodSecurityTarget): readonly Control[] => {
  const since = (control: Control): boolean => control.since <= minor;
  const base = baselineControls.filter(since);
  if (level === 'baseline') return base;
  const strict = restrictedControls.filter(since);
  const overridden = new Set(strict.flatMap(control => control.overrides));
  return [...base.filter(control => !overridden.has(control.id)), ...strict];
};

const selected = new Map<string, readonly Control[]>();

/** The controls of a level at a version: restricted ones replace the baseline ones that they override. */
export const controlsOf = (target: PodSecurityTarget): readonly Control[] => {
  const key = `${target.level}@${target.minor}`;
  const found = selected.get(key) ?? select(target);
  selected.set(key, found);
  return found;
};

export interface ControlVerdict {
  readonly control: Control;
  readonly hits: readonly Hit[];
}

/** The controls that a pod violates, with the places. Empty: the pod is allowed. */
export const judgePod = (pod: PodTemplate, target: PodSecurityTarget): readonly ControlVerdict[] =>
  controlsOf(target)
    .map(control => ({ control, hits: control.judge(pod, target.minor) }))
    .filter(verdict => verdict.hits.length > 0);

// Objects never change, and each patch asks about all of them again.
const judged = new WeakMap<PodTemplate['object'], Map<string, boolean>>();

/** Whether the pod would be allowed; stops at the first control that it violates. */
export const meetsLevel = (pod: PodTemplate, target: PodSecurityTarget): boolean => {
  const known = judged.get(pod.object) ?? new Map<string, boolean>();
  judged.set(pod.object, known);
  const key = `${target.level}@${target.minor}`;
  const meets = known.get(key) ?? controlsOf(target).every(control => control.judge(pod, target.minor).length === 0);
  known.set(key, meets);
  return meets;
};
