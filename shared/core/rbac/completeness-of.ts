import { type Completeness, createCompleteness, manifestCompleteness } from '#core/evaluate/completeness';
import type { SnapshotIndex } from '#core/evaluate/snapshot-index';

const known = new WeakMap<SnapshotIndex, Completeness>();

const make = (index: SnapshotIndex): Completeness =>
  index.snapshot.meta.origin === 'manifests'
    ? manifestCompleteness
    : createCompleteness(index.snapshot.coverage, resource => index.isNamespaced(resource));

/** What was not read of a snapshot, made once. */
export const completenessOf = (index: SnapshotIndex): Completeness => {
  const found = known.get(index) ?? make(index);
  known.set(index, found);
  return found;
};
