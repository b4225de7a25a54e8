import type { Coverage } from '#contract/coverage';
import type { Fact, Redaction } from '#contract/fact';
import { type KubeObject, type ResourceName, type ResourceType, resourceName } from '#contract/kube';
import type { Snapshot, SnapshotMeta } from '#contract/snapshot';
import type { SnapshotPage, SnapshotSink } from '#core/ports';

export interface MemorySink extends SnapshotSink {
  /** Objects of one resource as far as they are read. */
  objects(name: ResourceName): readonly KubeObject[];
  facts(name: ResourceName): readonly Fact[];
  snapshot(meta: SnapshotMeta, types: readonly ResourceType[], coverage: Coverage): Snapshot;
}

/** Pages of one (resource, namespace) list, so that a list that starts anew can forget its own and no other's. */
interface Taken {
  readonly name: ResourceName;
  readonly pages: SnapshotPage[];
}

/** Keeps a snapshot in memory while it is captured. */
export const createMemorySink = (): MemorySink => {
  const taken = new Map<string, Taken>();
  const keyOf = (type: ResourceType, namespace: string | null): string =>
    `${resourceName(type.group, type.resource)}\n${namespace ?? ''}`;
  const pagesOf = (name: ResourceName): SnapshotPage[] =>
    [...taken.values()].filter(entry => entry.name === name).flatMap(entry => entry.pages);
  return {
    page: page => {
      const key = keyOf(page.type, page.namespace);
      const entry = taken.get(key);
      if (entry === undefined) taken.set(key, { name: resourceName(page.type.group, page.type.resource), pages: [page] });
      else entry.pages.push(page);
    },
    restart: (type, namespace) => {
      taken.delete(keyOf(type, namespace));
    },
    objects: name => pagesOf(name).flatMap(page => page.objects),
    facts: name => pagesOf(name).flatMap(page => page.facts),
    snapshot: (meta, types, coverage) => {
      const objects = new Map<ResourceName, KubeObject[]>();
      const facts: Fact[] = [];
      const redactions: Redaction[] = [];
      for (const { name, pages } of taken.values()) {
        const all = objects.get(name) ?? [];
        objects.set(name, all);
        for (const page of pages) {
          for (const object of page.objects) all.push(object);
          for (const fact of page.facts) facts.push(fact);
          for (const redaction of page.redactions) redactions.push(redaction);
        }
      }
      return { meta, types, objects, facts, redactions, coverage };
    },
  };
};

/** Gives each page to several sinks: the memory and the library file. */
export const teeSink = (sinks: readonly SnapshotSink[]): SnapshotSink => ({
  page: page => {
    for (const sink of sinks) sink.page(page);
  },
  restart: (type, namespace) => {
    for (const sink of sinks) sink.restart(type, namespace);
  },
});
