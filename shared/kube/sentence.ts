import type { KubeObject } from '#contract/kube';
import type { PodTemplate } from '#contract/rule';

/** Names from a cluster are bounded: a sentence stays one that a person can read. */
const bounded = (text: string, most = 253): string => (text.length <= most ? text : `${text.slice(0, most)}…`);

/** `Deployment shop/api`, `ClusterRole admin`. */
export const nameOf = (object: KubeObject): string => {
  const { namespace, name } = object.metadata;
  return bounded(`${object.kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`, 520);
};

/** `Container “api” of Deployment shop/api`; without a container the object itself. */
export const containerOf = (pod: PodTemplate, container: string | undefined): string =>
  container === undefined ? nameOf(pod.object) : `Container “${bounded(container)}” of ${nameOf(pod.object)}`;

/** `a`, `a and b`, `a, b and 3 more`. */
export const enumerate = (items: readonly string[], most = 3): string => {
  const shown = items.slice(0, most).map(item => bounded(item));
  const rest = items.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  const last = shown.pop();
  return shown.length === 0 ? (last ?? '') : `${shown.join(', ')} and ${last ?? ''}`;
};

export const quoted = (text: string): string => `“${bounded(text)}”`;
