import { deputyEdge } from '#core/attack/cluster/operator-edge';
import type { RightsEdge } from '#core/attack/edge';
import { actsAsTenant } from './flux-lockdown.ts';

export const fluxKustomization: RightsEdge = deputyEdge(
  {
    id: 'FLUX_KUSTOMIZATION',
    title: 'Has Flux apply manifests',
    severity: 'critical',
    cost: 2,
    gives: 'Everything that the account of kustomize-controller may do, which is cluster-admin as Flux is installed.',
    abuse:
      'A Kustomization says what is applied, and may patch what its source holds. Without spec.serviceAccountName the controller applies it as itself.',
    detect:
      'Kustomizations outside of the namespaces of whoever runs Flux; audit events of the controller’s account on roles and bindings.',
    remove:
      'Start the controllers with --default-service-account and --no-cross-namespace-refs, as Flux’s multi-tenancy lockdown has it.',
    mitigations: ['--default-service-account makes the controller act as an account of the tenant’s namespace.'],
    references: ['https://fluxcd.io/flux/installation/configuration/multitenancy/'],
  },
  {
    program: { name: 'kustomize-controller', images: ['kustomize-controller'] },
    scope: 'namespace',
    group: 'kustomize.toolkit.fluxcd.io',
    resources: ['kustomizations'],
    lockedDown: actsAsTenant,
  },
);
