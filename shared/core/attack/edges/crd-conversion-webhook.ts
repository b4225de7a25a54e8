import { open } from '../reached.ts';
import { impactId } from '../impact.ts';
import type { RightsEdge } from '../edge.ts';

const resource = 'customresourcedefinitions.apiextensions.k8s.io';

export const crdConversionWebhook: RightsEdge = {
  kind: 'rights',
  to: 'impact',
  scope: 'cluster',
  id: 'CRD_CONVERSION_WEBHOOK',
  row: 'R32',
  title: 'Sees and changes all objects of a custom kind',
  severity: 'high',
  cost: 3,
  gives:
    'Every object of the kind at each conversion, and its contents as one likes: the controller of the kind does what they say.',
  abuse:
    'A CustomResourceDefinition may name a server that converts its objects between versions. The writer of the definition chooses it.',
  detect: 'Audit events of update and patch on customresourcedefinitions that change spec.conversion.',
  remove: 'Take update and patch on customresourcedefinitions away; operators may have them by resourceNames.',
  mitigations: ['metadata of objects cannot be changed by a conversion, save labels and annotations.'],
  references: ['https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/'],
  reads: [resource],
  rights: [
    [
      {
        verbs: ['update', 'patch'],
        group: 'apiextensions.k8s.io',
        resources: ['customresourcedefinitions'],
        where: 'cluster',
        name: 'target',
      },
    ],
  ],
  *targets(world) {
    for (const { metadata } of world.list(resource)) yield { id: impactId('custom-resource-data'), name: metadata.name, ...open };
  },
};
