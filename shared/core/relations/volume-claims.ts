import type { KubeObject } from '#contract/kube';
import type { RelationGroup } from '#contract/objects';
import { objectAt, textAt } from '#kube/json-fields';
import { builtinType, groupOf, named } from './related.ts';
import type { RelationReader } from './relation-reader.ts';

/** The volume that a claim is bound to. */
export const volumeOfClaim = (claim: KubeObject, reader: RelationReader): RelationGroup => {
  const volume = textAt(claim, 'spec', 'volumeName');
  const items =
    volume === undefined || volume === ''
      ? []
      : [named(reader, { type: builtinType('persistentvolumes'), namespace: undefined, name: volume })];
  return groupOf(reader, 'claims', items);
};

/** The claim that a volume is bound to, or kept for. */
export const claimOfVolume = (volume: KubeObject, reader: RelationReader): RelationGroup => {
  const claim = objectAt(volume, 'spec', 'claimRef');
  const name = textAt(claim, 'name');
  const items =
    name === undefined
      ? []
      : [
          named(reader, {
            type: builtinType('persistentvolumeclaims'),
            namespace: textAt(claim, 'namespace'),
            name,
            how: textAt(volume, 'status', 'phase') ?? '',
          }),
        ];
  return groupOf(reader, 'claimedBy', items);
};
