import type { Finding } from '#contract/finding';
import type { ResourceName } from '#contract/kube';
import type { AnyRule } from '#contract/rule';
import type { SnapshotIndex } from '#core/evaluate/snapshot-index';
import type { RunRules } from './run-rules.ts';
import type { Change } from './snapshot-change.ts';

/** What one rule found in one namespace, and what it read for that: namespaces by resource, `null` for all of them. */
interface Judged {
  readonly findings: readonly Finding[];
  readonly reads: ReadonlyMap<ResourceName, ReadonlySet<string | null>>;
}

export interface NamespaceReads {
  /** The namespaces whose judgement by this rule read something that changed. */
  affected(rule: AnyRule, change: Change): Promise<readonly string[]>;
  /** The findings of this rule elsewhere. */
  others(rule: AnyRule, namespaces: readonly string[]): Promise<readonly Finding[]>;
}

/**
 * A rule is a function of what it reads: where it read nothing that changed, it says again what it said. Watched once for each
 * rule and namespace.
 */
export const createNamespaceReads = (index: SnapshotIndex, namespaces: readonly string[], run: RunRules): NamespaceReads => {
  const known = new Map<string, Promise<ReadonlyMap<string, Judged>>>();
  const watchAll = async (rule: AnyRule): Promise<ReadonlyMap<string, Judged>> => {
    const judged = new Map<string, Judged>();
    for (const namespace of namespaces) {
      const { watched, reads } = watch(index);
      const { findings } = await run(watched, [rule], [namespace]);
      judged.set(namespace, { findings: findings.filter(({ status }) => status !== 'unknown'), reads });
    }
    return judged;
  };
  const judgedBy = (rule: AnyRule): Promise<ReadonlyMap<string, Judged>> => {
    const found = known.get(rule.id) ?? watchAll(rule);
    known.set(rule.id, found);
    return found;
  };
  const isTouched = ({ reads }: Judged, { resources, namespaces: changed }: Change): boolean =>
    [...resources].some(resource => {
      const read = reads.get(resource);
      return read !== undefined && (read.has(null) || [...changed].some(namespace => read.has(namespace)));
    });
  return {
    affected: async (rule, change) =>
      [...(await judgedBy(rule))].filter(([, judged]) => isTouched(judged, change)).map(([namespace]) => namespace),
    others: async (rule, excluded) =>
      [...(await judgedBy(rule))].filter(([namespace]) => !excluded.includes(namespace)).flatMap(([, { findings }]) => findings),
  };
};

/** The index, with all that is asked of it written down. */
const watch = (index: SnapshotIndex): { readonly watched: SnapshotIndex; readonly reads: Judged['reads'] } => {
  const reads = new Map<ResourceName, Set<string | null>>();
  const note = (resource: ResourceName, namespace: string | null | undefined): void => {
    const places = reads.get(resource) ?? new Set();
    places.add(namespace ?? null);
    reads.set(resource, places);
  };
  const noteAll = (): void => {
    for (const resource of index.resources()) note(resource, null);
  };
  const watched: SnapshotIndex = {
    ...index,
    list: (resource, namespace) => (note(resource, namespace), index.list(resource, namespace)),
    get: (resource, namespace, name) => (note(resource, namespace), index.get(resource, namespace, name)),
    templates: (resource, namespace) => (note(resource, namespace), index.templates(resource, namespace)),
    selected: (resource, namespace, selector) => (note(resource, namespace), index.selected(resource, namespace, selector)),
    ownedBy: (resource, uid) => (note(resource, null), index.ownedBy(resource, uid)),
    podsOfServiceAccount: (namespace, name) => (note('pods', namespace), index.podsOfServiceAccount(namespace, name)),
    byKey: key => (noteAll(), index.byKey(key)),
    byUid: uid => (noteAll(), index.byUid(uid)),
    find: ref => (noteAll(), index.find(ref)),
  };
  return { watched, reads };
};
