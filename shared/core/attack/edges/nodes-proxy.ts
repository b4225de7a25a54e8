import { nodeProxyVerbs } from '#kube/rbac/exec-verbs';
import type { RightsEdge, Target } from '../edge.ts';
import { open } from '../reached.ts';
import { nodeId, serviceAccountId, type World } from '../world.ts';
import { tokenOf } from '../workloads/tokens.ts';
import { bridgingWorkloads } from './pods/bridging.ts';
import { namesInRules } from './rule-names.ts';

const asked = { verbs: nodeProxyVerbs, group: '', resources: ['nodes/proxy'] };

function* targets(world: World): Iterable<Target> {
  for (const { id, pods } of world.workloads) if (pods > 0) yield { id, name: '', ...open };
  const bridging = bridgingWorkloads(world);
  for (const name of namesInRules(world, asked))
    for (const workload of world.workloadsOn(name)) {
      const { id, namespace, serviceAccount } = workload;
      if (!bridging.has(id)) {
        yield { id, name, ...open };
        continue;
      }
      // Its pods on other nodes stay out of reach: the node itself, and what the pod there holds.
      yield { id: nodeId(name), name, ...open };
      if (tokenOf(world, workload)?.blockedBy.length === 0)
        yield { id: serviceAccountId(namespace, serviceAccount), name, ...open };
    }
}

export const nodesProxy: RightsEdge = {
  kind: 'rights',
  id: 'NODES_PROXY',
  row: 'R26',
  title: 'Runs commands by the kubelet of a node',
  severity: 'critical',
  cost: 1,
  gives: 'Code in every pod on the node, those of the control plane included.',
  abuse:
    'The kubelet’s own API runs commands in its pods. The API server carries requests to it for whoever may get or create nodes/proxy, and the kubelet takes a WebSocket handshake, which is a GET, for more than reading. Admission and the audit log of the API server do not see what is run.',
  detect:
    'Audit events with objectRef.resource nodes and objectRef.subresource proxy, whose requestURI goes on with run, exec, attach or portForward; calls to the kubelet’s port itself are not logged.',
  remove:
    'Remove nodes/proxy; monitoring needs nodes/metrics, nodes/stats, nodes/log, nodes/healthz, nodes/pods or nodes/configz only.',
  mitigations: ['Kubelet fine-grained authorization (general in Kubernetes 1.36) makes nodes/proxy needless for monitoring.'],
  references: [
    'https://kubernetes.io/docs/concepts/security/rbac-good-practices/#access-to-proxy-subresource-of-nodes',
    'https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/',
    'https://github.com/kubernetes/enhancements/issues/2862',
  ],
  to: 'workload',
  scope: 'cluster',
  reads: ['pods'],
  rights: [[{ ...asked, where: 'cluster', name: 'target' }]],
  targets,
};
