import { because, seen } from '../reached.ts';
import type { RightsEdge } from '../edge.ts';
import { allNodesId } from '../world.ts';
import { createsWorkload } from './workload-resources.ts';
import { field, listAt, textsAt } from '#kube/json-fields';
import type { KubeObject } from '#contract/kube';

const resource = 'podsecuritypolicies.policy';

const opening = (policy: KubeObject): string | undefined => {
  if (field(policy, 'spec', 'privileged') === true) return '/spec/privileged';
  const volumes = textsAt(policy, 'spec', 'volumes');
  const anywhere = listAt(policy, 'spec', 'allowedHostPaths').length === 0;
  return anywhere && (volumes.includes('*') || volumes.includes('hostPath')) ? '/spec/volumes' : undefined;
};

export const pspUse: RightsEdge = {
  kind: 'rights',
  to: 'nodes',
  scope: 'namespace',
  id: 'PSP_USE',
  row: 'R47',
  title: 'May run pods under a PodSecurityPolicy that opens nodes',
  severity: 'high',
  cost: 1,
  until: 24,
  gives: 'Root on any node.',
  abuse:
    'Up to 1.24, a pod is admitted by a PodSecurityPolicy that its creator or its account may use. One that is privileged or allows hostPath opens the node.',
  detect: 'Pods whose annotation kubernetes.io/psp names such a policy.',
  remove: 'Take use on the policy away.',
  mitigations: ['It counts only where the admission plugin PodSecurityPolicy is on.'],
  references: ['https://kubernetes.io/docs/concepts/security/pod-security-policy/'],
  reads: [resource],
  rights: [
    [
      { verbs: ['use'], group: 'policy', resources: ['podsecuritypolicies'], where: 'target', name: 'target' },
      { verbs: ['use'], group: 'extensions', resources: ['podsecuritypolicies'], where: 'target', name: 'target' },
    ],
    createsWorkload,
  ],
  *targets(world) {
    for (const policy of world.list(resource)) {
      const path = opening(policy);
      if (path === undefined) continue;
      const { name } = policy.metadata;
      yield { id: allNodesId, name, ...because(seen(world, policy, path, `Policy ${name} opens nodes.`)) };
    }
  },
};
