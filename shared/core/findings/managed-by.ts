import type { Fact } from '#contract/fact';
import type { KubeObject } from '#contract/kube';

type Detect = (labels: Readonly<Record<string, string>>, annotations: Readonly<Record<string, string>>) => string | undefined;

/** In the order of how much each signal proves (remediation-evidence.md 1.4); `app.kubernetes.io/instance` proves nothing. */
const signals: readonly Detect[] = [
  (_, annotations) => {
    const id = annotations['argocd.argoproj.io/tracking-id'];
    return id === undefined ? undefined : `Argo CD application ${id.split(':')[0] ?? id}`;
  },
  labels => {
    const name = labels['kustomize.toolkit.fluxcd.io/name'];
    return name === undefined ? undefined : `Flux Kustomization ${labels['kustomize.toolkit.fluxcd.io/namespace'] ?? ''}/${name}`;
  },
  labels => {
    const name = labels['helm.toolkit.fluxcd.io/name'];
    return name === undefined ? undefined : `Flux HelmRelease ${labels['helm.toolkit.fluxcd.io/namespace'] ?? ''}/${name}`;
  },
  (labels, annotations) => {
    const release = annotations['meta.helm.sh/release-name'];
    if (release === undefined || labels['app.kubernetes.io/managed-by'] !== 'Helm') return undefined;
    return `Helm release ${annotations['meta.helm.sh/release-namespace'] ?? ''}/${release}`;
  },
];

/** Who manages an object: a deployment tool that marked it, else the last field managers. Most telling first. */
export const managedBy = (object: KubeObject, facts: readonly Fact[]): string[] => {
  const labels = object.metadata.labels ?? {};
  const annotations = object.metadata.annotations ?? {};
  const tools = signals.map(signal => signal(labels, annotations)).filter(tool => tool !== undefined);
  const writers = facts.filter(fact => fact.kind === 'managers').map(fact => fact.class);
  return [...new Set([...tools, ...writers])].slice(0, 20);
};
