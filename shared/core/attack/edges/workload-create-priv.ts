import type { FoundEdge } from '../edge.ts';
import { allNodesId, namespaceId } from '../world.ts';
import { hostAccess } from './host-access.ts';
import { podSecurityReferences, workloadReferences } from './workload-words.ts';

export const workloadCreatePriv: FoundEdge = {
  kind: 'found',
  id: 'WORKLOAD_CREATE_PRIV',
  row: 'R21',
  title: 'Runs a pod with access to its node',
  severity: 'critical',
  cost: 1,
  gives: 'Root on a node of choice, and by it every pod that runs there.',
  abuse:
    'Where the namespace admits privileged pods, hostPath volumes or the process namespace of the host, whoever may create workloads there takes over nodes. The pod chooses its node itself, control-plane nodes included.',
  detect:
    'Audit events with verb create and objectRef.resource pods, whose requestObject.spec has hostPath volumes, hostPID or securityContext.privileged; the annotation pod-security.kubernetes.io/enforce-policy tells the level that let it in.',
  remove: 'Label the namespace with pod-security.kubernetes.io/enforce: baseline or restricted.',
  mitigations: ['The Pod Security level that the namespace enforces.', 'A ValidatingAdmissionPolicy or a policy engine on pods.'],
  references: [...podSecurityReferences, ...workloadReferences],
  reads: ['namespaces'],
  from: 'namespace',
  to: 'nodes',
  *find(world) {
    for (const namespace of world.namespaces)
      yield { from: namespaceId(namespace), to: allNodesId, ...hostAccess(world, namespace) };
  },
};
