import { captureDefaults } from '#contract/capture';
import type { Coverage, CoverageEntry, CoverageState, Need } from '#contract/coverage';
import type { JsonObject } from '#contract/json';
import { type ObjectRef, type ResourceName, resourceName, type ResourceType } from '#contract/kube';
import type { Problem } from '#contract/problem';
import { fieldOf, isRecord } from '#core/collect/json-fields';
import { collectKubeletConfigs, kubeletConfigType } from '#core/collect/kubelet';
import { readPage } from '#core/collect/list-page';
import { acceptOf, isTableOnly, listPath } from '#core/collect/list-path';
import { type ListContext, readList } from '#core/collect/list';
import { createProgressBoard } from '#core/collect/progress';
import { createRequester, type NoAnswer } from '#core/collect/requester';
import { typesByKind } from '#core/objects/keys';
import type { KubeConnection, Ports } from '#core/ports';
import type { Pipeline } from '#core/redact/pipeline';
import { builtinResource } from '#kube/builtin-resources';
import { createFreshObjects, type FreshObjects } from './fresh-objects.ts';

/** What asking for one object came to. `why` in the server's words where it was no answer. */
export type Asked =
  | { readonly state: 'read' | 'absent' }
  | { readonly state: 'denied' | 'failed'; readonly why: string; readonly need: Need };

export interface FreshReader {
  readonly objects: FreshObjects;
  /** One object by name, asked for once. */
  get(ref: ObjectRef): Promise<Asked>;
  hasAskedFor(ref: ObjectRef): boolean;
  /** A list, asked for once; a namespace for a namespaced resource, or null for all. */
  list(resource: ResourceName, namespace: string | null): Promise<void>;
  hasAsked(resource: ResourceName, namespace: string | null): boolean;
  /** Says of a resource that all of it that matters was read by name. */
  declare(resource: ResourceName, namespace: string | null, state: CoverageState, needs: readonly Need[]): void;
  /** As if a list had not been asked for: only a part of it was kept. */
  forget(resource: ResourceName, namespace: string | null): void;
  coverage(namespaces: readonly string[] | null): Coverage;
  /** Resources of which some object could not be asked for. */
  readonly unreadable: ReadonlySet<ResourceName>;
  typeOf(ref: Pick<ObjectRef, 'apiVersion' | 'kind'>): ResourceType;
  readonly requests: () => number;
  readonly broken: () => Problem | undefined;
}

/** A second look is small: one that would take more requests is a capture. */
const budget = 2_000;

const needOf = (type: ResourceType, verb: string, namespace: string | undefined | null): Need => ({
  group: type.group,
  resource: type.resource,
  verb,
  ...(namespace === undefined || namespace === null || !type.namespaced ? {} : { namespace }),
});

const stateOf = ({ kind }: NoAnswer): 'denied' | 'failed' => (kind === 'denied' ? 'denied' : 'failed');

/** The one object of an answer: itself, or the only row of a Table. */
const itemOf = (type: ResourceType, json: unknown): JsonObject | undefined => {
  if (isTableOnly(type)) {
    const page = readPage(type, json);
    return typeof page === 'string' ? undefined : page.items[0];
  }
  return isRecord(json) && typeof fieldOf(json, 'metadata', 'name') === 'string' ? (json as JsonObject) : undefined;
};

export interface ReaderDeps {
  readonly ports: Ports;
  readonly pipeline: Pipeline;
  /** As discovery told them when the snapshot was taken. */
  readonly types: readonly ResourceType[];
  readonly requestTimeout: number | undefined;
}

/** Reads single objects and lists through the same requests and the same pipeline as a capture, into a place of its own. */
export const createFreshReader = (
  kube: KubeConnection,
  { ports, pipeline, types, requestTimeout }: ReaderDeps,
  signal: AbortSignal,
): FreshReader => {
  const requester = createRequester(
    kube,
    {
      concurrency: captureDefaults.concurrency,
      retries: 1,
      requestBudget: budget,
      requestTimeout: requestTimeout ?? captureDefaults.requestTimeout,
    },
    ports,
    signal,
  );
  const objects = createFreshObjects();
  const byName = new Map(types.map(type => [resourceName(type.group, type.resource), type]));
  const typeOfKind = typesByKind(types);
  const entries = new Map<string, CoverageEntry>();
  const lists = new Map<string, Promise<void>>();
  const asked = new Map<string, Promise<Asked>>();
  const unreadable = new Set<ResourceName>();
  const context: ListContext = {
    requester,
    pipeline,
    sink: objects,
    ports,
    signal,
    progress: createProgressBoard(ports.clock, undefined),
    excludedNamespaces: new Set(),
    taken: new Map(),
    onObject: () => undefined,
  };

  const cellKey = (resource: ResourceName, namespace: string | null): string => `${resource}\n${namespace ?? ''}`;
  const enter = (type: ResourceType, entry: Omit<CoverageEntry, 'group' | 'version' | 'resource'>): void =>
    void entries.set(cellKey(resourceName(type.group, type.resource), entry.namespace), {
      group: type.group,
      version: type.version,
      resource: type.resource,
      ...entry,
    });

  const typeNamed = (resource: ResourceName): ResourceType | undefined =>
    resource === resourceName(kubeletConfigType.group, kubeletConfigType.resource)
      ? kubeletConfigType
      : (byName.get(resource) ?? (byName.size === 0 ? builtinResource(resource) : undefined));

  const readKubelets = async (names: readonly string[]): Promise<CoverageEntry> =>
    collectKubeletConfigs(context, { names, complete: true }, true);

  const listKubelets = async (): Promise<void> => {
    await list('nodes', null);
    const entry = await readKubelets(objects.of('nodes').map(node => node.metadata.name));
    entries.set(cellKey('kubeletconfigs.plumbline', null), entry);
  };

  const readTheList = async (resource: ResourceName, namespace: string | null): Promise<void> => {
    const type = typeNamed(resource);
    if (type === kubeletConfigType) return listKubelets();
    if (type === undefined) {
      const builtin = builtinResource(resource);
      if (builtin !== undefined)
        enter(builtin, { namespace, state: 'not-served', count: 0, reason: 'This server does not serve it.', needs: [] });
      return;
    }
    const outcome = await readList(context, type, namespace);
    enter(type, {
      namespace,
      state: outcome.state,
      count: outcome.count,
      reason: outcome.reason,
      needs: outcome.state === 'denied' ? [needOf(type, 'list', namespace)] : [],
    });
  };

  const list = (resource: ResourceName, namespace: string | null): Promise<void> => {
    const key = cellKey(resource, namespace);
    const known = lists.get(key) ?? readTheList(resource, namespace);
    lists.set(key, known);
    return known;
  };

  const getKubelet = async (name: string): Promise<Asked> => {
    const { state, reason } = await readKubelets([name]);
    return state === 'full'
      ? { state: 'read' }
      : { state: 'denied', why: reason, need: { group: '', resource: 'nodes', verb: 'list' } };
  };

  const getOne = async (type: ResourceType, ref: ObjectRef): Promise<Asked> => {
    const answer = await requester.get({
      path: `${listPath(type, type.namespaced ? (ref.namespace ?? null) : null)}/${encodeURIComponent(ref.name)}`,
      accept: acceptOf(type),
      ...(isTableOnly(type) ? { query: { includeObject: 'Metadata' } } : {}),
    });
    if (!answer.ok) {
      if (answer.error.kind === 'absent') return { state: 'absent' };
      unreadable.add(resourceName(type.group, type.resource));
      return { state: stateOf(answer.error), why: answer.error.reason, need: needOf(type, 'get', ref.namespace) };
    }
    const item = itemOf(type, answer.value.json);
    if (item === undefined) {
      unreadable.add(resourceName(type.group, type.resource));
      return { state: 'failed', why: 'The answer is no object.', need: needOf(type, 'get', ref.namespace) };
    }
    const processed = pipeline.object(item, type);
    objects.page({ type, namespace: ref.namespace ?? null, ...processed, objects: [processed.object] });
    return { state: 'read' };
  };

  const askedKey = (ref: ObjectRef): string => {
    const type = typeOfKind(ref.apiVersion, ref.kind);
    return `${resourceName(type.group, type.resource)}\n${ref.namespace ?? ''}\n${ref.name}`;
  };

  const get = (ref: ObjectRef): Promise<Asked> => {
    const type = typeOfKind(ref.apiVersion, ref.kind);
    const resource = resourceName(type.group, type.resource);
    const key = askedKey(ref);
    const known =
      asked.get(key) ??
      (resource === 'kubeletconfigs.plumbline'
        ? getKubelet(ref.name)
        : objects.has(resource, ref.namespace, ref.name)
          ? Promise.resolve<Asked>({ state: 'read' })
          : getOne(type, ref));
    asked.set(key, known);
    return known;
  };

  return {
    objects,
    get,
    hasAskedFor: ref => asked.has(askedKey(ref)),
    list,
    hasAsked: (resource, namespace) => lists.has(cellKey(resource, namespace)) || lists.has(cellKey(resource, null)),
    declare: (resource, namespace, state, needs) => {
      const type = typeNamed(resource) ?? builtinResource(resource);
      if (type !== undefined) enter(type, { namespace, state, count: 0, reason: '', needs });
      lists.set(cellKey(resource, namespace), Promise.resolve());
    },
    forget: (resource, namespace) => {
      lists.delete(cellKey(resource, namespace));
      entries.delete(cellKey(resource, namespace));
    },
    coverage: namespaces => ({ namespaces, entries: [...entries.values()] }),
    unreadable,
    typeOf: ({ apiVersion, kind }) => typeOfKind(apiVersion, kind),
    requests: () => requester.counts.requests,
    broken: () => requester.broken,
  };
};
