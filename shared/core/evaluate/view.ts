import type { FactKind } from '#contract/fact';
import type { ResourceName } from '#contract/kube';
import type { AnyRule, RuleConfig, View, WayToAdmin } from '#contract/rule';
import type { Completeness, UnreadScope } from './completeness.ts';
import type { SnapshotIndex } from './snapshot-index.ts';

/** A view that remembers what was read of what is not complete. */
export interface RecordingView {
  readonly view: View;
  /** What was unread among the reads since the last call. */
  take(): readonly UnreadScope[];
}

/**
 * The view of one rule. Reading what the rule does not declare throws: evaluating while pages
 * arrive, and anew for a patch, rely on the declaration.
 */
export const createView = (
  index: SnapshotIndex,
  completeness: Completeness,
  rule: AnyRule,
  config: RuleConfig,
  ways?: readonly WayToAdmin[],
): RecordingView => {
  const resources = new Set<ResourceName>([...rule.needs, ...(rule.needsIfServed ?? [])]);
  const factKinds = new Set<FactKind>(rule.facts);
  let unread: UnreadScope[] = [];
  const read = (resource: ResourceName, namespace: string | undefined): void => {
    if (!resources.has(resource)) throw new Error(`Rule ${rule.id} reads ${resource}, which its needs do not name.`);
    unread.push(...completeness.unread(resource, namespace));
  };
  const view: View = {
    list: (resource, namespace) => {
      read(resource, namespace);
      return index.list(resource, namespace);
    },
    get: (resource, namespace, name) => {
      const object = index.get(resource, namespace, name);
      if (object === undefined || !resources.has(resource)) read(resource, namespace);
      return object;
    },
    facts: (object, kind) => {
      if (!factKinds.has(kind)) throw new Error(`Rule ${rule.id} reads ${kind} facts, which it does not declare.`);
      return index.facts(object, kind);
    },
    waysToAdmin: () => {
      for (const resource of rule.needs) read(resource, undefined);
      for (const resource of rule.needsIfServed ?? []) if (index.typeOf(resource) !== undefined) read(resource, undefined);
      if (ways === undefined) throw new Error(`Rule ${rule.id} asks for ways to admin, which it does not declare.`);
      return ways;
    },
    pods: namespace => {
      read('pods', namespace);
      return index.templates('pods', namespace);
    },
    config,
    serverVersion: index.snapshot.meta.serverVersion ?? undefined,
  };
  return {
    view,
    take: () => {
      const taken = unread;
      unread = [];
      return taken;
    },
  };
};
