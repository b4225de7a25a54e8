import { gzipSync } from 'node:zlib';
import type { KubeObject } from '#test/cluster/object';

/** Who put an object into the cluster. `app` is the Argo CD Application, Flux Kustomization or Helm release. */
export type Keeper =
  | { readonly by: 'kubectl' }
  | { readonly by: 'argo'; readonly app: string }
  | { readonly by: 'flux'; readonly app: string }
  | { readonly by: 'flux-helm'; readonly app: string; readonly chart: string }
  | { readonly by: 'helm'; readonly app: string; readonly chart: string }
  | { readonly by: 'operator'; readonly name: string };

/** An object with the name under which it is sent: managedFields tell it. */
export interface Managed {
  readonly object: KubeObject;
  readonly manager: string;
  /** A Job whose Pod ends with an error. */
  readonly fails?: boolean;
}

const withMeta = (object: KubeObject, labels: Labels, annotations: Labels): KubeObject => ({
  ...object,
  metadata: {
    ...object.metadata,
    labels: { ...object.metadata.labels, ...labels },
    annotations: { ...object.metadata.annotations, ...annotations },
  },
});

type Labels = Readonly<Record<string, string>>;

const groupOf = (object: KubeObject): string => (object.apiVersion.includes('/') ? (object.apiVersion.split('/')[0] ?? '') : '');

const helmMarks = (object: KubeObject, app: string, chart: string): KubeObject =>
  withMeta(
    object,
    { 'app.kubernetes.io/managed-by': 'Helm', 'app.kubernetes.io/instance': app, 'helm.sh/chart': chart },
    {
      'meta.helm.sh/release-name': app,
      'meta.helm.sh/release-namespace': object.metadata.namespace ?? 'kube-system',
    },
  );

/** Marks an object as its keeper does. */
export const managed = (object: KubeObject, keeper: Keeper): Managed => {
  const { name, namespace = '' } = object.metadata;
  switch (keeper.by) {
    case 'kubectl':
      return {
        object: withMeta(object, {}, { 'kubectl.kubernetes.io/last-applied-configuration': `${JSON.stringify(object)}\n` }),
        manager: 'kubectl-client-side-apply',
      };
    case 'argo':
      return {
        object: withMeta(
          object,
          { 'app.kubernetes.io/part-of': keeper.app },
          { 'argocd.argoproj.io/tracking-id': `${keeper.app}:${groupOf(object)}/${object.kind}:${namespace}/${name}` },
        ),
        manager: 'argocd-controller',
      };
    case 'flux':
      return {
        object: withMeta(
          object,
          { 'kustomize.toolkit.fluxcd.io/name': keeper.app, 'kustomize.toolkit.fluxcd.io/namespace': 'flux-system' },
          {},
        ),
        manager: 'kustomize-controller',
      };
    case 'flux-helm':
      return {
        object: withMeta(
          helmMarks(object, keeper.app, keeper.chart),
          { 'helm.toolkit.fluxcd.io/name': keeper.app, 'helm.toolkit.fluxcd.io/namespace': namespace },
          {},
        ),
        manager: 'helm-controller',
      };
    case 'helm':
      return { object: helmMarks(object, keeper.app, keeper.chart), manager: 'helm' };
    case 'operator':
      return { object: withMeta(object, { 'app.kubernetes.io/managed-by': keeper.name }, {}), manager: keeper.name };
  }
};

const base64 = (data: string | Uint8Array): string => Buffer.from(data).toString('base64');

/** A release as Helm 3 stores it: JSON, gzip, base64, and base64 again as every Secret's value. */
export const helmRelease = (namespace: string, app: string, chart: string, revision: number, values: unknown): KubeObject => {
  const [, chartName = chart, version = '1.0.0'] = /^(.*)-(\d.*)$/.exec(chart) ?? [];
  const release = {
    name: app,
    namespace,
    version: revision,
    info: { status: 'deployed', description: 'Upgrade complete' },
    chart: { metadata: { name: chartName, version } },
    config: values,
  };
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: `sh.helm.release.v1.${app}.v${revision}`,
      namespace,
      labels: { name: app, owner: 'helm', status: 'deployed', version: String(revision) },
    },
    type: 'helm.sh/release.v1',
    data: { release: base64(base64(gzipSync(JSON.stringify(release)))) },
  };
};
