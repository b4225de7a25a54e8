import type { Evaluation } from '#contract/evaluation';
import type { ResourceName } from '#contract/kube';
import { resourceName } from '#contract/kube';
import type { Snapshot } from '#contract/snapshot';
import { type Completeness, createCompleteness, manifestCompleteness, type UnreadScope } from '#core/evaluate/completeness';
import { createSnapshotIndex, type SnapshotIndex } from '#core/evaluate/snapshot-index';

/** One of the two, indexed. */
export interface Side {
  readonly id: string;
  readonly title: string;
  readonly snapshot: Snapshot;
  readonly index: SnapshotIndex;
  readonly completeness: Completeness;
  readonly evaluation: Evaluation;
  /** The rules of its stored findings; null where it brought none. */
  readonly storedRules: string | null;
  /** Manifests and dumps: what they hold is there, and nothing says that this is all. */
  readonly isFiles: boolean;
  /** A file could not be read, so what it held may be anything. */
  readonly hasFailedFile: boolean;
}

export interface SideInput {
  readonly id: string;
  readonly title: string;
  readonly snapshot: Snapshot;
  readonly evaluation: Evaluation;
  readonly storedRules: string | null;
}

export const isFiles = ({ meta }: Pick<Snapshot, 'meta'>): boolean => meta.origin === 'manifests' || meta.origin === 'dump';

export const createSide = ({ snapshot, ...input }: SideInput, index = createSnapshotIndex(snapshot)): Side => ({
  ...input,
  snapshot,
  index,
  completeness: isFiles(snapshot)
    ? manifestCompleteness
    : createCompleteness(snapshot.coverage, resource => index.isNamespaced(resource)),
  isFiles: isFiles(snapshot),
  hasFailedFile: snapshot.coverage.entries.some(entry => entry.file !== undefined && entry.state === 'failed'),
});

const isServed = ({ snapshot }: Side, resource: ResourceName): boolean =>
  snapshot.types.length === 0 ||
  snapshot.types.some(type => resourceName(type.group, type.resource) === resource) ||
  snapshot.coverage.entries.some(
    // A group whose server did not answer tells no kinds: those that it had may be there still.
    ({ group, resource: plural, state }) =>
      resourceName(group, plural) === resource || (state === 'failed' && group !== '' && resource.endsWith(`.${group}`)),
  );

/**
 * What a side did not read of a resource, so that an object missing there may be there all the same; [] where to be missing is
 * to be gone. Two sets of files hold all that there is to compare.
 */
export const unreadFor = (
  side: Side,
  other: Side,
  resource: ResourceName,
  namespace: string | undefined,
): readonly UnreadScope[] => {
  if (side.isFiles && other.isFiles) return side.hasFailedFile ? [{ resource, namespace: null, state: 'failed', needs: [] }] : [];
  // A kind whose definition is gone has no objects any more.
  if (!side.isFiles && !isServed(side, resource)) return [];
  return side.completeness.unread(resource, namespace);
};
