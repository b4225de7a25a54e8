import { factKinds } from '#contract/fact';
import type { Finding } from '#contract/finding';
import { type KubeObject, type ObjectRef, refOf, type ResourceName, type ResourceType } from '#contract/kube';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { Snapshot, SnapshotMeta } from '#contract/snapshot';
import { type Completeness, createCompleteness, type UnreadScope } from '#core/evaluate/completeness';
import { assemble, createContext } from '#core/evaluate/evaluator';
import type { EvaluateOptions } from '#core/evaluate/options';
import { createOwnerResolver, type OwnerResolver } from '#core/evaluate/owner-resolver';
import { runRule } from '#core/evaluate/run-rule';
import { chooseRules, type Selection } from '#core/evaluate/selection';
import { createSnapshotIndex, type SnapshotIndex } from '#core/evaluate/snapshot-index';
import type { KubeConnection, Ports } from '#core/ports';
import type { Pipeline } from '#core/redact/pipeline';
import { climb, heldAs, ownerOf, readFamily } from './family.ts';
import { type Area, identityOf, type RecheckPlan } from './plan.ts';
import { type Asked, createFreshReader, type FreshReader } from './reader.ts';

export interface LookDeps {
  readonly ports: Ports;
  readonly pipeline: Pipeline;
  readonly kube: KubeConnection;
  readonly meta: SnapshotMeta;
  readonly types: readonly ResourceType[];
  readonly options: EvaluateOptions;
}

export interface SecondLook {
  readonly findings: readonly Finding[];
  /** Named objects that are not there any more, by identity. */
  readonly absent: ReadonlySet<string>;
  /** Named objects that could not be asked for, by identity. */
  readonly refused: ReadonlyMap<string, Extract<Asked, { state: 'denied' | 'failed' }>>;
  readonly requests: number;
}

/** What a rule reads leads to what it reads next: rounds end when nothing new is wanted. */
const mostRounds = 12;

/** Reads in each round what the last one lacked. Nothing that was not read now is known to the rules. */
export const lookAgain = async (plan: RecheckPlan, deps: LookDeps, signal: AbortSignal): Promise<Result<SecondLook, Problem>> => {
  const reader = createFreshReader(deps.kube, { ...deps, requestTimeout: deps.meta.requestTimeout }, signal);
  const start = await readStart(reader, plan);
  for (let round = 0; round < mostRounds; round += 1) {
    const stop = stopped(reader, signal);
    if (stop !== undefined) return fail(stop);
    const { findings, wanted, below } = await judge(reader, plan, deps, start, signal);
    if (wanted.length + below.length === 0) return ok({ findings, ...start, requests: reader.requests() });
    await Promise.all(wanted.map(({ resource, namespace }) => reader.list(resource, namespace)));
    await Promise.all(below.map(object => climb(reader, object)));
  }
  return fail(
    problem('defect', { what: 'The check never had all that it asked for.', why: 'A rule asks for more after each answer.' }),
  );
};

const stopped = (reader: FreshReader, signal: AbortSignal): Problem | undefined =>
  signal.aborted ? problem('cancelled', { what: 'The check was cancelled.', why: 'It was asked to stop.' }) : reader.broken();

interface Start extends Pick<SecondLook, 'absent' | 'refused'> {
  readonly namespaces: readonly string[] | null;
}

const namespaceRef = (name: string): ObjectRef => ({ apiVersion: 'v1', kind: 'Namespace', name });

/** What the scope names: objects with their owners and replicas, or the Namespace. */
const readStart = async (reader: FreshReader, { area, rules }: RecheckPlan): Promise<Start> => {
  const seeds = area.type === 'objects' ? area.seeds : area.type === 'namespace' ? [namespaceRef(area.namespace)] : [];
  const answers = await Promise.all(seeds.map(async seed => ({ seed, asked: await reader.get(seed) })));
  const absent = new Set(answers.filter(({ asked }) => asked.state === 'absent').map(({ seed }) => identityOf(seed)));
  const refused = new Map(
    answers.flatMap(({ seed, asked }) =>
      asked.state === 'denied' || asked.state === 'failed' ? [[identityOf(seed), asked] as const] : [],
    ),
  );
  for (const { seed, asked } of answers) declareNamespace(reader, seed, asked);
  await Promise.all(seeds.flatMap(seed => heldAs(reader, seed) ?? []).map(object => climb(reader, object)));
  if (area.type === 'objects' && rules.some(rule => rule.appliesTo.subject === 'pod-template'))
    await readFamily(reader, area.seeds);
  const names = seeds.filter(isNamespace).filter(seed => !absent.has(identityOf(seed)));
  return { absent, refused, namespaces: area.type === 'cluster' ? null : names.map(({ name }) => name) };
};

const isNamespace = ({ apiVersion, kind }: ObjectRef): boolean => apiVersion === 'v1' && kind === 'Namespace';

/** Of the namespaces the one that was asked for is all that matters. */
const declareNamespace = (reader: FreshReader, seed: ObjectRef, asked: Asked): void => {
  if (!isNamespace(seed)) return;
  if (asked.state === 'denied' || asked.state === 'failed') reader.declare('namespaces', null, asked.state, [asked.need]);
  else reader.declare('namespaces', null, 'full', []);
};

interface Wanted {
  readonly resource: ResourceName;
  readonly namespace: string | null;
}

interface Judged {
  readonly findings: readonly Finding[];
  readonly wanted: readonly Wanted[];
  /** Objects whose owner was not asked for yet. */
  readonly below: readonly KubeObject[];
}

/** Remembers every read of what is not there yet. */
const remembering = (
  inner: Completeness,
  index: SnapshotIndex,
  reader: FreshReader,
  wanted: Map<string, Wanted>,
): Completeness => ({
  unread: (resource, namespace) => {
    const unread = inner.unread(resource, namespace);
    const place = index.isNamespaced(resource) ? (namespace ?? null) : null;
    if (unread.length > 0 && !reader.hasAsked(resource, place))
      wanted.set(`${resource}\n${place ?? ''}`, { resource, namespace: place });
    return unread;
  },
});

/** An owner was asked for by name: it is there, gone, or its kind may not be read. */
const ownersRead = (reader: FreshReader): Completeness => ({
  unread: (resource): readonly UnreadScope[] =>
    reader.unreadable.has(resource) ? [{ resource, namespace: null, state: 'denied', needs: [] }] : [],
});

/** Remembers whose owners matter: those of what is judged, and of no other object that was read. */
const rememberingOwners = (inner: OwnerResolver, reader: FreshReader, below: Set<KubeObject>): OwnerResolver => ({
  chainOf: object => {
    const found = inner.chainOf(object);
    const top = found.chain.at(-1) ?? object;
    const owner = ownerOf(reader, top);
    if (owner !== undefined && owner.kind !== 'Node' && !reader.hasAskedFor(owner)) below.add(top);
    return found;
  },
});

/** Named objects alone, by their root or where they stand; that others were not read makes nothing unknown. */
const onlySeeds = (seeds: readonly ObjectRef[]): Selection => {
  const names = new Set(seeds.map(identityOf));
  return {
    includesNamespace: () => false,
    namespaces: [],
    includes: (root, at) => names.has(identityOf(refOf(root))) || names.has(identityOf(refOf(at))),
    includesCluster: false,
  };
};

const onlyNamespaces = (area: Area): EvaluateOptions['only'] =>
  area.type === 'namespace' ? { namespaces: [area.namespace] } : {};

const judge = async (
  reader: FreshReader,
  { area, rules }: RecheckPlan,
  { meta, types, options, ports }: LookDeps,
  { namespaces }: Start,
  signal: AbortSignal,
): Promise<Judged> => {
  const snapshot: Snapshot = {
    meta: { ...meta, factKinds, lists: [] },
    types,
    objects: reader.objects.all(),
    facts: reader.objects.facts(),
    redactions: [],
    coverage: reader.coverage(namespaces),
  };
  const index = createSnapshotIndex(snapshot);
  const wanted = new Map<string, Wanted>();
  const below = new Set<KubeObject>();
  const narrowed = { ...options, only: onlyNamespaces(area) ?? {} };
  const context = createContext(index, narrowed, ports, signal, {
    completeness: remembering(
      createCompleteness(snapshot.coverage, resource => index.isNamespaced(resource)),
      index,
      reader,
      wanted,
    ),
    owners: rememberingOwners(createOwnerResolver(index, ownersRead(reader)), reader, below),
    ...(area.type === 'objects' ? { selection: onlySeeds(area.seeds) } : {}),
  });
  const outcomes = [];
  for (const rule of chooseRules(rules, {}, options.config, options.frameworks).enabled) {
    await context.checkpoint();
    outcomes.push(await runRule(context, rule));
  }
  return { findings: assemble(context, rules, outcomes, narrowed).findings, wanted: [...wanted.values()], below: [...below] };
};
