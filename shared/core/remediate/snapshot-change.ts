import type { ResourceName } from '#contract/kube';
import type { Snapshot } from '#contract/snapshot';

/** What differs between two snapshots. */
export interface Change {
  readonly resources: ReadonlySet<ResourceName>;
  /** Of the changed objects; '' where they stand in none. */
  readonly namespaces: ReadonlySet<string>;
}

export const changeOf = (before: Snapshot, after: Snapshot): Change => {
  const resources = new Set<ResourceName>();
  const namespaces = new Set<string>();
  for (const [resource, objects] of after.objects) {
    const old = before.objects.get(resource);
    if (old === objects) continue;
    resources.add(resource);
    const left = new Set(old);
    const right = new Set(objects);
    for (const object of objects) if (!left.has(object)) namespaces.add(object.metadata.namespace ?? '');
    for (const object of old ?? []) if (!right.has(object)) namespaces.add(object.metadata.namespace ?? '');
  }
  return { resources, namespaces };
};
