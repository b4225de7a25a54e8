import type { AttackChange } from '#contract/attack';
import { changesOfStep, changeTitle } from '../fixes/candidates.ts';
import { towards } from '../found-paths.ts';
import { losesOf, type Fix } from '../fixes/judge-change.ts';
import type { Admitted } from '../graph/arc-view.ts';
import { arcTo } from '../graph/arc-view.ts';
import type { GraphState } from '../graph/graph-state.ts';
import { stepsOf, type Step } from '../graph/steps.ts';
import type { ModelContext } from '../model-context.ts';
import { distancesTo, wayRecord } from '../search/distances.ts';
import { changedRights, changedState, type ChangedState } from '../simulate/changed-state.ts';

export interface CutQuestion {
  readonly context: ModelContext;
  readonly target: string;
  /** Changes at most. */
  readonly limit: number;
  admittedIn(state: GraphState): Admitted;
  isStart(state: GraphState, node: number): boolean;
}

export interface Cut {
  readonly changes: readonly Fix[];
  /** Starts that reach the target still. */
  readonly leaves: number;
}

interface Measured {
  readonly state: GraphState;
  readonly reaching: number;
  /** Starts whose cheapest way goes through each node. */
  readonly load: Int32Array;
  readonly next: Int32Array;
  readonly order: readonly number[];
}

const measure = ({ target, admittedIn, isStart }: CutQuestion, made: GraphState): Measured => {
  const end = made.space.find(target);
  const state = end === undefined ? made : towards(made, end);
  const way = wayRecord(state.view);
  const load = new Int32Array(state.view.nodes);
  if (end === undefined) return { state, reaching: 0, load, next: way.next, order: [] };
  distancesTo(state.view, end, admittedIn(state), way);
  let reaching = 0;
  for (let place = way.order.length - 1; place > 0; place--) {
    const node = way.order[place] as number;
    if (isStart(state, node)) {
      reaching += 1;
      load[node] = (load[node] as number) + 1;
    }
    const to = arcTo(state.view, way.next[node] as number);
    load[to] = (load[to] as number) + (load[node] as number);
  }
  return { state, reaching, load, next: way.next, order: way.order };
};

/** Steps of the cheapest ways that are looked into for something to take away. */
const lookedInto = 40;

const heaviestSteps = ({ state, load, next, order }: Measured): readonly { readonly step: Step; readonly load: number }[] => {
  const nodes = order.filter(node => !state.space.isFold(node) && (load[node] as number) > 0 && (next[node] as number) >= 0);
  return nodes
    .toSorted((left, right) => (load[right] as number) - (load[left] as number) || left - right)
    .slice(0, lookedInto)
    .flatMap(node => {
      const arcs: number[] = [];
      for (let at = node; arcs.length < 8;) {
        const arc = next[at] as number;
        arcs.push(arc);
        at = arcTo(state.view, arc);
        if (!state.space.isFold(at)) break;
      }
      return stepsOf(state.view, state.space, arcs).map(step => ({ step, load: load[node] as number }));
    });
};

/** Changes by the load of the steps that each might end, heaviest first. */
const candidates = (measured: Measured): readonly AttackChange[] => {
  const loads = new Map<string, { readonly change: AttackChange; load: number }>();
  for (const { step, load } of heaviestSteps(measured))
    for (const change of changesOfStep(measured.state, step)) {
      const key = JSON.stringify(change);
      const known = loads.get(key);
      if (known === undefined) loads.set(key, { change, load });
      else known.load += load;
    }
  return [...loads.values()].toSorted((left, right) => right.load - left.load).map(({ change }) => change);
};

interface Effort {
  /** Candidates that are tried in a round. */
  readonly tries: number;
  readonly rounds: number;
  /** Whether all of them are tried for the best, or the first that frees anybody is taken. */
  readonly all: boolean;
}

/** Less where each takes long. */
const effortFor = (nodes: number): Effort => {
  if (nodes > 100_000) return { tries: 2, rounds: 3, all: false };
  return nodes > 4000 ? { tries: 3, rounds: 6, all: false } : { tries: 5, rounds: 10, all: true };
};

interface Tried {
  readonly change: AttackChange;
  readonly changed: ChangedState;
  readonly measured: Measured;
}

/**
 * A small set of changes after which as few as possible reach the target: each round takes the change on most of the cheapest
 * ways, and counts by asking the changed graph. It is a cut because that says so; that none is smaller is not claimed.
 */
export const smallCut = async (question: CutQuestion): Promise<Cut> => {
  const { context, limit } = question;
  const changes: AttackChange[] = [];
  const fixes: Fix[] = [];
  let now = measure(question, context.state);
  await context.pause();
  const effort = effortFor(context.state.view.nodes);
  while (now.reaching > 0 && changes.length < Math.min(limit, effort.rounds)) {
    let best: Tried | undefined;
    for (const change of candidates(now).slice(0, effort.tries)) {
      const made = await changedState(context.graph, [...changes, change], context.pause);
      if (!made.ok) continue;
      const measured = measure(question, made.value.state);
      await context.pause();
      if (measured.reaching < (best?.measured.reaching ?? now.reaching)) best = { change, changed: made.value, measured };
      if (best !== undefined && !effort.all) break;
    }
    if (best === undefined) break;
    changes.push(best.change);
    fixes.push({
      change: best.change,
      title: changeTitle(best.change),
      pathsRemoved: now.reaching - best.measured.reaching,
      pathsBefore: now.reaching,
      identitiesFreed: now.reaching - best.measured.reaching,
      ...losesOf(context, changedRights(context.graph, best.change)),
    });
    now = best.measured;
    await context.pause();
  }
  return { changes: fixes, leaves: now.reaching };
};
