import type { AttackChange, Paths } from '#contract/attack';
import { createStepTest } from './step-test.ts';
import type { GraphState } from '../graph/graph-state.ts';
import type { Step } from '../graph/steps.ts';
import type { ModelContext } from '../model-context.ts';
import { changedState, type ChangedState } from '../simulate/changed-state.ts';
import { distanceIn, reachingNodes } from '../simulate/measure.ts';
import { relyingWorkloads } from '../simulate/relying-workloads.ts';
import { lostBy } from '../simulate/simulate.ts';
import { changeTitle } from './candidates.ts';

/** Subjects that lose most are named. */
const namedLosers = 3;

export type Fix = Paths['fixes'][number];

/** Who loses what by it, told by the rights alone. */
export const losesOf = (
  context: ModelContext,
  { table, touched }: Pick<ChangedState, 'table' | 'touched'>,
): Pick<Fix, 'loses' | 'losesMore'> => {
  const lost = lostBy(context, { table, touched });
  return {
    loses: lost.slice(0, namedLosers).map(({ subject, permissions }) => ({
      subject,
      permissions: permissions.length,
      workloads: relyingWorkloads(context.state.world, subject).length,
    })),
    losesMore: Math.max(0, lost.length - namedLosers),
  };
};

/** Identities that reach every right in the one state and not in the other. */
export const freedBy = (context: ModelContext, after: GraphState): number => {
  const before = context.toAdmin();
  const admin = after.space.find('admin');
  const distance = admin === undefined ? new Int32Array(0) : distanceIn(context, after, admin);
  const same = after.view.arcs === context.state.view.arcs;
  return reachingNodes(context.state, before).filter(node => {
    const then = same ? node : after.space.find(context.state.space.id(node));
    return node !== context.admin && (then === undefined || (distance[then] ?? -1) < 0);
  }).length;
};

export interface Judged {
  readonly fix: Fix;
  readonly changed: ChangedState;
}

/** What a change comes to, by asking the changed graph: undefined where it ends none of the paths. */
export const judgeChange = async (
  context: ModelContext,
  change: AttackChange,
  paths: readonly (readonly Step[])[],
): Promise<Judged | undefined> => {
  const made = await changedState(context.graph, [change], context.pause);
  if (!made.ok) return undefined;
  const stands = createStepTest(context, made.value.state);
  const removed = paths.filter(steps => !steps.every(stands)).length;
  await context.pause();
  if (removed === 0) return undefined;
  const fix = {
    change,
    title: changeTitle(change),
    pathsRemoved: removed,
    pathsBefore: paths.length,
    identitiesFreed: freedBy(context, made.value.state),
    ...losesOf(context, made.value),
  };
  await context.pause();
  return { fix, changed: made.value };
};

const weightOf = ({ loses, losesMore }: Fix): number =>
  losesMore * 1000 + loses.reduce((sum, { permissions }) => sum + permissions, 0);

/** Most paths first, then most freed, then least lost. */
export const betterFix = (left: Fix, right: Fix): number =>
  right.pathsRemoved - left.pathsRemoved ||
  right.identitiesFreed - left.identitiesFreed ||
  weightOf(left) - weightOf(right) ||
  (left.title < right.title ? -1 : left.title > right.title ? 1 : 0);
