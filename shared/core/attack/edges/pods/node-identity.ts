import type { FoundEdge } from '#core/attack/edge';
import { nodeNames } from '#core/attack/cluster/nodes';
import { because, seen } from '#core/attack/reached';
import { nodeId } from '#core/attack/world';

export const nodeIdentity: FoundEdge = {
  kind: 'found',
  from: 'node',
  to: 'user',
  id: 'NODE_IDENTITY',
  row: 'P21',
  title: 'Root on a node is the node to the API server',
  severity: 'medium',
  cost: 0,
  gives: 'The rights of system:node:NAME in group system:nodes.',
  abuse: 'The kubelet’s client certificate lies on the node’s disk.',
  detect: 'Requests of a system:node user by another program than the kubelet.',
  remove: 'Nothing at this place: a kubelet needs it.',
  mitigations: [
    'The Node authorizer holds it to what pods on its own node need.',
    'The admission plugin NodeRestriction lets it change only its own node and the pods on it.',
  ],
  references: ['https://kubernetes.io/docs/reference/access-authn-authz/node/'],
  reads: ['nodes'],
  *find(world) {
    for (const name of nodeNames(world)) {
      const node = world.get('nodes', undefined, name);
      yield {
        from: nodeId(name),
        to: `user:system:node:${name}`,
        ...(node === undefined ? because() : because(seen(world, node, '', `Node ${name} has a kubelet.`))),
      };
    }
  },
};
