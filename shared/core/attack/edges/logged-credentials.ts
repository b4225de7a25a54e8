import type { AttackEvidence } from '#contract/attack';
import type { Fact } from '#contract/fact';
import { textAt } from '#kube/json-fields';
import { containersIn } from '../workloads/containers-of.ts';
import type { Workload, World } from '../world.ts';

/** A credential that a workload writes to its logs, by what a fact says. */
export interface Logged {
  readonly workload: Workload;
  readonly fact: Fact;
  readonly evidence: AttackEvidence;
}

/** The end of a container’s log, which Kubernetes keeps in the pod’s status or in an event when it ends. */
const isEndOfLog = (path: string): boolean => /^\/status\/(?:init|ephemeral)?[cC]ontainerStatuses\/\d+\/(?:last)?[sS]tate\/terminated\/message$/.test(path);

/** A shell that shows each command with its values, or a program that prints its environment. */
const printsEnvironment = /(?:^|[;&|\s])(?:printenv|env)\s*(?:$|[;&|])|(?:^|[;&|\s])set\s+-\w*x|^-\w*x\w*c?$/;

const words = (value: Readonly<Record<string, unknown>>): readonly string[] =>
  ['command', 'args'].flatMap(list => {
    const found = value[list];
    return Array.isArray(found) ? found.filter((word): word is string => typeof word === 'string') : [];
  });

const evidenceOf = ({ object, path }: Fact, what: string): AttackEvidence => ({ object, path, what });

const inStatus = (world: World, workload: Workload, podName: string): readonly Logged[] => {
  const pod = world.get('pods', workload.namespace, podName);
  if (pod === undefined) return [];
  return world.facts(pod, 'credential').flatMap(fact =>
    isEndOfLog(fact.path)
      ? [{ workload, fact, evidence: evidenceOf(fact, `The end of the log of pod ${podName} holds a credential (${fact.class}).`) }]
      : [],
  );
};

const byShell = (world: World, workload: Workload): readonly Logged[] => {
  const facts = world.facts(workload.object, 'credential');
  if (facts.length === 0) return [];
  return containersIn(workload).flatMap(container => {
    if (!words(container.value).some(word => printsEnvironment.test(word))) return [];
    return facts
      .filter(({ path }) => path.startsWith(`${container.path}/env/`))
      .map(fact => ({
        workload,
        fact,
        evidence: evidenceOf(fact, `Container ${container.name} prints its environment, which holds a credential (${fact.class}).`),
      }));
  });
};

/** Credentials in the logs of the workloads of a namespace. */
export const loggedCredentials = (world: World, namespace: string): readonly Logged[] => [
  ...world.list('pods', namespace).flatMap(pod => {
    if (textAt(pod, 'metadata', 'name') === undefined) return [];
    const workload = world.workloadOfPod(namespace, pod.metadata.name);
    return workload === undefined ? [] : inStatus(world, workload, pod.metadata.name);
  }),
  ...world.workloadsIn(namespace).flatMap(workload => byShell(world, workload)),
];
