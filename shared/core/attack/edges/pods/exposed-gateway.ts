import type { FoundEdge } from '#core/attack/edge';
import { behind, exposedEdge } from '#core/attack/cluster/exposed-edge';
import { open, seen } from '#core/attack/reached';
import type { World } from '#core/attack/world';
import type { KubeObject } from '#contract/kube';
import { listAt, textAt } from '#kube/json-fields';
import { at } from '#kube/pointer';

const group = 'gateway.networking.k8s.io';
const routes = ['httproutes', 'grpcroutes', 'tlsroutes', 'tcproutes', 'udproutes'].map(resource => `${resource}.${group}`);

/** Classes of clouds whose gateways have addresses of the private network. */
const internalClass = /^gke-l7-rilb(?:-mc)?$|-internal$/;

/** The Gateway that a route is attached to; a route without one leads nowhere. */
const gatewayOf = (world: World, route: KubeObject): KubeObject | undefined =>
  listAt(route, 'spec', 'parentRefs')
    .filter(ref => (textAt(ref, 'kind') ?? 'Gateway') === 'Gateway' && (textAt(ref, 'group') ?? group) === group)
    .map(ref => world.get(`gateways.${group}`, textAt(ref, 'namespace') ?? route.metadata.namespace, textAt(ref, 'name') ?? ''))
    .find(gateway => gateway !== undefined && !internalClass.test(textAt(gateway, 'spec', 'gatewayClassName') ?? ''));

export const exposedGateway: FoundEdge = exposedEdge(
  {
    id: 'EXPOSED_GATEWAY',
    title: 'A Gateway leads from the internet to a pod',
    detect: 'Logs of the gateway and of the program.',
    remove: 'Take the backend out of the route, or ask for a login in front of it.',
    mitigations: [
      'A Gateway with internal addresses only.',
      'NetworkPolicies that let nobody in, where the network plugin enforces them.',
      'A backend in another namespace needs a ReferenceGrant there; whether it has one is not judged here.',
    ],
    references: ['https://gateway-api.sigs.k8s.io/', 'https://attack.mitre.org/techniques/T1190/'],
    reads: [`gateways.${group}`, ...routes, 'services'],
  },
  'anyone',
  function* (world) {
    for (const resource of routes)
      for (const route of world.list(resource)) {
        const gateway = gatewayOf(world, route);
        if (gateway === undefined) continue;
        const through = seen(world, gateway, '/spec/gatewayClassName', `Gateway ${gateway.metadata.name} takes it.`);
        for (const [index, rule] of listAt(route, 'spec', 'rules').entries())
          for (const [place, ref] of listAt(rule, 'backendRefs').entries()) {
            if ((textAt(ref, 'kind') ?? 'Service') !== 'Service' || (textAt(ref, 'group') ?? '') !== '') continue;
            const name = textAt(ref, 'name') ?? '';
            const service = world.get('services', textAt(ref, 'namespace') ?? route.metadata.namespace, name);
            if (service === undefined) continue;
            const path = at('/spec/rules', index, 'backendRefs', place);
            const what = `${route.kind} ${route.metadata.name} leads to Service ${name}.`;
            yield* behind(world, service, [seen(world, route, path, what), through], open);
          }
      }
  },
);
