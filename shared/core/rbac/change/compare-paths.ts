import type { AttackPath } from '#contract/attack';
import type { PathChange, RbacChange } from '#contract/rbac-change';

/** What comparing asks of the attack graph of one state. */
export interface WaysToAdmin {
  /** Cost of the cheapest open way to admin, for every identity and workload that has one. */
  readonly costs: ReadonlyMap<string, number>;
  /** The cheapest open way; null where there is none. */
  pathFrom(node: string): Promise<AttackPath | null>;
}

const shown = 50;

interface Changed {
  readonly from: string;
  readonly costBefore: number | null;
  readonly costAfter: number | null;
}

const changesOf = (before: WaysToAdmin, after: WaysToAdmin): readonly Changed[] => {
  const all = new Set([...before.costs.keys(), ...after.costs.keys()]);
  return [...all]
    .sort()
    .map(from => ({ from, costBefore: before.costs.get(from) ?? null, costAfter: after.costs.get(from) ?? null }))
    .filter(({ costBefore, costAfter }) => costBefore !== costAfter);
};

const isCloser = ({ costBefore, costAfter }: Changed): boolean =>
  costAfter !== null && (costBefore === null || costAfter < costBefore);

/** New ways before shorter ones, gone before longer, then cheap before dear. */
const byWeight = (left: Changed, right: Changed): number => {
  const half = ({ costBefore, costAfter }: Changed): number => (costBefore === null || costAfter === null ? 0 : 1);
  const cost = ({ costBefore, costAfter }: Changed): number => costAfter ?? costBefore ?? 0;
  return half(left) - half(right) || cost(left) - cost(right) || (left.from < right.from ? -1 : 1);
};

const withPath = async (change: Changed, ways: WaysToAdmin): Promise<PathChange> => ({
  ...change,
  path: await ways.pathFrom(change.from),
});

/** Ways to admin that came, went, or cost another number of steps. */
export const comparePaths = async (before: WaysToAdmin, after: WaysToAdmin): Promise<NonNullable<RbacChange['paths']>> => {
  const all = changesOf(before, after);
  const gained = all.filter(isCloser).sort(byWeight);
  const lost = all.filter(change => !isCloser(change)).sort(byWeight);
  const told = async (changes: readonly Changed[]): Promise<PathChange[]> => {
    const paths: PathChange[] = [];
    for (const change of changes.slice(0, shown)) paths.push(await withPath(change, change.costAfter === null ? before : after));
    return paths;
  };
  return {
    reachingBefore: before.costs.size,
    reachingAfter: after.costs.size,
    gained: await told(gained),
    gainedCount: gained.length,
    lost: await told(lost),
    lostCount: lost.length,
  };
};
