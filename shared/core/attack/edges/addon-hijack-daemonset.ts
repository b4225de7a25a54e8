import { addonTargets, addonWords } from './addon-hijack.ts';
import type { RightsEdge } from '../edge.ts';

export const addonHijackDaemonset: RightsEdge = {
  ...addonWords,
  kind: 'rights',
  id: 'ADDON_HIJACK_DAEMONSET',
  title: 'Rewrites an add-on that runs on every node',
  severity: 'critical',
  reads: ['daemonsets.apps'],
  rights: [
    [
      {
        verbs: ['update', 'patch'],
        group: 'apps',
        resources: ['daemonsets'],
        where: { namespace: 'kube-system' },
        name: 'target',
      },
    ],
  ],
  targets: world => addonTargets(world, 'DaemonSet'),
};
