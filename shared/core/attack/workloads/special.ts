import type { ContainerAt } from '#contract/rule';
import { field, listAt, numberAt } from '#kube/json-fields';
import { keptByList } from '../kept-by-list.ts';
import type { Workload, World } from '../world.ts';
import { containersIn, isWindows } from './containers-of.ts';

const containerFields = ['privileged', 'procMount', 'seccompProfile', 'appArmorProfile', 'seLinuxOptions', 'windowsOptions'];
const podFlags = ['hostNetwork', 'hostPID', 'hostIPC', 'shareProcessNamespace'];
const podFields = ['seccompProfile', 'appArmorProfile', 'seLinuxOptions', 'windowsOptions'];

const isSpecialContainer = ({ value }: ContainerAt): boolean => {
  const context = field(value, 'securityContext');
  return (
    (context !== undefined &&
      (containerFields.some(name => field(context, name) !== undefined) || listAt(context, 'capabilities', 'add').length > 0)) ||
    listAt(value, 'ports').some(port => (numberAt(port, 'hostPort') ?? 0) !== 0)
  );
};

const isSpecial = (workload: Workload): boolean => {
  const { podSpec } = workload;
  const context = field(podSpec, 'securityContext');
  return (
    podFlags.some(name => podSpec[name] === true) ||
    (context !== undefined && podFields.some(name => field(context, name) !== undefined)) ||
    isWindows(workload) ||
    workload.object.kind === 'StatefulSet' ||
    listAt(podSpec, 'volumes').some(
      volume => field(volume, 'hostPath') !== undefined || field(volume, 'persistentVolumeClaim') !== undefined,
    ) ||
    containersIn(workload).some(isSpecialContainer)
  );
};

/**
 * Workloads with any field by which a container may touch its node. Most have none: edges that need one look at these alone.
 */
export const specialWorkloads: (world: World) => readonly Workload[] = keptByList(
  world => world.workloads,
  world => world.workloads.filter(isSpecial),
);
