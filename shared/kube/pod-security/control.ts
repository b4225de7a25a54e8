import type { PodTemplate, Pointer } from '#contract/rule';
import { textAt } from '../json-fields.ts';

export type PodSecurityLevel = 'baseline' | 'restricted';

/** One place that a control forbids. `clause` continues "Container “x” of …" or "Pod …": "runs in privileged mode". */
export interface Hit {
  readonly path: Pointer;
  readonly container?: string;
  readonly clause: string;
}

/**
 * One control of the Pod Security Standards, as k8s.io/pod-security-admission judges it.
 * `since` and the `minor` given are minor versions of Kubernetes 1: 37 is v1.37.
 */
export interface Control {
  /** The check's id upstream, e.g. `capabilities_restricted`. */
  readonly id: string;
  readonly level: PodSecurityLevel;
  readonly since: number;
  /** Baseline controls that this one replaces at level restricted. */
  readonly overrides: readonly string[];
  /** What it forbids, in one sentence. */
  readonly what: string;
  readonly judge: (pod: PodTemplate, minor: number) => readonly Hit[];
}

/** From here on restricted controls that mean nothing on Windows are not asked of Windows pods. */
export const windowsExempt = (pod: PodTemplate, minor: number): boolean =>
  minor >= 25 && textAt(pod.spec, 'os', 'name') === 'windows';

/** From here on a pod in its own user namespace may be root inside it. */
export const userNamespaceExempt = (pod: PodTemplate, minor: number): boolean => minor >= 35 && pod.spec['hostUsers'] === false;
