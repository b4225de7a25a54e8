import type { CoverageEntry } from '#contract/coverage';
import type { Fact } from '#contract/fact';
import { factKinds } from '#contract/fact';
import type { KubeObject, ResourceName, ResourceType } from '#contract/kube';
import { resourceName } from '#contract/kube';
import type { Snapshot, SnapshotMeta } from '#contract/snapshot';
import { builtinResources, typeOfKind } from '#kube/builtin-resources';

export const kubeletType: ResourceType = {
  group: 'plumbline',
  version: 'v1',
  resource: 'kubeletconfigs',
  kind: 'KubeletConfig',
  namespaced: false,
  verbs: ['get', 'list'],
};

const types: readonly ResourceType[] = [...builtinResources, kubeletType];

export const meta: SnapshotMeta = {
  origin: 'cluster',
  name: 'test',
  context: null,
  server: null,
  serverVersion: 'v1.37.2',
  clusterId: null,
  capturedAt: '2026-01-01T00:00:00Z',
  capturedUntil: '2026-01-01T00:00:01Z',
  capturedAs: null,
  insecureTls: false,
  toolVersion: '0.0.0',
  factKinds: { ...factKinds },
  fingerprintKeyId: 'test',
  partial: false,
  lists: [],
};

export const typeOf = (object: KubeObject): ResourceType =>
  object.kind === kubeletType.kind ? kubeletType : typeOfKind(object.apiVersion, object.kind);

const entry = (type: ResourceType, namespace: string | null, state: CoverageEntry['state']): CoverageEntry => ({
  group: type.group,
  version: type.version,
  resource: type.resource,
  namespace,
  state,
  count: 0,
  reason: '',
  needs: [],
});

const unreadEntries = (type: ResourceType, unread: readonly string[]): readonly CoverageEntry[] => {
  const name = resourceName(type.group, type.resource);
  const everywhere = unread.includes(name);
  const namespaces = unread.filter(word => word.startsWith(`${name}@`)).map(word => word.slice(name.length + 1));
  return [entry(type, null, everywhere ? 'denied' : 'full'), ...namespaces.map(namespace => entry(type, namespace, 'denied'))];
};

/** What was denied is not there, whatever the objects say. */
const isUnread = (object: KubeObject, resource: ResourceName, unread: readonly string[]): boolean =>
  unread.includes(resource) || unread.includes(`${resource}@${object.metadata.namespace ?? ''}`);

export interface SnapshotParts {
  readonly objects: readonly KubeObject[];
  readonly facts?: readonly (Omit<Fact, 'fingerprint'> & { readonly fingerprint?: string | null | undefined })[];
  readonly unread?: readonly string[];
}

/** A snapshot in which all is read but what `unread` names. */
export const snapshotOf = ({ objects, facts = [], unread = [] }: SnapshotParts): Snapshot => {
  const byResource = new Map<ResourceName, KubeObject[]>();
  const namespaces = new Set<string>();
  for (const object of objects) {
    const { group, resource } = typeOf(object);
    const name = resourceName(group, resource);
    if (object.metadata.namespace !== undefined) namespaces.add(object.metadata.namespace);
    if (object.kind === 'Namespace') namespaces.add(object.metadata.name);
    if (!isUnread(object, name, unread)) byResource.set(name, [...(byResource.get(name) ?? []), object]);
  }
  return {
    meta,
    types,
    objects: byResource,
    facts: facts.map(fact => ({ ...fact, fingerprint: fact.fingerprint ?? null })),
    redactions: [],
    coverage: { namespaces: [...namespaces], entries: types.flatMap(type => unreadEntries(type, unread)) },
  };
};
