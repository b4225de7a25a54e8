import { changes, creates, endByName } from '../cluster/rights.ts';
import { impactId } from '../impact.ts';
import { because, seen } from '../reached.ts';
import type { RightsEdge } from '../edge.ts';

const group = 'snapshot.storage.k8s.io';
const crds = 'customresourcedefinitions.apiextensions.k8s.io';

const right = changes(group, ['volumesnapshotcontents'], 'cluster');

export const snapshotContentWrite: RightsEdge = {
  kind: 'rights',
  to: 'impact',
  scope: 'cluster',
  id: 'SNAPSHOT_CONTENT_WRITE',
  row: 'R44',
  title: 'Restores the data of other tenants',
  severity: 'medium',
  cost: 2,
  gives: 'The contents of any snapshot of the storage, in a volume of one’s own.',
  abuse:
    'A VolumeSnapshotContent names a snapshot of the storage by its handle, whoever made it, and a namespace that may restore it.',
  detect: 'VolumeSnapshotContents with snapshotHandle that the snapshot controller did not make.',
  remove: 'Take create on volumesnapshotcontents away.',
  mitigations: ['The handle of the snapshot has to be known.'],
  references: ['https://kubernetes.io/docs/concepts/storage/volume-snapshots/'],
  reads: [crds],
  rights: [[creates(group, ['volumesnapshotcontents'], 'cluster'), right]],
  *targets(world) {
    const served = world.get(crds, undefined, `volumesnapshotcontents.${group}`);
    if (served !== undefined)
      yield* endByName(
        world,
        { id: impactId('tenant-data'), ...because(seen(world, served, '', 'The cluster has volume snapshots.')) },
        { right, list: `volumesnapshotcontents.${group}`, namespace: '' },
      );
  },
};
