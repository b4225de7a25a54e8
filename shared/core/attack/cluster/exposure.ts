import type { KubeObject } from '#contract/kube';
import { field, listAt, objectAt, textAt, textMapAt } from '#kube/json-fields';
import type { Workload, World } from '../world.ts';
import type { Reached } from '../edge.ts';
import { blocked, open, uncertain } from '../reached.ts';

/** Workloads whose pods a Service sends to. One without a selector sends to none that it names. */
export const workloadsBehind = (world: World, service: KubeObject): readonly Workload[] => {
  const selector = textMapAt(service, 'spec', 'selector');
  if (selector.size === 0 || textAt(service, 'spec', 'type') === 'ExternalName') return [];
  return world
    .workloadsIn(service.metadata.namespace ?? '')
    .filter(({ podLabels }) => [...selector].every(([key, value]) => podLabels[key] === value));
};

const annotationOf = (object: KubeObject, key: string): string | undefined => textAt(object, 'metadata', 'annotations', key);

const internalMarks: readonly (readonly [key: string, value: RegExp])[] = [
  ['service.beta.kubernetes.io/aws-load-balancer-internal', /^(?:true|0\.0\.0\.0\/0)$/],
  ['service.beta.kubernetes.io/aws-load-balancer-scheme', /^internal$/],
  ['networking.gke.io/load-balancer-type', /^internal$/i],
  ['cloud.google.com/load-balancer-type', /^internal$/i],
  ['service.beta.kubernetes.io/azure-load-balancer-internal', /^true$/],
  ['service.beta.kubernetes.io/openstack-internal-load-balancer', /^true$/],
  ['alb.ingress.kubernetes.io/scheme', /^internal$/],
  ['kubernetes.io/ingress.class', /^gce-internal$/],
];

/** A load balancer that its cloud gives an address of the private network. */
export const isInternal = (object: KubeObject): boolean =>
  internalMarks.some(([key, value]) => value.test(annotationOf(object, key) ?? ''));

const everywhere = /^(?:0\.0\.0\.0\/0|::\/0)$/;

/** Addresses to which a load balancer is limited; empty where it is not. */
const ranges = (service: KubeObject): readonly string[] => {
  const field_ = listAt(service, 'spec', 'loadBalancerSourceRanges').filter(range => typeof range === 'string');
  const given =
    field_.length > 0
      ? field_
      : (annotationOf(service, 'service.beta.kubernetes.io/load-balancer-source-ranges') ?? '').split(',');
  const named = given.map(range => range.trim()).filter(range => range !== '');
  return named.some(range => everywhere.test(range)) ? [] : named;
};

export const limitedRanges = (world: World, service: KubeObject): Reached => {
  const named = ranges(service);
  if (named.length === 0) return open;
  const what = `The load balancer takes only ${named.slice(0, 3).join(', ')}${named.length > 3 ? ' and others' : ''}.`;
  return blocked({ mitigation: 'source-ranges', what, object: world.keyOf(service) });
};

const addressesOf = (node: KubeObject): readonly unknown[] | undefined => {
  const found = field(objectAt(node, 'status'), 'addresses');
  return Array.isArray(found) ? found : undefined;
};

/** Ports of nodes are on the internet only where nodes have addresses there; a capture for findings alone keeps none. */
export const nodesReachable = (world: World): Reached => {
  const nodes = world.list('nodes');
  if (nodes.length === 0) return uncertain(world.missing('nodes'));
  const known = nodes.map(addressesOf);
  if (known.some(addresses => addresses === undefined)) return open;
  if (known.some(addresses => addresses?.some(address => textAt(address, 'type') === 'ExternalIP'))) return open;
  return blocked({ mitigation: 'private-nodes', what: 'No node has an external address.', object: null });
};
