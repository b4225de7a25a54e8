import type { Blocked } from '#contract/attack';
import type { Workload } from '../world.ts';

/**
 * `hostUsers: false`: root in the pod is nobody on the node, and its capabilities count inside the pod only. Null where the pod
 * is among the host's users.
 */
export const userNamespace = ({ podSpec, key }: Pick<Workload, 'podSpec' | 'key'>): Blocked | null =>
  podSpec['hostUsers'] === false
    ? {
        mitigation: 'user-namespace',
        what: 'The pod has users of its own (hostUsers: false): its root and its capabilities are none on the node.',
        object: key,
      }
    : null;
