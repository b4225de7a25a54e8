import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '#contract/json';

/** Deeper than any pod; what lies below counts as different, so that hostile input ends. */
const maxDepth = 50;

const sameJson = (left: JsonValue | undefined, right: JsonValue | undefined, depth: number): boolean => {
  if (left === right) return true;
  if (depth > maxDepth) return false;
  if (isJsonArray(left))
    return isJsonArray(right) && left.length === right.length && left.every((item, at) => sameJson(item, right[at], depth + 1));
  return isJsonObject(left) && isJsonObject(right) && sameBut(left, right, undefined, depth + 1);
};

const sameBut = (left: JsonObject, right: JsonObject, but: string | undefined, depth: number): boolean => {
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  for (const key of keys)
    if (!Object.hasOwn(right, key) || (key !== but && !sameJson(left[key], right[key], depth))) return false;
  return true;
};

const controllerUid = ({ metadata }: JsonObject): JsonValue | undefined => {
  const owners = isJsonObject(metadata) ? metadata['ownerReferences'] : undefined;
  const [owner] = isJsonArray(owners) ? owners : [];
  return isJsonObject(owner) && owner['controller'] === true ? owner['uid'] : undefined;
};

const isTwin = (pod: JsonObject, other: JsonObject): boolean => {
  const owner = controllerUid(pod);
  if (owner === undefined || owner !== controllerUid(other)) return false;
  const { spec } = pod;
  const { spec: known } = other;
  if (!isJsonObject(spec) || !isJsonObject(known)) return false;
  return typeof spec['nodeName'] === 'string' && typeof known['nodeName'] === 'string' && sameBut(spec, known, 'nodeName', 0);
};

/**
 * Replicas that stand side by side on a page of pods and whose specs, as they came, differ by the node alone: each with the
 * first of its kind. Lists come by name, so those of one controller do.
 */
export const twinsOn = (pods: readonly JsonObject[]): ReadonlyMap<JsonObject, JsonObject> => {
  const twins = new Map<JsonObject, JsonObject>();
  let first: JsonObject | undefined;
  for (const pod of pods) {
    if (first !== undefined && isTwin(pod, first)) twins.set(pod, first);
    else first = pod;
  }
  return twins;
};
