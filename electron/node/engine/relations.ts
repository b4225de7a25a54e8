import type { ObjectKey } from '#contract/kube';
import type { ObjectRelations } from '#contract/objects';
import type { Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import { partsOfKey } from '#core/objects/keys';
import { objectUnknown } from '#core/objects/object-unknown';
import { relationsOf } from '#core/relations/relations';
import { createRelationReader } from '#core/relations/snapshot-reader';
import type { StoredSnapshot } from '#node/library/stored-snapshot';

/** Reads of a stored snapshot only the lists that the relations of this object need. */
export const relationsOfStored = (stored: StoredSnapshot, key: ObjectKey): Result<ObjectRelations, Problem> => {
  const object = stored.object(key);
  const parts = partsOfKey(key);
  if (object === undefined || parts === undefined) return fail(objectUnknown(key));
  const reader = createRelationReader({
    types: stored.types(),
    coverage: stored.coverage(),
    object: wanted => stored.object(wanted),
    objectsOf: (resource, namespace) => stored.objectsOf(resource, namespace),
  });
  return ok(relationsOf(object, parts.resource, reader));
};
