import type { KubeObject } from '#contract/kube';
import type { PodTemplate } from '#contract/rule';
import { textAt } from '#kube/json-fields';
import { meetsLevel, newestMinor } from '#kube/pod-security/standards';
import { at } from '#kube/pointer';
import type { Reached } from '../edge.ts';
import { because, blocked, seen, uncertain } from '../reached.ts';
import type { World } from '../world.ts';

const enforceLabel = 'pod-security.kubernetes.io/enforce';
const versionLabel = 'pod-security.kubernetes.io/enforce-version';

/** What Pod Security enforces in a namespace, and how it is known. */
export interface EnforcedLevel {
  readonly level: 'privileged' | 'baseline' | 'restricted';
  /** Of the version whose standards count. */
  readonly minor: number;
  /** label: as the namespace says. default: it says nothing, and the server's default is no object of the cluster. */
  readonly from: 'label' | 'default' | 'unread';
  readonly object: KubeObject | undefined;
}

const levelOf = (text: string): EnforcedLevel['level'] =>
  // The admission plugin takes what it cannot parse as the strictest.
  text === 'privileged' || text === 'baseline' ? text : 'restricted';

const minorOf = (text: string | undefined): number => {
  const match = /^v1\.(\d{1,3})$/.exec(text ?? 'latest');
  return match?.[1] === undefined ? newestMinor : Math.min(newestMinor, Number(match[1]));
};

export const enforcedLevel = (world: World, namespace: string): EnforcedLevel => {
  const object = world.get('namespaces', undefined, namespace);
  const text = textAt(object, 'metadata', 'labels', enforceLabel);
  const minor = minorOf(textAt(object, 'metadata', 'labels', versionLabel));
  if (text !== undefined) return { level: levelOf(text), minor, from: 'label', object };
  const unread = object === undefined && world.missing('namespaces').length > 0;
  return { level: 'privileged', minor, from: unread ? 'unread' : 'default', object };
};

/** Whether the namespace lets such a pod in: blocked where its level refuses it, uncertain where its labels were not read. */
export const podSecurity = (world: World, namespace: string, pod: PodTemplate): Reached => {
  const { level, minor, from, object } = enforcedLevel(world, namespace);
  if (from === 'unread') return uncertain(world.missing('namespaces'));
  if (level !== 'privileged' && !meetsLevel(pod, { level, minor })) {
    const what = `${namespace} enforces Pod Security ${level}, which refuses such a pod.`;
    return blocked({ mitigation: 'pod-security', what, object: object === undefined ? null : world.keyOf(object) });
  }
  if (object === undefined) return because();
  if (from === 'default') {
    const what = `${namespace} has no Pod Security label: what the API server enforces by default is not visible, and is privileged unless it was set.`;
    return because(seen(world, object, at('/metadata', 'labels'), what));
  }
  const what = `${namespace} enforces Pod Security ${level}, which admits such a pod.`;
  return because(seen(world, object, at('/metadata', 'labels', enforceLabel), what));
};

/** Whether the namespace refuses what it would let in under another label. */
export const podSecurityRefuses = (world: World, namespace: string, pod: PodTemplate): boolean => {
  const { level, minor } = enforcedLevel(world, namespace);
  return level !== 'privileged' && !meetsLevel(pod, { level, minor });
};

const template = (spec: Readonly<Record<string, unknown>>): PodTemplate => {
  const metadata = { name: 'any' };
  return {
    kind: 'pod-template',
    object: { apiVersion: 'v1', kind: 'Pod', metadata, spec },
    path: '',
    metadata,
    spec,
    namespace: '',
  };
};

const hardened = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

/**
 * Pods that take over their node, each by one thing alone, and otherwise as strict as can be: where any of them gets in, nodes
 * are to be had.
 */
export const hostPods: readonly PodTemplate[] = [
  template({ containers: [{ name: 'any', image: 'any', securityContext: { privileged: true } }] }),
  template({
    containers: [{ name: 'any', image: 'any', securityContext: hardened }],
    volumes: [{ name: 'host', hostPath: { path: '/' } }],
  }),
  template({
    hostPID: true,
    containers: [{ name: 'any', image: 'any', securityContext: { capabilities: { add: ['SYS_PTRACE', 'SYS_ADMIN'] } } }],
  }),
];
