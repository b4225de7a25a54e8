import type { Right, RightsEdge } from '../edge.ts';
import { harmByName } from './named-targets.ts';

interface Way {
  readonly id: string;
  readonly title: string;
  readonly resource: string;
  readonly verbs: readonly string[];
  readonly until?: number;
  readonly abuse: string;
}

const references = [
  'https://kubernetes.io/docs/concepts/security/rbac-good-practices/',
  'https://kubernetes.io/docs/tasks/access-application-cluster/port-forward-access-application-cluster/',
];

const ways: readonly Way[] = [
  {
    id: 'POD_PORT_FORWARD',
    title: 'Forwards ports of pods',
    resource: 'pods/portforward',
    verbs: ['create'],
    abuse:
      'The subresource portforward opens connections to any port of a pod, as if from inside of it: ports that listen on loopback alone, too.',
  },
  {
    id: 'POD_PORT_FORWARD_WEBSOCKET',
    title: 'Forwards ports of pods, by a right to read',
    resource: 'pods/portforward',
    verbs: ['get'],
    until: 34,
    abuse:
      'Before Kubernetes 1.35 a WebSocket handshake, which is a GET, was authorized as get: a role that seems to read only lets its holder reach any port of a pod.',
  },
  {
    id: 'POD_PROXY',
    title: 'Sends requests to pods through the API server',
    resource: 'pods/proxy',
    verbs: ['get', 'create', 'update', 'patch', 'delete'],
    abuse: 'The API server carries HTTP requests to any port of a pod. Network policies see them come from the control plane.',
  },
  {
    id: 'SERVICE_PROXY',
    title: 'Sends requests to services through the API server',
    resource: 'services/proxy',
    verbs: ['get', 'create', 'update', 'patch', 'delete'],
    abuse:
      'The API server carries HTTP requests to the ports of a service. Network policies see them come from the control plane.',
  },
];

const right = ({ verbs, resource }: Way): Right => ({ verbs, group: '', resources: [resource], where: 'target', name: 'target' });

const edgeOf = (way: Way): RightsEdge => ({
  kind: 'rights',
  id: way.id,
  row: 'R25',
  title: way.title,
  severity: 'medium',
  cost: 1,
  gives: 'Whatever listens inside of pods and asks for no credentials: databases, dashboards, metrics, debugging ports.',
  abuse: way.abuse,
  detect: `Audit events with objectRef.resource ${way.resource.replace('/', ' and objectRef.subresource ')}, by verb ${way.verbs.join(', ')}.`,
  remove: `Remove ${way.verbs.join(', ')} on ${way.resource}.`,
  mitigations: ['Services that ask for credentials, whoever connects.'],
  references,
  ...(way.until === undefined ? {} : { until: way.until }),
  to: 'impact',
  scope: 'namespace',
  rights: [[right(way)]],
  targets: (world, namespace) => {
    const [kind = ''] = way.resource.split('/');
    const asked = { verbs: way.verbs, group: '', resources: [way.resource] };
    return harmByName(world, 'impact:in-cluster-services', asked, name => world.get(kind, namespace, name) !== undefined);
  },
});

export const proxyEdges: readonly RightsEdge[] = ways.map(edgeOf);
