import type { AttackEvidence } from '#contract/attack';
import type { Fact } from '#contract/fact';
import type { KubeObject } from '#contract/kube';
import { field, listAt } from '#kube/json-fields';
import { keptByList } from '../kept-by-list.ts';
import { containersIn } from '../workloads/containers-of.ts';
import type { Workload, World } from '../world.ts';

/** A credential that a workload writes to its logs, by what a fact says. */
export interface Logged {
  readonly namespace: string;
  readonly fact: Fact;
  readonly evidence: AttackEvidence;
  /** Whether it stands in the log of the pod of this name. */
  isLogOf(world: World, pod: string): boolean;
}

/** The end of a container’s log, which Kubernetes keeps in the pod’s status or in an event when it ends. */
const isEndOfLog = (path: string): boolean =>
  /^\/status\/(?:init|ephemeral)?[cC]ontainerStatuses\/\d+\/(?:last)?[sS]tate\/terminated\/message$/.test(path);

/** A shell that shows each command with its values, or a program that prints its environment. */
const printsEnvironment = /(?:^|[;&|\s])(?:printenv|env)\s*(?:$|[;&|])|(?:^|[;&|\s])set\s+-\w*x|^-\w*x\w*c?$/;

const words = (value: Readonly<Record<string, unknown>>): readonly string[] =>
  ['command', 'args'].flatMap(list => {
    const found = value[list];
    return Array.isArray(found) ? found.filter((word): word is string => typeof word === 'string') : [];
  });

const evidenceOf = ({ object, path }: Fact, what: string): AttackEvidence => ({ object, path, what });

const statusLists = ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses'];

/** Whether the status keeps the end of any log. */
const hasEndOfLog = (pod: KubeObject): boolean =>
  statusLists.some(list =>
    listAt(pod, 'status', list).some(
      status =>
        field(status, 'lastState', 'terminated', 'message') !== undefined ||
        field(status, 'state', 'terminated', 'message') !== undefined,
    ),
  );

const inStatus = (world: World, pod: KubeObject): readonly Logged[] => {
  if (!hasEndOfLog(pod)) return [];
  return world.facts(pod, 'credential').flatMap(fact => {
    const what = `The end of the log of pod ${pod.metadata.name} holds a credential (${fact.class}).`;
    if (!isEndOfLog(fact.path)) return [];
    const { name, namespace = '' } = pod.metadata;
    return [{ namespace, fact, evidence: evidenceOf(fact, what), isLogOf: (_: World, asked: string) => asked === name }];
  });
};

const byShell = (world: World, workload: Workload): readonly Logged[] =>
  containersIn(workload).flatMap(container => {
    if (!words(container.value).some(word => printsEnvironment.test(word))) return [];
    return world.facts(workload.object, 'credential').flatMap(fact => {
      if (!fact.path.startsWith(`${container.path}/env/`)) return [];
      const what = `Container ${container.name} prints its environment, which holds a credential (${fact.class}).`;
      const { id, namespace } = workload;
      const isLogOf = (asked: World, pod: string): boolean => asked.workloadOfPod(namespace, pod)?.id === id;
      return [{ namespace, fact, evidence: evidenceOf(fact, what), isLogOf }];
    });
  });

/** Credentials in the logs of workloads, by namespace. */
const byNamespace: (world: World) => ReadonlyMap<string, readonly Logged[]> = keptByList(
  world => world.workloads,
  world => {
    const found = new Map<string, Logged[]>();
    const put = (one: Logged): void => void found.set(one.namespace, [...(found.get(one.namespace) ?? []), one]);
    for (const pod of world.list('pods')) inStatus(world, pod).forEach(put);
    for (const workload of world.workloads) byShell(world, workload).forEach(put);
    return found;
  },
);

export const loggedCredentials = (world: World, namespace: string): readonly Logged[] => byNamespace(world).get(namespace) ?? [];
