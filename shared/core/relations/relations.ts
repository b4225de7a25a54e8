import type { KubeObject, ResourceName } from '#contract/kube';
import type { ObjectRelations, RelationGroup } from '#contract/objects';
import type { PodTemplate } from '#contract/rule';
import { builtinResource } from '#kube/builtin-resources';
import { podTemplateOf } from '#kube/pod-templates';
import { bindingsOfAccount, bindingsOfRole, grantedTo, grants } from './bindings.ts';
import { backendsOfRoute, certificatesOfGateway, gatewayRoutes, gatewaysOfRoute, routesOfGateway } from './gateway.ts';
import { routedFrom, servicesOfIngress } from './ingress.ts';
import { accountUsers, certificatesOf, mountedBy, secretsMounted, secretsOfAccount } from './mounted-by.ts';
import { ownedBy, ownersOf } from './owners.ts';
import type { RelationReader } from './relation-reader.ts';
import { scaledBy, scales } from './scaling.ts';
import { podsSelected } from './selectors.ts';
import { calledBy, callerResources, calls } from './service-calls.ts';
import { claimOfVolume, volumeOfClaim } from './volume-claims.ts';
import { mountsOf, podsOf, podsOnNode, runsAs, runsOn, selectedBy } from './workloads.ts';

type Relate = (object: KubeObject, reader: RelationReader) => RelationGroup;

const owns =
  (resource: ResourceName): Relate =>
  (object, reader) =>
    ownedBy(object, resource, reader);

const ofTemplate =
  (relate: (pod: PodTemplate, reader: RelationReader) => RelationGroup): Relate =>
  (object, reader) => {
    const pod = podTemplateOf(object);
    return pod === undefined ? { relation: 'mounts', items: [], total: 0, unread: { count: 0, parts: [] } } : relate(pod, reader);
  };

const template: readonly Relate[] = [ofTemplate(runsAs), ofTemplate(mountsOf), ofTemplate(selectedBy)];

const workload = (resource: ResourceName): readonly Relate[] => [podsOf, owns(resource), ...template];

const scalable = (resource: ResourceName): readonly Relate[] => [...workload(resource), scaledBy];

const selecting =
  (resource: ResourceName): Relate =>
  (object, reader) =>
    podsSelected(object, resource, reader);

const certificatesOfIngress: Relate = (ingress, reader) =>
  secretsMounted(
    ingress,
    certificatesOf(ingress).map(name => ({ name, how: 'certificate' })),
    reader,
  );

/** What is told of the objects of a resource, in the order in which it is shown. */
const byResource: Readonly<Record<ResourceName, readonly Relate[]>> = {
  pods: [runsOn, ...template],
  'deployments.apps': scalable('deployments.apps'),
  'replicasets.apps': scalable('replicasets.apps'),
  'statefulsets.apps': scalable('statefulsets.apps'),
  replicationcontrollers: scalable('replicationcontrollers'),
  'daemonsets.apps': workload('daemonsets.apps'),
  'jobs.batch': workload('jobs.batch'),
  'cronjobs.batch': workload('cronjobs.batch'),
  podtemplates: template,
  configmaps: [(object, reader) => mountedBy(object, 'configmaps', reader)],
  secrets: [(object, reader) => mountedBy(object, 'secrets', reader)],
  persistentvolumeclaims: [volumeOfClaim, (object, reader) => mountedBy(object, 'persistentvolumeclaims', reader)],
  persistentvolumes: [claimOfVolume],
  serviceaccounts: [
    bindingsOfAccount,
    accountUsers,
    (account, reader) => secretsMounted(account, secretsOfAccount(account), reader),
  ],
  services: [selecting('services'), routedFrom, calledBy, owns('services')],
  'networkpolicies.networking.k8s.io': [selecting('networkpolicies.networking.k8s.io')],
  'poddisruptionbudgets.policy': [selecting('poddisruptionbudgets.policy')],
  'ingresses.networking.k8s.io': [servicesOfIngress, certificatesOfIngress],
  'gateways.gateway.networking.k8s.io': [routesOfGateway, certificatesOfGateway],
  'rolebindings.rbac.authorization.k8s.io': [grants, grantedTo],
  'clusterrolebindings.rbac.authorization.k8s.io': [grants, grantedTo],
  'roles.rbac.authorization.k8s.io': [bindingsOfRole],
  'clusterroles.rbac.authorization.k8s.io': [bindingsOfRole],
  'horizontalpodautoscalers.autoscaling': [scales],
  nodes: [podsOnNode],
  ...Object.fromEntries(
    callerResources.map((resource): [ResourceName, readonly Relate[]] => [
      resource,
      [(object, reader) => calls(object, resource, reader)],
    ]),
  ),
  ...Object.fromEntries(
    gatewayRoutes.map((resource): [ResourceName, readonly Relate[]] => [resource, [gatewaysOfRoute, backendsOfRoute]]),
  ),
};

/** Owner chain and relations of one object. What an operator's resource owns is looked for everywhere. */
export const relationsOf = (object: KubeObject, resource: ResourceName, reader: RelationReader): ObjectRelations => {
  const relates = Object.hasOwn(byResource, resource) ? byResource[resource] : undefined;
  const told = relates ?? (builtinResource(resource) === undefined ? [owns(resource)] : []);
  return { owners: [...ownersOf(object, reader)], groups: told.map(relate => relate(object, reader)) };
};
