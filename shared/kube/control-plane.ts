import type { ContainerAt, PodTemplate } from '#contract/rule';
import { programOf } from './command-flags.ts';
import { containersOf } from './containers.ts';
import { isMirrorPod } from './owners.ts';
import { textAt } from './json-fields.ts';

const programs: readonly string[] = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd'];

/** The container that runs a control-plane program of this name, in a static pod of kube-system. */
export const controlPlaneContainer = (pod: PodTemplate, program: string): ContainerAt | undefined =>
  pod.namespace === 'kube-system' && isMirrorPod(pod.object)
    ? containersOf(pod).find(container => programOf(container) === program)
    : undefined;

const isControlPlane = (pod: PodTemplate): boolean => programs.some(program => controlPlaneContainer(pod, program) !== undefined);

const isKubeProxy = (pod: PodTemplate): boolean =>
  pod.namespace === 'kube-system' &&
  textAt(pod.metadata, 'labels', 'k8s-app') === 'kube-proxy' &&
  containersOf(pod).every(container => programOf(container) === 'kube-proxy');

/** What makes the cluster a cluster: it reaches its host because it must, and a finding about that says nothing. */
export const isClusterComponent = (pod: PodTemplate): boolean => isControlPlane(pod) || isKubeProxy(pod);

/** Namespaces that Kubernetes itself makes and fills. */
export const isSystemNamespace = (name: string): boolean =>
  name === 'kube-system' || name === 'kube-public' || name === 'kube-node-lease';
