import type { Blocked } from '#contract/attack';
import type { ContainerAt } from '#contract/rule';
import { userNamespace } from '../mitigations/user-namespace.ts';
import type { Workload } from '../world.ts';
import { containerName, runsAsRoot } from './containers-of.ts';

const none: readonly Blocked[] = [];

export const byUserNamespace = (workload: Workload): readonly Blocked[] => {
  const stop = userNamespace(workload);
  return stop === null ? none : [stop];
};

/** Capabilities and files of root are out of reach for another user, unless the image itself helps. */
export const byUser = (workload: Workload, container: ContainerAt): readonly Blocked[] =>
  runsAsRoot(workload, container) === 'no'
    ? [
        {
          mitigation: 'non-root',
          what: `The ${containerName(container)} of ${workload.name} does not run as root.`,
          object: workload.key,
        },
      ]
    : none;
