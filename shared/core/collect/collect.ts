import type { CaptureOptions, ResourceProgress } from '#contract/capture';
import { captureDefaults } from '#contract/capture';
import type { Coverage, CoverageEntry, Need } from '#contract/coverage';
import type { KubeObject, ResourceType } from '#contract/kube';
import { resourceName } from '#contract/kube';
import type { Problem } from '#contract/problem';
import { problem } from '#contract/problem';
import type { Result } from '#contract/result';
import { fail, ok } from '#contract/result';
import type { ListRecord } from '#contract/snapshot';
import type { KubeConnection, Ports, SnapshotSink } from '#core/ports';
import type { Pipeline } from '#core/redact/pipeline';
import { beginCapture, type Begun } from './begin.ts';
import type { Discovered } from './discovery.ts';
import type { ClusterIdentity } from './identity.ts';
import { askClusterId } from './identity.ts';
import { collectKubeletConfigs, kubeletConfigType } from './kubelet.ts';
import type { ListContext, ListOutcome } from './list.ts';
import { readList } from './list.ts';
import type { Pause } from './pause.ts';
import { createPool } from './pool.ts';
import { createProgressBoard } from './progress.ts';
import type { RequestCounts, Requester } from './requester.ts';
import type { OwnRules } from './rules-review.ts';
import { mayList, reviewRules } from './rules-review.ts';
import type { Selection } from './selection.ts';
import { select } from './selection.ts';
import { namedNamespaces, readNamedNamespaces } from './named-namespaces.ts';

export interface CollectDeps {
  readonly ports: Ports;
  readonly pipeline: Pipeline;
  readonly sink: SnapshotSink;
  /** The context's namespace: tried where namespaces can neither be listed nor were named. */
  readonly contextNamespace?: string | undefined;
  /** With these options on this connection; undefined: it is begun here. */
  readonly begun?: Begun | undefined;
  /** Holds all requests of this capture while a person says so. */
  readonly pause?: Pause | undefined;
  readonly onProgress?: (progress: ResourceProgress, counts: Readonly<RequestCounts>) => void;
  /** A resource will get no more pages: what depends on it alone may be evaluated. */
  readonly onResourceDone?: (type: ResourceType, entries: readonly CoverageEntry[]) => void;
  /** Discovery is done: these will be read, in about this order. */
  readonly onSelected?: (types: readonly ResourceType[]) => void;
}

export interface Collected {
  readonly types: readonly ResourceType[];
  readonly coverage: Coverage;
  readonly lists: readonly ListRecord[];
  readonly serverVersion: string | null;
  readonly clusterId: string | null;
  readonly capturedAs: string | null;
  readonly capturedGroups: readonly string[] | null;
  /** Cancelled, or out of its budget of requests. */
  readonly partial: boolean;
  readonly requests: number;
  readonly retries: number;
  readonly throttled: number;
  readonly bytes: number;
}

/**
 * Reads a cluster into the sink. Fails only where nothing at all could be read; every other gap is coverage. A cancel keeps
 * what was read (`partial`).
 *
 * With `options.namespaces`, namespaced kinds are listed in those namespaces alone, never cluster-wide: it asks for no
 * right and fetches no object beyond what was named, at the price of more requests.
 */
export const collect = async (
  kube: KubeConnection,
  options: CaptureOptions,
  deps: CollectDeps,
  signal: AbortSignal,
): Promise<Result<Collected, Problem>> => {
  const { requester, ...asked } = deps.begun ?? beginCapture(kube, options, deps, signal);
  const [discovered, identity] = await Promise.all([asked.discovered, asked.identity]);
  if (signal.aborted)
    return fail(
      problem('cancelled', { what: 'The capture was cancelled before anything was read.', why: 'It was asked to stop.' }),
    );
  if (requester.broken !== undefined) return fail(requester.broken);
  const capture = startCapture(requester, options, deps, signal, discovered);
  await readAll(capture);
  return conclude(capture, identity, kube.server);
};

/** The state of one capture. */
interface Capture {
  readonly requester: Requester;
  readonly options: CaptureOptions;
  readonly deps: CollectDeps;
  readonly signal: AbortSignal;
  readonly discovered: Discovered;
  readonly selection: Selection;
  readonly context: ListContext;
  readonly pool: ReturnType<typeof createPool>;
  readonly named: readonly string[] | undefined;
  readonly excluded: ReadonlySet<string>;
  readonly entries: CoverageEntry[];
  readonly lists: ListRecord[];
  readonly nodes: string[];
  readonly namespacesSeen: Set<string>;
  readonly ownRules: Map<string, Promise<OwnRules | undefined>>;
  /** Settles once it is known which namespaces there are; null where nobody can tell. */
  readonly namespaces: Promise<readonly string[] | null>;
  readonly tellNamespaces: (namespaces: readonly string[] | null) => void;
  clusterId: string | null;
}

const startCapture = (
  requester: Requester,
  options: CaptureOptions,
  deps: CollectDeps,
  signal: AbortSignal,
  discovered: Discovered,
): Capture => {
  const excluded = new Set(options.excludeNamespaces ?? []);
  const { promise, resolve } = Promise.withResolvers<readonly string[] | null>();
  const capture: Capture = {
    requester,
    options,
    deps,
    signal,
    discovered,
    selection: select(discovered.types, options),
    pool: createPool(captureDefaults.concurrency),
    named: namedNamespaces(options),
    excluded,
    entries: [],
    lists: [],
    nodes: [],
    namespacesSeen: new Set(),
    ownRules: new Map(),
    namespaces: promise,
    tellNamespaces: resolve,
    clusterId: null,
    context: {
      requester,
      pipeline: deps.pipeline,
      sink: deps.sink,
      ports: deps.ports,
      signal,
      progress: createProgressBoard(deps.ports.clock, row => deps.onProgress?.(row, requester.counts)),
      excludedNamespaces: excluded,
      taken: new Map(),
      onObject: (type, object) => seeObject(capture, type, object),
    },
  };
  return capture;
};

const seeObject = (capture: Capture, type: ResourceType, object: KubeObject): void => {
  if (type.group !== '') return;
  if (type.resource === 'nodes') capture.nodes.push(object.metadata.name);
  if (type.resource !== 'namespaces') return;
  capture.namespacesSeen.add(object.metadata.name);
  if (object.metadata.name === 'kube-system' && typeof object.metadata.uid === 'string') capture.clusterId = object.metadata.uid;
};

const readAll = async (capture: Capture): Promise<void> => {
  const { read, skipped, notServed } = capture.selection;
  capture.deps.onSelected?.(read);
  for (const { type, reason } of skipped) addEntry(capture, type, null, 'skipped', 0, reason);
  for (const type of notServed) addNotServed(capture, type);
  for (const { group, version, reason } of capture.discovered.failed)
    capture.entries.push({
      group,
      version,
      resource: '*',
      namespace: null,
      state: 'failed',
      count: 0,
      reason: `Discovery: ${reason}`,
      needs: [],
    });
  if (!read.some(isNamespaces)) capture.tellNamespaces(capture.named ?? null);
  const lists = read.map(type => readResource(capture, type));
  await Promise.all([...lists, readKubelets(capture, lists[read.findIndex(isNodes)])]);
  if (capture.clusterId === null) capture.clusterId = await askClusterId(capture.requester);
};

/** As soon as the nodes are known, beside the other lists: a kubelet that is slow or gone holds up nothing else. */
const readKubelets = async (capture: Capture, nodesRead: Promise<void> | undefined): Promise<void> => {
  await nodesRead;
  const nodesEntry = capture.entries.find(entry => entry.group === '' && entry.resource === 'nodes');
  const nodes = { names: capture.nodes, complete: nodesEntry?.state === 'full' };
  capture.entries.push(await collectKubeletConfigs(capture.context, nodes, capture.options.kubeletConfig !== false));
  tellDone(capture, kubeletConfigType);
};

const isNodes = (type: ResourceType): boolean => type.group === '' && type.resource === 'nodes';

const isNamespaces = (type: ResourceType): boolean => type.group === '' && type.resource === 'namespaces';

/** A resource of a group whose server is down may well be served: it failed. */
const addNotServed = (capture: Capture, type: ResourceType): void => {
  const down = capture.discovered.failed.find(failed => failed.group === type.group);
  addEntry(
    capture,
    type,
    null,
    down === undefined ? 'not-served' : 'failed',
    0,
    down === undefined ? 'This server does not serve it.' : `Discovery: ${down.reason}`,
  );
  tellDone(capture, type);
};

const tellDone = (capture: Capture, type: ResourceType): void =>
  capture.deps.onResourceDone?.(
    type,
    capture.entries.filter(entry => entry.group === type.group && entry.resource === type.resource),
  );

const readResource = async (capture: Capture, type: ResourceType): Promise<void> => {
  if (type.namespaced && capture.named !== undefined) return readNamed(capture, type, capture.named);
  const outcome = await capture.pool.run(() => readList(capture.context, type, null));
  if (isNamespaces(type)) return afterNamespaces(capture, type, outcome);
  if (outcome.state === 'denied' && type.namespaced) return readWhereAllowed(capture, type, await capture.namespaces, outcome);
  return finishResource(capture, type, [outcome]);
};

const afterNamespaces = async (capture: Capture, type: ResourceType, outcome: ListOutcome): Promise<void> => {
  const listed = outcome.state === 'full' ? [...capture.namespacesSeen].sort() : null;
  capture.tellNamespaces(capture.named ?? listed);
  const candidates = capture.named ?? guessedNamespaces(capture);
  if (outcome.state !== 'denied' || candidates.length === 0) return finishResource(capture, type, [outcome]);
  const read = await readNamedNamespaces(capture.context, type, candidates);
  return finishResource(capture, type, [
    read > 0 ? { ...outcome, state: 'partial', count: read, reason: `Only ${String(read)} by name. ${outcome.reason}` } : outcome,
  ]);
};

const guessedNamespaces = (capture: Capture): readonly string[] => {
  const guess = capture.deps.contextNamespace;
  return guess === undefined || guess === '' || capture.excluded.has(guess) ? [] : [guess];
};

/**
 * After a 403 cluster-wide: the namespaces that the user's own rules allow, or all where these are not known. Denied in each
 * is one entry, the cluster's: cells of namespaces without an entry are answered by it.
 */
const readWhereAllowed = async (
  capture: Capture,
  type: ResourceType,
  namespaces: readonly string[] | null,
  denied: ListOutcome,
): Promise<void> => {
  const tried = namespaces ?? guessedNamespaces(capture);
  const outcomes = await Promise.all(
    tried.map(async namespace =>
      mayList(await rulesIn(capture, namespace), type) ? readIn(capture, type, namespace) : deniedIn(namespace),
    ),
  );
  if (outcomes.every(outcome => outcome.state === 'denied')) finishResource(capture, type, [denied]);
  else finishResource(capture, type, namespaces === null ? [...outcomes, denied] : outcomes);
};

/** Named namespaces are simply tried: one request either way. */
const readNamed = async (capture: Capture, type: ResourceType, namespaces: readonly string[]): Promise<void> =>
  finishResource(capture, type, await Promise.all(namespaces.map(namespace => readIn(capture, type, namespace))));

const readIn = (capture: Capture, type: ResourceType, namespace: string): Promise<ListOutcome> =>
  capture.pool.run(() => readList(capture.context, type, namespace));

const deniedIn = (namespace: string): ListOutcome => ({
  namespace,
  state: 'denied',
  count: 0,
  reason: 'Your own rules (SelfSubjectRulesReview) allow no list here.',
  record: null,
});

const rulesIn = (capture: Capture, namespace: string): Promise<OwnRules | undefined> => {
  const known = capture.ownRules.get(namespace);
  if (known !== undefined) return known;
  const asked = reviewRules(capture.requester, namespace);
  capture.ownRules.set(namespace, asked);
  return asked;
};

const finishResource = (capture: Capture, type: ResourceType, outcomes: readonly ListOutcome[]): void => {
  for (const outcome of outcomes) {
    const reason = outcome.noAnswer?.kind === 'cancelled' ? 'The capture was cancelled.' : outcome.reason;
    addEntry(capture, type, outcome.namespace, outcome.state, outcome.count, reason);
  }
  for (const outcome of outcomes) if (outcome.record !== null) capture.lists.push(outcome.record);
  const worst = outcomes.find(outcome => outcome.state !== 'full') ?? outcomes[0];
  const anyRead = outcomes.some(outcome => outcome.state === 'full' || outcome.state === 'partial');
  const name = resourceName(type.group, type.resource);
  const state = worst === undefined || worst.state === 'full' ? 'full' : anyRead ? 'partial' : worst.state;
  capture.context.progress.ended(name, state, worst?.reason ?? '');
  tellDone(capture, type);
};

const addEntry = (
  capture: Capture,
  type: ResourceType,
  namespace: string | null,
  state: CoverageEntry['state'],
  count: number,
  reason: string,
): void => {
  const needs: readonly Need[] =
    state === 'denied' || (state === 'partial' && isNamespaces(type))
      ? [{ group: type.group, resource: type.resource, verb: 'list', ...(namespace === null ? {} : { namespace }) }]
      : [];
  capture.entries.push({
    group: type.group,
    version: type.version,
    resource: type.resource,
    namespace,
    state,
    count,
    reason,
    needs,
  });
};

const byPlace = (a: CoverageEntry | ListRecord, b: CoverageEntry | ListRecord): number =>
  compare(a.group, b.group) || compare(a.resource, b.resource) || compare(a.namespace ?? '', b.namespace ?? '');

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const conclude = async (capture: Capture, identity: ClusterIdentity, server: string): Promise<Result<Collected, Problem>> => {
  const { counts } = capture.requester;
  const namespaces = await capture.namespaces;
  const cancelled = capture.signal.aborted;
  const anyRead = capture.entries.some(
    entry => (entry.state === 'full' || entry.state === 'partial') && entry.group !== kubeletConfigType.group,
  );
  if (!anyRead) return fail(nothingRead(capture, cancelled, server));
  return ok({
    types: capture.nodes.length > 0 ? [...capture.discovered.types, kubeletConfigType] : capture.discovered.types,
    coverage: { namespaces: namespaces === null ? null : [...namespaces].sort(), entries: capture.entries.sort(byPlace) },
    lists: capture.lists.sort(byPlace),
    serverVersion: identity.serverVersion,
    clusterId: capture.clusterId,
    capturedAs: identity.user,
    capturedGroups: identity.groups,
    partial: cancelled || counts.requests >= (capture.options.requestBudget ?? captureDefaults.requestBudget),
    ...counts,
  });
};

const nothingRead = (capture: Capture, cancelled: boolean, server: string): Problem => {
  if (cancelled)
    return problem('cancelled', { what: 'The capture was cancelled before anything was read.', why: 'It was asked to stop.' });
  if (capture.requester.broken !== undefined) return capture.requester.broken;
  const what = `Nothing at all could be read from ${server}.`;
  const denied = capture.entries.find(entry => entry.state === 'denied');
  if (denied !== undefined) return problem('nothing-read', { what, why: denied.reason });
  return problem('nothing-read', {
    what,
    why: capture.entries.find(entry => entry.state === 'failed')?.reason ?? 'No list was answered.',
    todo: 'Check the server address in the kubeconfig and what stands in between; `plumbline doctor` shows which step fails.',
  });
};
