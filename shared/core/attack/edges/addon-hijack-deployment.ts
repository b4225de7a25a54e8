import { addonTargets, addonWords } from './addon-hijack.ts';
import type { RightsEdge } from '../edge.ts';

export const addonHijackDeployment: RightsEdge = {
  ...addonWords,
  kind: 'rights',
  id: 'ADDON_HIJACK_DEPLOYMENT',
  title: 'Rewrites an add-on of the cluster',
  severity: 'high',
  reads: ['deployments.apps'],
  rights: [
    [
      {
        verbs: ['update', 'patch'],
        group: 'apps',
        resources: ['deployments'],
        where: { namespace: 'kube-system' },
        name: 'target',
      },
    ],
  ],
  targets: world => addonTargets(world, 'Deployment'),
};
