import type { KubeObject } from '#contract/kube';
import type { RelationGroup } from '#contract/objects';
import { field, listAt, textAt } from '#kube/json-fields';
import { routeScopes, routesToService } from './gateway.ts';
import { builtinType, groupOf, named, present } from './related.ts';
import type { RelationReader } from './relation-reader.ts';

const ingresses = 'ingresses.networking.k8s.io';

interface Backend {
  readonly service: string;
  /** `shop.example.org/cart`, `default` */
  readonly how: string;
}

/** `networking.k8s.io/v1`, and the form of v1beta1 that files still have. */
const serviceOf = (backend: unknown): string | undefined => textAt(backend, 'service', 'name') ?? textAt(backend, 'serviceName');

const backendsOf = (ingress: KubeObject): readonly Backend[] => {
  const ofRules = listAt(ingress, 'spec', 'rules').flatMap(rule =>
    listAt(rule, 'http', 'paths').flatMap((path): Backend[] => {
      const service = serviceOf(field(path, 'backend'));
      return service === undefined
        ? []
        : [{ service, how: `${textAt(rule, 'host') ?? 'any host'}${textAt(path, 'path') ?? ''}` }];
    }),
  );
  const fallback = serviceOf(field(ingress, 'spec', 'defaultBackend') ?? field(ingress, 'spec', 'backend'));
  return fallback === undefined ? ofRules : [...ofRules, { service: fallback, how: 'default' }];
};

export const servicesOfIngress = (ingress: KubeObject, reader: RelationReader): RelationGroup =>
  groupOf(
    reader,
    'routesTo',
    backendsOf(ingress).map(({ service, how }) =>
      named(reader, { type: builtinType('services'), namespace: ingress.metadata.namespace, name: service, how }),
    ),
  );

/** Ingresses of its namespace and routes of all that lead to a Service. */
export const routedFrom = (service: KubeObject, reader: RelationReader): RelationGroup => {
  const { name, namespace } = service.metadata;
  const byIngress = reader.list(ingresses, namespace).flatMap(ingress =>
    backendsOf(ingress)
      .filter(backend => backend.service === name)
      .map(({ how }) => present(reader, ingress, how)),
  );
  return groupOf(
    reader,
    'routedFrom',
    [...byIngress, ...routesToService(service, reader)],
    [{ resource: ingresses, namespace }, ...routeScopes],
  );
};
