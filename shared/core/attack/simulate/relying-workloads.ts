import type { WholeWorld } from '../create-world.ts';
import { nodeParts } from '../graph/node-ids.ts';
import type { Workload } from '../world.ts';

const accountsPrefix = 'system:serviceaccounts:';

/** Workloads that run as a subject, or as one of a group's members. */
export const relyingWorkloads = (world: WholeWorld, subject: string): readonly Workload[] => {
  const parts = nodeParts(subject);
  if (parts?.kind === 'service-account')
    return world.workloadsIn(parts.namespace ?? '').filter(({ serviceAccount }) => serviceAccount === parts.name);
  if (parts?.kind !== 'group') return [];
  if (parts.name.startsWith(accountsPrefix)) return world.workloadsIn(parts.name.slice(accountsPrefix.length));
  return parts.name === 'system:serviceaccounts' || parts.name === 'system:authenticated' ? world.workloads : [];
};
