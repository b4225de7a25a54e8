import type { AttackChange } from '#contract/attack';
import type { FoundPath } from '../found-paths.ts';
import type { GraphState } from '../graph/graph-state.ts';
import type { Step } from '../graph/steps.ts';
import type { ModelContext } from '../model-context.ts';
import { changesOfStep } from './candidates.ts';
import { betterFix, judgeChange, type Fix } from './judge-change.ts';

/** Changes that are tried for one question: fewer where each takes long. */
const triedChanges = (nodes: number): number => (nodes > 100_000 ? 4 : 12);

interface Candidate {
  readonly change: AttackChange;
  readonly paths: Set<number>;
}

/** Changes by the paths that they touch; each step's reasons are looked into once. */
const candidatesOf = (state: GraphState, paths: readonly (readonly Step[])[]): readonly Candidate[] => {
  const byStep = new Map<string, readonly AttackChange[]>();
  const found = new Map<string, Candidate>();
  paths.forEach((steps, index) => {
    for (const step of steps) {
      const key = `${step.from} ${step.edge} ${step.to} ${step.place}`;
      const changes = byStep.get(key) ?? changesOfStep(state, step);
      byStep.set(key, changes);
      for (const change of changes) {
        const text = JSON.stringify(change);
        const known = found.get(text);
        if (known === undefined) found.set(text, { change, paths: new Set([index]) });
        else known.paths.add(index);
      }
    }
  });
  return [...found.values()].toSorted((left, right) => right.paths.size - left.paths.size);
};

/** Single changes that close paths, best first, each counted by asking again with it made. */
export const fixesOf = async (
  context: ModelContext,
  state: GraphState,
  paths: readonly (readonly Step[])[],
): Promise<readonly Fix[]> => {
  const fixes: Fix[] = [];
  for (const { change } of candidatesOf(state, paths).slice(0, triedChanges(state.view.nodes))) {
    const judged = await judgeChange(context, change, paths);
    if (judged !== undefined) fixes.push(judged.fix);
  }
  return fixes.toSorted(betterFix);
};

export const openSteps = (paths: readonly FoundPath[]): readonly (readonly Step[])[] =>
  paths.filter(({ blocked }) => !blocked).map(({ steps }) => steps);
