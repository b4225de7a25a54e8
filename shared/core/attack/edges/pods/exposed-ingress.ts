import type { FoundEdge } from '#core/attack/edge';
import { isInternal } from '#core/attack/cluster/exposure';
import { behind, exposedEdge } from '#core/attack/cluster/exposed-edge';
import { open, seen } from '#core/attack/reached';
import { field, listAt, textAt } from '#kube/json-fields';
import { at } from '#kube/pointer';

interface Backend {
  readonly service: string;
  readonly path: string;
}

const named = (backend: unknown, path: string): readonly Backend[] => {
  const service = textAt(backend, 'service', 'name') ?? textAt(backend, 'serviceName');
  return service === undefined ? [] : [{ service, path }];
};

const backendsOf = (ingress: unknown): readonly Backend[] => [
  ...named(field(ingress, 'spec', 'defaultBackend'), '/spec/defaultBackend'),
  ...listAt(ingress, 'spec', 'rules').flatMap((rule, index) =>
    listAt(rule, 'http', 'paths').flatMap((path, place) =>
      named(field(path, 'backend'), at('/spec/rules', index, 'http', 'paths', place, 'backend')),
    ),
  ),
];

export const exposedIngress: FoundEdge = exposedEdge(
  {
    id: 'EXPOSED_INGRESS',
    title: 'An Ingress leads from the internet to a pod',
    detect: 'Logs of the Ingress controller and of the program.',
    remove: 'Take the path out of the Ingress, or ask for a login in front of it.',
    mitigations: [
      'An Ingress controller with internal addresses only.',
      'NetworkPolicies that let nobody in, where the network plugin enforces them.',
      'Logins and firewalls of the controller, which are not judged here.',
    ],
    references: [
      'https://kubernetes.io/docs/concepts/services-networking/ingress/',
      'https://attack.mitre.org/techniques/T1190/',
    ],
    reads: ['ingresses.networking.k8s.io', 'services'],
  },
  'anyone',
  function* (world) {
    for (const ingress of world.list('ingresses.networking.k8s.io')) {
      if (isInternal(ingress)) continue;
      for (const { service: name, path } of backendsOf(ingress)) {
        const service = world.get('services', ingress.metadata.namespace, name);
        if (service === undefined) continue;
        yield* behind(
          world,
          service,
          [seen(world, ingress, path, `Ingress ${ingress.metadata.name} leads to Service ${name}.`)],
          open,
        );
      }
    }
  },
);
