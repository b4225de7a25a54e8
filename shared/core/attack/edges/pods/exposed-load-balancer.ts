import type { FoundEdge } from '#core/attack/edge';
import { isInternal, limitedRanges } from '#core/attack/cluster/exposure';
import { behind, exposedEdge } from '#core/attack/cluster/exposed-edge';
import { seen } from '#core/attack/reached';
import { listAt, textAt } from '#kube/json-fields';

export const exposedLoadBalancer: FoundEdge = exposedEdge(
  {
    id: 'EXPOSED_LOAD_BALANCER',
    title: 'A load balancer leads from the internet to a pod',
    detect: 'Logs of the load balancer and of the program.',
    remove: 'Make the load balancer internal, or limit it by loadBalancerSourceRanges.',
    mitigations: [
      'NetworkPolicies that let no address from outside in, where the network plugin enforces them.',
      'Firewalls outside of the cluster, which no object tells of.',
    ],
    references: [
      'https://kubernetes.io/docs/concepts/services-networking/service/#loadbalancer',
      'https://attack.mitre.org/techniques/T1190/',
    ],
  },
  'outside',
  function* (world) {
    for (const service of world.list('services')) {
      const { name } = service.metadata;
      if (textAt(service, 'spec', 'type') === 'LoadBalancer' && !isInternal(service))
        yield* behind(
          world,
          service,
          [seen(world, service, '/spec/type', `Service ${name} has a load balancer.`)],
          limitedRanges(world, service),
        );
      else if (listAt(service, 'spec', 'externalIPs').length > 0)
        yield* behind(
          world,
          service,
          [seen(world, service, '/spec/externalIPs', `Service ${name} takes external addresses.`)],
          limitedRanges(world, service),
        );
    }
  },
);
