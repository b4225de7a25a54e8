import type { KubeObject } from '#contract/kube';
import { isSystemNamespace } from './control-plane.ts';
import { field, listAt } from './json-fields.ts';
import { podTemplateOf } from './pod-templates.ts';

/**
 * Whether a workload works on its node rather than in it: network and storage drivers, log and metric collectors. What
 * reaches the node is what it is for, and no snapshot tells which part of that it could do without.
 */
export const isNodeAgent = (object: KubeObject): boolean => {
  if (object.kind !== 'DaemonSet') return false;
  const pod = podTemplateOf(object);
  if (pod === undefined) return false;
  return (
    isSystemNamespace(pod.namespace) ||
    pod.spec['hostNetwork'] === true ||
    listAt(pod.spec, 'volumes').some(volume => field(volume, 'hostPath') !== undefined)
  );
};
