import { deputyEdge } from '#core/attack/cluster/operator-edge';
import type { RightsEdge } from '#core/attack/edge';

export const crossplaneObject: RightsEdge = deputyEdge(
  {
    id: 'CROSSPLANE_OBJECT',
    title: 'Has Crossplane write any object',
    severity: 'critical',
    cost: 1,
    gives: 'Everything that the account of provider-kubernetes may do.',
    abuse: 'An Object of kubernetes.crossplane.io holds the manifest that the provider applies.',
    detect: 'Objects that hold roles, bindings or Secrets.',
    remove: 'Take writes to objects.kubernetes.crossplane.io away, and give the provider an account with few rights.',
    mitigations: ['A ProviderConfig with credentials of its own acts as those.'],
    references: ['https://github.com/crossplane-contrib/provider-kubernetes'],
  },
  {
    program: { name: 'provider-kubernetes', images: ['provider-kubernetes'] },
    scope: 'cluster',
    group: 'kubernetes.crossplane.io',
    resources: ['objects'],
  },
);
