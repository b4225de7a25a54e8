import { because, seen } from '../reached.ts';
import type { RightsEdge } from '../edge.ts';
import { allNodesId } from '../world.ts';
import { createsWorkload } from './workload-resources.ts';
import { field, listAt, textsAt } from '#kube/json-fields';
import type { KubeObject } from '#contract/kube';

const group = 'security.openshift.io';
const resource = `securitycontextconstraints.${group}`;

/** What a constraint lets a pod have that takes over its node. */
const opening = (scc: KubeObject): string | undefined => {
  if (field(scc, 'allowPrivilegedContainer') === true) return '/allowPrivilegedContainer';
  const volumes = textsAt(scc, 'volumes');
  if (
    field(scc, 'allowHostDirVolumePlugin') === true &&
    (volumes.length === 0 || volumes.includes('*') || volumes.includes('hostPath'))
  )
    return '/allowHostDirVolumePlugin';
  const capabilities = listAt(scc, 'allowedCapabilities');
  return capabilities.some(one => one === '*' || one === 'SYS_ADMIN' || one === 'SYS_MODULE')
    ? '/allowedCapabilities'
    : undefined;
};

export const sccUse: RightsEdge = {
  kind: 'rights',
  to: 'nodes',
  scope: 'namespace',
  id: 'SCC_USE',
  row: 'R47',
  title: 'May run pods under a security context constraint that opens nodes',
  severity: 'high',
  cost: 1,
  gives: 'Root on any node.',
  abuse:
    'OpenShift admits a pod by a constraint that its creator or its account may use. One that allows privileged containers or hostPath volumes opens the node.',
  detect: 'Pods whose annotation openshift.io/scc names such a constraint.',
  remove: 'Take use on the constraint away.',
  mitigations: ['Pod Security judges the pod as well where OpenShift’s label synchronisation does not raise the level.'],
  references: ['https://docs.openshift.com/container-platform/latest/authentication/managing-security-context-constraints.html'],
  reads: [resource],
  rights: [
    [{ verbs: ['use'], group, resources: ['securitycontextconstraints'], where: 'target', name: 'target' }],
    createsWorkload,
  ],
  *targets(world) {
    for (const scc of world.list(resource)) {
      const path = opening(scc);
      if (path === undefined) continue;
      const { name } = scc.metadata;
      yield { id: allNodesId, name, ...because(seen(world, scc, path, `Constraint ${name} opens nodes.`)) };
    }
  },
};
