import type { Severity } from '#contract/finding';
import { severities } from '#contract/finding';
import { isJsonArray } from '#contract/json';
import type { Pointer, WayToAdmin } from '#contract/rule';
import type { SnapshotIndex } from '#core/evaluate/snapshot-index';
import { isNodeAgent } from '#kube/node-agent';
import { valueAt } from '#kube/pointer';
import type { AttackEdge } from '../edge.ts';
import { explainStep } from '../explain/explain-step.ts';
import { arcTo } from '../graph/arc-view.ts';
import type { GraphState } from '../graph/graph-state.ts';
import { stepsOf, type Step } from '../graph/steps.ts';
import type { ModelContext } from '../model-context.ts';
import { admittedBy, noFilter } from '../search/admitted.ts';
import { distancesTo } from '../search/distances.ts';
import { freedWithout, placesCounted } from './freed.ts';
import { reachableFrom } from './reachable.ts';
import { type Cheapest, createCheapest } from './cheapest.ts';
import { type Place, placesOf } from './places.ts';

/** Other rules tell these: who holds every right, and which pod runs as an admin. */
const toldElsewhere: ReadonlySet<string> = new Set(['CLUSTER_ADMIN', 'SYSTEM_MASTERS', 'USES_SA', 'MEMBER_OF']);
const mostHolders = 20;

interface Holder {
  readonly cost: number;
  readonly edge: AttackEdge;
  readonly arcs: readonly number[];
}

/** One place, with everybody whom it leads on. */
interface Cause {
  readonly place: Place;
  readonly resources: Set<string>;
  /** By number, with the cost of the cheapest way. */
  readonly edges: Map<AttackEdge, number>;
  readonly holders: Map<number, Holder>;
}

const severityOf = (cost: number, fromInternet: boolean, edge: AttackEdge, { object }: Place): Severity => {
  if (fromInternet) return 'critical';
  if (isNodeAgent(object)) return 'medium';
  if (cost <= 1 && edge.severity === 'critical') return 'critical';
  return cost <= 3 ? 'high' : 'medium';
};

const keyOf = ({ by, object, path }: Place, index: SnapshotIndex): string => `${by} ${index.keyOf(object)} ${path}`;

/** At the one entry of a rule's resources that does it, else at the rule. */
const pathOf = ({ place: { object, path }, resources }: Cause): Pointer => {
  const [only] = resources;
  if (resources.size !== 1 || only === undefined) return path;
  const entries = valueAt(object, `${path}/resources`);
  const index = isJsonArray(entries) ? entries.indexOf(only) : -1;
  return index < 0 ? path : `${path}/resources/${index}`;
};

/** The control plane's own users and kubelets. */
const isOfTheCluster = (id: string): boolean => id.startsWith('user:system:') && id !== 'user:system:anonymous';

interface Found {
  readonly context: ModelContext;
  readonly index: SnapshotIndex;
  readonly cheapest: Cheapest;
  readonly fromInternet: ReadonlySet<number>;
}

/** What a step says, and where it leads. */
const stepText = (state: GraphState, step: Step): string => {
  const to = state.space.id(step.to);
  const what = explainStep(state, step).what.replace(/\.$/u, '');
  return to === 'admin' ? `${what}.` : `${what}: ${to}.`;
};

const told = ({ context, cheapest, fromInternet }: Found, cause: Cause): WayToAdmin => {
  const { state } = context;
  const holders = [...cause.holders].toSorted(
    ([left, { cost: a }], [right, { cost: b }]) => a - b || (state.space.id(left) < state.space.id(right) ? -1 : 1),
  );
  const [first] = holders;
  if (first === undefined) throw new Error('A cause leads somebody on.');
  const [, { arcs, cost, edge }] = first;
  const others = [...cause.edges]
    .filter(([other]) => other !== edge)
    .toSorted(([left, a], [right, b]) => a - b || state.edges.indexOf(left) - state.edges.indexOf(right));
  const rest = cheapest.wholeWay(arcTo(state.view, arcs.at(-1) as number));
  const steps = stepsOf(state.view, state.space, [...arcs, ...rest]);
  const exposed = holders.some(([node]) => fromInternet.has(node));
  return {
    by: cause.place.by,
    object: cause.place.object,
    path: pathOf(cause),
    edges: [edge.id, ...others.map(([{ id }]) => id)],
    severity: severityOf(cost, exposed, edge, cause.place),
    holders: holders.slice(0, mostHolders).map(([node]) => state.space.id(node)),
    holderCount: holders.length,
    steps: steps.map(step => stepText(state, step)),
    cost,
    freed: null,
    fromInternet: exposed,
    gives: edge.gives,
    remove: edge.remove,
  };
};

/** Every place that leads somebody to admin who is not there by what Kubernetes itself ships; worst first. */
export const waysToAdmin = async (context: ModelContext, index: SnapshotIndex): Promise<readonly WayToAdmin[]> => {
  const { state } = context;
  const { view, space } = state;
  // What may be blocked by something that was not read is no finding.
  const admitted = admittedBy(state, noFilter, 'certain');
  const distance = distancesTo(view, context.admin, admitted);
  const cheapest = createCheapest({ view, space, end: context.admin, distance, admitted });
  const internet = space.find('internet');
  const found: Found = {
    context,
    index,
    cheapest,
    fromInternet: internet === undefined ? new Set() : reachableFrom(view, internet, admitted),
  };
  const causes = new Map<string, Cause>();
  const note = (holder: number, step: Step): void => {
    const edge = state.edges[step.edge];
    if (edge === undefined || toldElsewhere.has(edge.id)) return;
    const cost = cheapest.costBy(step.arcs[0] as number);
    for (const place of placesOf(state, index, step)) {
      const key = keyOf(place, index);
      const cause: Cause = causes.get(key) ?? { place, resources: new Set<string>(), edges: new Map(), holders: new Map() };
      causes.set(key, cause);
      for (const entry of place.resources) cause.resources.add(entry);
      cause.edges.set(edge, Math.min(cost, cause.edges.get(edge) ?? Infinity));
      const known = cause.holders.get(holder);
      if (known === undefined || cost < known.cost) cause.holders.set(holder, { cost, edge, arcs: step.arcs });
    }
  };
  for (const start of context.starts()) {
    if (start === internet || isOfTheCluster(space.id(start)) || (distance[start] ?? -1) < 0 || context.isBaseline(start))
      continue;
    for (const arcs of cheapest.firstSteps(start)) for (const step of stepsOf(view, space, arcs)) note(start, step);
    await context.pause();
  }
  const ways = [...causes.values()].map(cause => ({ cause, way: told(found, cause) }));
  const sorted = ways.toSorted(
    ({ way: a }, { way: b }) =>
      severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
      a.cost - b.cost ||
      (index.keyOf(a.object) + a.path < index.keyOf(b.object) + b.path ? -1 : 1),
  );
  const counted = placesCounted(context);
  const all: WayToAdmin[] = [];
  for (const [number, { cause, way }] of sorted.entries())
    all.push(number < counted ? { ...way, freed: await freedWithout(context, index, cause.place) } : way);
  return all;
};
