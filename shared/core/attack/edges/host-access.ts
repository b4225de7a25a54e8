import type { Reached } from '../edge.ts';
import { admissionOf } from '../mitigations/admission-policy.ts';
import { hostPods, podSecurity, podSecurityRefuses } from '../mitigations/pod-security.ts';
import { together } from '../reached.ts';
import type { World } from '../world.ts';

const [anyHostPod] = hostPods;

/** Whether one of the pods that take over their node gets into the namespace, and what is known to stop it. */
export const hostAccess = (world: World, namespace: string): Reached => {
  const pod = hostPods.find(one => !podSecurityRefuses(world, namespace, one)) ?? anyHostPod;
  const admission = admissionOf(world, { operation: 'CREATE', group: '', resource: 'pods', namespace });
  return pod === undefined ? admission : together(podSecurity(world, namespace, pod), admission);
};

/** Whether the namespace's own level, and nothing else, refuses all of them: another label would let them in. */
export const refusedByLevel = (world: World, namespace: string): boolean =>
  hostPods.every(pod => podSecurityRefuses(world, namespace, pod));
