import type { KubeObject } from '#test/cluster/object';
import type { Managed } from './managed.ts';

interface Kind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural?: string;
  readonly scope?: 'Cluster';
}

/** The custom kinds of the software that runs here, at the versions that it serves. */
const kinds: readonly Kind[] = [
  { group: 'argoproj.io', version: 'v1alpha1', kind: 'Application' },
  { group: 'argoproj.io', version: 'v1alpha1', kind: 'AppProject' },
  { group: 'kustomize.toolkit.fluxcd.io', version: 'v1', kind: 'Kustomization' },
  { group: 'helm.toolkit.fluxcd.io', version: 'v2', kind: 'HelmRelease' },
  { group: 'source.toolkit.fluxcd.io', version: 'v1', kind: 'GitRepository', plural: 'gitrepositories' },
  { group: 'source.toolkit.fluxcd.io', version: 'v1', kind: 'HelmRepository', plural: 'helmrepositories' },
  { group: 'cert-manager.io', version: 'v1', kind: 'Certificate' },
  { group: 'cert-manager.io', version: 'v1', kind: 'ClusterIssuer', scope: 'Cluster' },
  { group: 'monitoring.coreos.com', version: 'v1', kind: 'Prometheus', plural: 'prometheuses' },
  { group: 'monitoring.coreos.com', version: 'v1', kind: 'ServiceMonitor' },
  { group: 'monitoring.coreos.com', version: 'v1', kind: 'PrometheusRule' },
  { group: 'postgresql.cnpg.io', version: 'v1', kind: 'Cluster' },
  { group: 'external-secrets.io', version: 'v1', kind: 'ExternalSecret' },
  { group: 'external-secrets.io', version: 'v1', kind: 'ClusterSecretStore', scope: 'Cluster' },
  { group: 'gateway.networking.k8s.io', version: 'v1', kind: 'GatewayClass', plural: 'gatewayclasses', scope: 'Cluster' },
  { group: 'gateway.networking.k8s.io', version: 'v1', kind: 'Gateway' },
  { group: 'gateway.networking.k8s.io', version: 'v1', kind: 'HTTPRoute' },
  { group: 'search.example.com', version: 'v1alpha1', kind: 'SearchIndex', plural: 'searchindices' },
];

export const pluralOf = (kind: Kind): string => kind.plural ?? `${kind.kind.toLowerCase()}s`;

const definition = (kind: Kind): KubeObject => {
  const plural = pluralOf(kind);
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: `${plural}.${kind.group}`,
      labels: { 'app.kubernetes.io/part-of': 'platform-crds' },
      // The API server asks it of groups that end in k8s.io.
      ...(kind.group.endsWith('.k8s.io')
        ? { annotations: { 'api-approved.kubernetes.io': 'https://github.com/kubernetes-sigs/gateway-api/pull/1538' } }
        : {}),
    },
    spec: {
      group: kind.group,
      scope: kind.scope ?? 'Namespaced',
      names: { kind: kind.kind, plural, singular: kind.kind.toLowerCase(), listKind: `${kind.kind}List` },
      versions: [
        {
          name: kind.version,
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
        },
      ],
    },
  };
};

export const definitions = (): readonly Managed[] =>
  kinds.map(kind => ({ object: definition(kind), manager: 'kustomize-controller' }));

/** Where to POST an object of one of these kinds. */
export const customPlural = (apiVersion: string, kind: string): string | undefined => {
  const found = kinds.find(known => known.kind === kind && `${known.group}/${known.version}` === apiVersion);
  return found === undefined ? undefined : pluralOf(found);
};
