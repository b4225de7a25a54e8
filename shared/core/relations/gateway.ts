import type { KubeObject, ResourceName, ResourceType } from '#contract/kube';
import type { Related, RelationGroup } from '#contract/objects';
import { listAt, textAt } from '#kube/json-fields';
import { groupOf, named, present } from './related.ts';
import type { RelationReader, Scope } from './relation-reader.ts';

const group = 'gateway.networking.k8s.io';

export const gatewayRoutes: readonly ResourceName[] = ['httproutes', 'grpcroutes', 'tlsroutes', 'tcproutes', 'udproutes'].map(
  resource => `${resource}.${group}`,
);

const gateways: ResourceName = `gateways.${group}`;

const gatewayType: Pick<ResourceType, 'group' | 'resource' | 'kind' | 'namespaced'> = {
  group,
  resource: 'gateways',
  kind: 'Gateway',
  namespaced: true,
};

/** A reference of Gateway API: kind, group and namespace have defaults. */
interface GatewayRef {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
}

const refOf = (value: unknown, from: KubeObject, defaults: { readonly group: string; readonly kind: string }): GatewayRef[] => {
  const name = textAt(value, 'name');
  if (name === undefined) return [];
  return [
    {
      name,
      group: textAt(value, 'group') ?? defaults.group,
      kind: textAt(value, 'kind') ?? defaults.kind,
      namespace: textAt(value, 'namespace') ?? from.metadata.namespace,
    },
  ];
};

const backendsOf = (route: KubeObject): readonly GatewayRef[] =>
  listAt(route, 'spec', 'rules').flatMap(rule =>
    listAt(rule, 'backendRefs').flatMap(ref => refOf(ref, route, { group: '', kind: 'Service' })),
  );

const parentsOf = (route: KubeObject): readonly GatewayRef[] =>
  listAt(route, 'spec', 'parentRefs').flatMap(ref => refOf(ref, route, { group, kind: 'Gateway' }));

const isService = (ref: GatewayRef): boolean => ref.group === '' && ref.kind === 'Service';

const isGateway = (ref: GatewayRef): boolean => ref.group === group && ref.kind === 'Gateway';

const names = (ref: GatewayRef, object: KubeObject): boolean =>
  ref.name === object.metadata.name && ref.namespace === object.metadata.namespace;

/** Routes may stand in another namespace than what they lead to. */
const routesWhere = (reader: RelationReader, holds: (route: KubeObject) => boolean): readonly Related[] =>
  gatewayRoutes
    .flatMap(resource => reader.list(resource))
    .filter(holds)
    .map(route =>
      present(
        reader,
        route,
        listAt(route, 'spec', 'hostnames')
          .filter(host => typeof host === 'string')
          .join(', '),
      ),
    );

export const routeScopes: readonly Scope[] = gatewayRoutes.map(resource => ({ resource }));

export const routesToService = (service: KubeObject, reader: RelationReader): readonly Related[] =>
  routesWhere(reader, route => backendsOf(route).some(ref => isService(ref) && names(ref, service)));

export const routesOfGateway = (gateway: KubeObject, reader: RelationReader): RelationGroup =>
  groupOf(
    reader,
    'routesTo',
    routesWhere(reader, route => parentsOf(route).some(ref => isGateway(ref) && names(ref, gateway))),
    routeScopes,
  );

export const backendsOfRoute = (route: KubeObject, reader: RelationReader): RelationGroup =>
  groupOf(
    reader,
    'routesTo',
    backendsOf(route).map(ref => {
      const type = reader.typeOf(ref.group === '' ? 'v1' : `${ref.group}/v1`, ref.kind);
      return named(reader, { type, namespace: ref.namespace, name: ref.name });
    }),
  );

export const gatewaysOfRoute = (route: KubeObject, reader: RelationReader): RelationGroup =>
  groupOf(
    reader,
    'routedFrom',
    parentsOf(route)
      .filter(isGateway)
      .map(ref => named(reader, { type: gatewayType, namespace: ref.namespace, name: ref.name })),
  );

const certificateRefs = (gateway: KubeObject): readonly GatewayRef[] =>
  listAt(gateway, 'spec', 'listeners').flatMap(listener =>
    listAt(listener, 'tls', 'certificateRefs').flatMap(ref => refOf(ref, gateway, { group: '', kind: 'Secret' })),
  );

/** Gateways whose listeners show the certificate in this Secret. */
export const gatewayCertificates = (reader: RelationReader, secret: KubeObject): readonly Related[] =>
  reader
    .list(gateways)
    .filter(gateway => certificateRefs(gateway).some(ref => ref.group === '' && ref.kind === 'Secret' && names(ref, secret)))
    .map(gateway => present(reader, gateway, 'certificate'));

export const certificatesOfGateway = (gateway: KubeObject, reader: RelationReader): RelationGroup =>
  groupOf(
    reader,
    'mounts',
    certificateRefs(gateway).map(ref => {
      const type = reader.typeOf(ref.group === '' ? 'v1' : `${ref.group}/v1`, ref.kind);
      return named(reader, { type, namespace: ref.namespace, name: ref.name, how: 'certificate' });
    }),
  );
