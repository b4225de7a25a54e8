import type { ContainerAt, PodTemplate } from '#contract/rule';
import { containersOf } from '#kube/containers';
import { field, listAt, objectAt, textAt } from '#kube/json-fields';
import { isMirrorPod } from '#kube/owners';
import { podTemplateOf } from '#kube/pod-templates';
import type { Workload } from '../world.ts';

const none: readonly ContainerAt[] = [];

export const templateOf = (workload: Workload): PodTemplate | undefined => podTemplateOf(workload.object);

/** Init, sidecar, ordinary and ephemeral containers, each with its pointer in the object that holds the template. */
export const containersIn = (workload: Workload): readonly ContainerAt[] => {
  const template = templateOf(workload);
  return template === undefined ? none : containersOf(template);
};

/** Linux fields say nothing of a Windows pod. */
export const isWindows = ({ podSpec }: Workload): boolean =>
  textAt(podSpec, 'os', 'name') === 'windows' || textAt(podSpec, 'nodeSelector', 'kubernetes.io/os') === 'windows';

/** The mirror of a static pod: it cannot name a service account, and it is there before whoever could attack. */
export const isStatic = (workload: Workload): boolean => isMirrorPod(workload.object);

export const isPrivileged = ({ value }: ContainerAt): boolean => field(value, 'securityContext', 'privileged') === true;

/** Host namespaces and user namespace of the pod. */
export const hasHostNetwork = ({ podSpec }: Workload): boolean => podSpec['hostNetwork'] === true;
export const hasHostPid = ({ podSpec }: Workload): boolean => podSpec['hostPID'] === true;
export const hasHostIpc = ({ podSpec }: Workload): boolean => podSpec['hostIPC'] === true;

/** `container api`, `init container setup`. */
export const containerName = ({ type, name }: ContainerAt): string =>
  type === 'container' ? `container ${name}` : `${type} container ${name}`;

const capabilityOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value.toUpperCase().replace(/^CAP_/, '') : undefined;

const capabilityList = (container: ContainerAt, list: 'add' | 'drop'): readonly (string | undefined)[] => {
  const found = listAt(container.value, 'securityContext', 'capabilities', list);
  return found.map(capabilityOf);
};

/** Index in `capabilities.add` of this one, or of ALL; -1 where it is not added. */
export const addedAt = (container: ContainerAt, capability: string): number =>
  capabilityList(container, 'add').findIndex(name => name === capability || name === 'ALL');

/** Docker and containerd give NET_RAW to every container that does not drop it. */
export const dropsCapability = (container: ContainerAt, capability: string): boolean =>
  capabilityList(container, 'drop').some(name => name === capability || name === 'ALL');

export type RunsAsRoot = 'yes' | 'image' | 'no';

/** Whether the user is root: said so, left to the image, or another one. The container's word goes before the pod's. */
export const runsAsRoot = ({ podSpec }: Workload, { value }: ContainerAt): RunsAsRoot => {
  const user = field(value, 'securityContext', 'runAsUser') ?? field(podSpec, 'securityContext', 'runAsUser');
  if (typeof user === 'number') return user === 0 ? 'yes' : 'no';
  const nonRoot = field(value, 'securityContext', 'runAsNonRoot') ?? field(podSpec, 'securityContext', 'runAsNonRoot');
  return nonRoot === true ? 'no' : 'image';
};

/**
 * Groups that may be a socket's: root's, which the runtime gives where a user and no group is named, and those that
 * distributions make for services (below 1000), whose number the node alone knows.
 */
const isSocketGroup = (group: unknown): boolean => typeof group === 'number' && group < 1000;

export const mayHaveSocketGroup = ({ podSpec }: Workload, { value }: ContainerAt): boolean => {
  const group = field(value, 'securityContext', 'runAsGroup') ?? field(podSpec, 'securityContext', 'runAsGroup') ?? 0;
  const context = objectAt(podSpec, 'securityContext');
  return [group, context['fsGroup'], ...listAt(context, 'supplementalGroups')].some(isSocketGroup);
};
