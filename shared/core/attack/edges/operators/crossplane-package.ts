import { deputyEdge } from '#core/attack/cluster/operator-edge';
import type { RightsEdge } from '#core/attack/edge';

export const crossplanePackage: RightsEdge = deputyEdge(
  {
    id: 'CROSSPLANE_PACKAGE',
    title: 'Has Crossplane install a provider',
    severity: 'critical',
    cost: 2,
    gives: 'Code in Crossplane’s namespace, with the rights that Crossplane’s RBAC manager gives to packages.',
    abuse: 'A Provider or Function names an image that Crossplane runs; its rights are made for it.',
    detect: 'Packages from registries other than the usual.',
    remove: 'Take writes to providers, functions and configurations away.',
    mitigations: ['An ImageConfig that demands signatures.'],
    references: ['https://docs.crossplane.io/latest/packages/providers/'],
  },
  {
    program: { name: 'Crossplane', images: ['crossplane'], otherwise: ['rbac'] },
    scope: 'cluster',
    group: 'pkg.crossplane.io',
    resources: ['providers', 'functions', 'configurations'],
  },
);
