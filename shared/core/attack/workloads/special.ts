import type { ContainerAt } from '#contract/rule';
import { field, listAt, numberAt, textAt } from '#kube/json-fields';
import type { Workload, World } from '../world.ts';
import { containersIn, isWindows } from './containers-of.ts';

const podFlags = ['hostNetwork', 'hostPID', 'hostIPC', 'shareProcessNamespace'];

/** A profile that is turned off by name; one that is on is what most pods have. */
const isUnconfined = (context: unknown): boolean =>
  textAt(context, 'seccompProfile', 'type') === 'Unconfined' ||
  textAt(context, 'appArmorProfile', 'type') === 'Unconfined' ||
  textAt(context, 'seLinuxOptions', 'type') === 'spc_t';

const isSpecialContainer = ({ value }: ContainerAt): boolean => {
  const context = field(value, 'securityContext');
  return (
    (context !== undefined &&
      (field(context, 'privileged') === true ||
        textAt(context, 'procMount') === 'Unmasked' ||
        listAt(context, 'capabilities', 'add').length > 0 ||
        isUnconfined(context))) ||
    listAt(value, 'ports').some(port => (numberAt(port, 'hostPort') ?? 0) !== 0)
  );
};

/** `claims`: whether a claim may be bound to a folder of a node. */
const isSpecial = (workload: Workload, claims: boolean): boolean => {
  const { podSpec } = workload;
  return (
    podFlags.some(name => podSpec[name] === true) ||
    isUnconfined(field(podSpec, 'securityContext')) ||
    isWindows(workload) ||
    (claims && workload.object.kind === 'StatefulSet') ||
    listAt(podSpec, 'volumes').some(
      volume => field(volume, 'hostPath') !== undefined || (claims && field(volume, 'persistentVolumeClaim') !== undefined),
    ) ||
    containersIn(workload).some(isSpecialContainer)
  );
};

interface Known {
  readonly volumes: readonly unknown[];
  readonly special: readonly Workload[];
}

const known = new WeakMap<World['workloads'], Known>();

/**
 * Workloads with any field by which a container may touch its node. Most have none: edges that need one look at these alone.
 */
export const specialWorkloads = (world: World): readonly Workload[] => {
  const volumes = world.list('persistentvolumes');
  const before = known.get(world.workloads);
  if (before?.volumes === volumes) return before.special;
  const claims = volumes.some(
    volume => field(volume, 'spec', 'hostPath') !== undefined || field(volume, 'spec', 'local') !== undefined,
  );
  const special = world.workloads.filter(workload => isSpecial(workload, claims));
  known.set(world.workloads, { volumes, special });
  return special;
};
