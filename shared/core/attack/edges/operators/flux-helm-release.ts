import { deputyEdge } from '#core/attack/cluster/operator-edge';
import type { RightsEdge } from '#core/attack/edge';
import { actsAsTenant } from './flux-lockdown.ts';

export const fluxHelmRelease: RightsEdge = deputyEdge(
  {
    id: 'FLUX_HELM_RELEASE',
    title: 'Has Flux install charts',
    severity: 'critical',
    cost: 2,
    gives: 'Everything that the account of helm-controller may do, which is cluster-admin as Flux is installed.',
    abuse:
      'A HelmRelease names a chart and its values, and may patch what comes out. Without spec.serviceAccountName the controller installs it as itself.',
    detect:
      'HelmReleases outside of the namespaces of whoever runs Flux; audit events of the controller’s account on roles and bindings.',
    remove:
      'Start the controllers with --default-service-account and --no-cross-namespace-refs, as Flux’s multi-tenancy lockdown has it.',
    mitigations: ['--default-service-account makes the controller act as an account of the tenant’s namespace.'],
    references: ['https://fluxcd.io/flux/installation/configuration/multitenancy/'],
  },
  {
    program: { name: 'helm-controller', images: ['helm-controller'] },
    scope: 'namespace',
    group: 'helm.toolkit.fluxcd.io',
    resources: ['helmreleases'],
    lockedDown: actsAsTenant,
  },
);
