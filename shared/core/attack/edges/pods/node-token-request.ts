import type { FoundEdge } from '#core/attack/edge';
import type { Blocked } from '#contract/attack';
import { because, seen, together, blocked } from '#core/attack/reached';
import { serviceAccountId, type Workload, type World } from '#core/attack/world';
import { isStatic } from '#core/attack/workloads/containers-of';
import { tokenOf } from '#core/attack/workloads/tokens';
import { at } from '#kube/pointer';

const restrictedSince = 33;

/** Since 1.33 a kubelet gets tokens only for audiences that the pod itself asks for. */
const byAudience = (world: World, workload: Workload): readonly Blocked[] => {
  if (world.minor !== null && world.minor < restrictedSince) return [];
  const token = tokenOf(world, workload);
  return token === undefined || token.blockedBy.length === 0
    ? []
    : [
        {
          mitigation: 'node-authorizer',
          what: `No pod of ${workload.name} asks for a token for the API server: the node is refused one.`,
          object: workload.key,
        },
      ];
};

export const nodeTokenRequest: FoundEdge = {
  kind: 'found',
  from: 'user',
  to: 'service-account',
  id: 'NODE_TOKEN_REQUEST',
  row: 'P21',
  title: 'A node may ask for tokens of the accounts of its pods',
  severity: 'high',
  cost: 1,
  gives: 'The service account of each pod that is on the node.',
  abuse:
    'The Node authorizer lets a kubelet request a token of an account as long as a pod of it is on its node. Before 1.33 it could ask for any audience, also for pods that mount no token.',
  detect:
    'Audit events of create on serviceaccounts/token by a system:node user for an account whose pods are elsewhere, or by another program than the kubelet.',
  remove: 'Keep workloads with strong rights on nodes of their own.',
  mitigations: [
    'The Node authorizer knows which pods are on the node, and tokens are bound to one of them.',
    'Since 1.33 only audiences that the pod asks for are given.',
  ],
  references: ['https://kubernetes.io/docs/reference/access-authn-authz/node/', 'https://attack.mitre.org/techniques/T1528/'],
  reads: ['pods'],
  *find(world) {
    for (const workload of world.workloads) {
      if (isStatic(workload) || workload.nodes.length === 0) continue;
      const path = at(workload.podSpecPath, 'serviceAccountName');
      const what = `Pods of ${workload.kind} ${workload.name} run as ${workload.serviceAccount} on the node.`;
      const reached = together(because(seen(world, workload.object, path, what)), blocked(...byAudience(world, workload)));
      for (const node of workload.nodes)
        yield { from: `user:system:node:${node}`, to: serviceAccountId(workload.namespace, workload.serviceAccount), ...reached };
    }
  },
};
