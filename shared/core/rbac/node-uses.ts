import type { Need } from '#contract/coverage';
import type { KubeObject } from '#contract/kube';
import type { SnapshotIndex } from '#core/evaluate/snapshot-index';
import { isJsonObject } from '#contract/json';
import { field, listAt, objectAt, textAt } from '#kube/json-fields';
import { podReferences, serviceAccountOf } from '#kube/pod-references';
import type { NodeUse } from '#kube/rbac/node-requests';
import type { PodTemplate } from '#contract/rule';
import { completenessOf } from './completeness-of.ts';

/** Which objects each node uses, by its pods or by a field of the objects themselves. */
export interface NodeUses {
  has(node: string, use: NodeUse): boolean;
  /** Lists that could show more uses; [] where all were read. */
  missing(use: NodeUse): readonly Need[];
}

const keyOf = ({ kind, namespace, name }: NodeUse): string => `${kind} ${namespace} ${name}`;

const claimsOf = (pod: KubeObject): readonly string[] => {
  const byTemplate = new Map(
    listAt(pod, 'status', 'resourceClaimStatuses').map(status => [textAt(status, 'name'), textAt(status, 'resourceClaimName')]),
  );
  const own = listAt(pod, 'spec', 'resourceClaims').map(
    claim => textAt(claim, 'resourceClaimName') ?? byTemplate.get(textAt(claim, 'name')),
  );
  return [...own, textAt(pod, 'status', 'extendedResourceClaimStatus', 'resourceClaimName')].filter(name => name !== undefined);
};

const usesOfPod = (pod: PodTemplate): readonly NodeUse[] => {
  const { namespace, object } = pod;
  const itself: NodeUse = { kind: 'pods', namespace, name: object.metadata.name };
  // A kubelet makes mirror pods itself: they must not give it anything.
  if (textAt(object, 'metadata', 'annotations', 'kubernetes.io/config.mirror') !== undefined) return [itself];
  return [
    itself,
    { kind: 'serviceaccounts', namespace, name: serviceAccountOf(pod) },
    ...podReferences(pod).map(({ resource, name }): NodeUse => ({ kind: resource, namespace, name })),
    ...claimsOf(object).map((name): NodeUse => ({ kind: 'resourceclaims', namespace, name })),
  ];
};

const secretsOfSource = (source: unknown, home: string): readonly NodeUse[] => {
  const named = (key: string): readonly NodeUse[] => {
    const ref = objectAt(source, key);
    const name = textAt(ref, 'name');
    return name === undefined ? [] : [{ kind: 'secrets', namespace: textAt(ref, 'namespace') || home, name }];
  };
  const azure = textAt(source, 'secretName');
  return [
    ...(azure === undefined
      ? []
      : [{ kind: 'secrets' as const, namespace: textAt(source, 'secretNamespace') || home, name: azure }]),
    ...['secretRef', 'nodePublishSecretRef', 'nodeStageSecretRef', 'nodeExpandSecretRef'].flatMap(named),
  ];
};

/** A volume and the Secrets of its login go with its claim. */
const usesOfVolume = (volume: KubeObject): { readonly claim: string; readonly uses: readonly NodeUse[] } | undefined => {
  const ref = objectAt(volume, 'spec', 'claimRef');
  const [namespace, name] = [textAt(ref, 'namespace') ?? '', textAt(ref, 'name')];
  if (name === undefined) return undefined;
  const spec = field(volume, 'spec');
  const sources = isJsonObject(spec) ? Object.values(spec).filter(isJsonObject) : [];
  return {
    claim: keyOf({ kind: 'persistentvolumeclaims', namespace, name }),
    uses: [
      { kind: 'persistentvolumes', namespace: '', name: volume.metadata.name },
      ...sources.filter(source => source !== ref).flatMap(source => secretsOfSource(source, namespace)),
    ],
  };
};

/** Objects that say themselves which node is theirs. */
const ownField: readonly (readonly [string, NodeUse['kind']])[] = [
  ['resourceslices.resource.k8s.io', 'resourceslices'],
  ['volumeattachments.storage.k8s.io', 'volumeattachments'],
  ['podcertificaterequests.certificates.k8s.io', 'podcertificaterequests'],
];

const gather = (index: SnapshotIndex): ReadonlyMap<string, ReadonlySet<string>> => {
  const nodes = new Map<string, Set<string>>();
  const add = (use: string, node: string): void => {
    const known = nodes.get(use);
    if (known === undefined) nodes.set(use, new Set([node]));
    else known.add(node);
  };
  for (const pod of index.templates('pods')) {
    const node = textAt(pod.spec, 'nodeName') ?? '';
    if (node !== '') for (const use of usesOfPod(pod)) add(keyOf(use), node);
  }
  for (const volume of index.list('persistentvolumes')) {
    const found = usesOfVolume(volume);
    const users = found === undefined ? [] : [...(nodes.get(found.claim) ?? [])];
    for (const node of users) for (const use of found?.uses ?? []) add(keyOf(use), node);
  }
  for (const [resource, kind] of ownField)
    for (const { metadata, ...object } of index.list(resource)) {
      const node = textAt(object, 'spec', 'nodeName') ?? '';
      if (node !== '') add(keyOf({ kind, namespace: metadata.namespace ?? '', name: metadata.name }), node);
    }
  return nodes;
};

const listsFor = (use: NodeUse): readonly string[] => {
  const own = ownField.find(([, kind]) => kind === use.kind)?.[0];
  if (own !== undefined) return [own];
  return use.kind === 'secrets' || use.kind === 'persistentvolumes' ? ['pods', 'persistentvolumes'] : ['pods'];
};

export const createNodeUses = (index: SnapshotIndex): NodeUses => {
  let made: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  return {
    has: (node, use) => (made ??= gather(index)).get(keyOf(use))?.has(node) === true,
    missing: use =>
      listsFor(use).flatMap(resource => {
        const scope = resource === 'pods' && use.namespace !== '' && use.kind !== 'secrets' ? use.namespace : undefined;
        return completenessOf(index)
          .unread(resource, scope)
          .flatMap(({ needs }) => needs);
      }),
  };
};
