import type { AttackPath } from '#contract/attack';
import { severities, type Severity } from '#contract/finding';
import type { AttackFilter } from '#contract/attack';
import { explainStep } from './explain/explain-step.ts';
import { withArcs } from './graph/arc-view.ts';
import { blockedFlag } from './graph/arcs.ts';
import type { GraphState } from './graph/graph-state.ts';
import { stepsKey, stepsOf, type Step } from './graph/steps.ts';
import { admittedBy } from './search/admitted.ts';
import { distancesTo } from './search/distances.ts';
import { shortestPaths } from './search/shortest-paths.ts';

/** A path that a reader sees, and its steps in the graph. */
export interface FoundPath {
  readonly steps: readonly Step[];
  readonly cost: number;
  readonly blocked: boolean;
}

/** Whoever has every right reaches what is asked for: an arc that only this question has. */
export const towards = (state: GraphState, target: number): GraphState => {
  const admin = state.space.find('admin');
  if (admin === undefined || admin === target) return state;
  const arc = { from: admin, to: target, edge: state.everyRight, flags: 0, cost: 1, ref: -1 };
  return { ...state, view: withArcs(state.view, [arc]) };
};

export interface PathSearch {
  readonly state: GraphState;
  readonly from: number;
  readonly to: number;
  readonly k: number;
  readonly filter: AttackFilter;
  /** Costs over open ways, where they are known: then only those are walked. */
  readonly distance?: Int32Array;
  pause(): Promise<void>;
}

/** The k cheapest paths: open ones first, then those that something blocks. `state` knows `towards` its target. */
export const findPaths = async ({
  state,
  from,
  to,
  k,
  filter,
  distance: known,
  pause,
}: PathSearch): Promise<readonly FoundPath[]> => {
  const { view, space, edges } = state;
  const admitted = admittedBy(state, filter, known === undefined ? 'seen' : 'open');
  const distance = known ?? distancesTo(view, to, admitted);
  await pause();
  const key = (arcs: readonly number[]): string => stepsKey(stepsOf(view, space, arcs));
  const found = await shortestPaths({ view, from, to, admitted, distance, key, pause }, k);
  return found.map(({ arcs }) => {
    const steps = stepsOf(view, space, arcs);
    return {
      steps,
      cost: steps.reduce((sum, step) => sum + (edges[step.edge]?.cost ?? 0), 0),
      blocked: steps.some(step => (step.flags & blockedFlag) !== 0),
    };
  });
};

const worst = (left: Severity, right: Severity): Severity =>
  severities.indexOf(left) <= severities.indexOf(right) ? left : right;

/** For reading: each step with its reasons. */
export const toldPath = (state: GraphState, { steps, cost, blocked }: FoundPath): AttackPath => {
  const told = steps.map(step => explainStep(state, step));
  return { cost, blocked, steps: told, severity: told.map(({ severity }) => severity).reduce(worst, 'low') };
};
