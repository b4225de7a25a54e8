import type { JsonObject } from '#contract/json';
import { isJsonObject } from '#contract/json';
import type { KubeObject } from '#contract/kube';
import type { SnapshotIndex } from '#core/evaluate/snapshot-index';
import { madeFrom, sameShape } from '#core/evaluate/pod-shape';
import { jsonOf } from '#core/remediate/apply-edits';
import { controllerOf } from '#kube/owners';
import { podTemplateOf } from '#kube/pod-templates';
import { type Difference, diffObjectsByMeaning } from './diff-values.ts';

/** What its controller makes: the template of its own controller; undefined where that has none or was not read. */
const templateFor = (index: SnapshotIndex, pod: KubeObject) => {
  const reference = controllerOf(pod);
  const resource = reference === undefined ? undefined : index.resourceOf(reference.apiVersion, reference.kind);
  const owner =
    reference === undefined || resource === undefined ? undefined : index.get(resource, pod.metadata.namespace, reference.name);
  return owner === undefined ? undefined : podTemplateOf(owner);
};

/** Of the pods that came under an owner, those that are neither like one that was there nor as the template says. */
export const unlikePods = (
  index: SnapshotIndex,
  came: readonly KubeObject[],
  went: readonly KubeObject[],
): readonly KubeObject[] => {
  const earlier = went.flatMap(pod => podTemplateOf(pod) ?? []);
  const known: ReturnType<typeof podTemplateOf>[] = [];
  return came.filter(pod => {
    const shape = podTemplateOf(pod);
    if (shape === undefined) return false;
    const seen = known.find(other => other !== undefined && sameShape(other, shape));
    if (seen !== undefined) return true;
    const template = templateFor(index, pod);
    const alike = earlier.some(other => sameShape(other, shape)) || (template !== undefined && madeFrom(template, shape));
    if (!alike) known.push(shape);
    return !alike;
  });
};

/** Put into each pod for itself. */
const perPod = /^spec\.(?:nodeName|hostname|subdomain|tolerations|affinity|priority|schedulingGates)\b|kube-api-access-/;

const specOf = (object: KubeObject): JsonObject => {
  const { spec } = jsonOf(object);
  return { spec: isJsonObject(spec) ? spec : {} };
};

/** In what such a pod differs from one that was there. */
export const podDifferences = (pod: KubeObject, earlier: KubeObject | undefined): readonly Difference[] =>
  earlier === undefined
    ? []
    : diffObjectsByMeaning(specOf(earlier), specOf(pod), { isBuiltin: true })
        .filter(({ path, leftOut }) => leftOut === null && !perPod.test(path))
        .map(difference => ({ ...difference, path: `pod: ${difference.path}` }));
