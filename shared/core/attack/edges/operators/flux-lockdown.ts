import type { Blocked } from '#contract/attack';
import type { Workload } from '#core/attack/world';
import { containersIn } from '#core/attack/workloads/containers-of';
import { flagsOf } from '#kube/command-flags';

/** With this flag the controller acts as an account of the object’s own namespace. */
export const actsAsTenant = (workload: Workload): readonly Blocked[] =>
  containersIn(workload).some(container => flagsOf(container).has('default-service-account'))
    ? [
        {
          mitigation: 'tenancy-lockdown',
          what: `${workload.name} acts as an account of the tenant’s namespace (--default-service-account).`,
          object: workload.key,
        },
      ]
    : [];
