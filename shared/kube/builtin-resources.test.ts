import { expect, test } from 'vitest';
import { resourceName } from '#contract/kube';
import { builtinResource, builtinResources, typeOfKind } from './builtin-resources.ts';

const found = (apiVersion: string, kind: string): readonly [string, boolean] => {
  const type = typeOfKind(apiVersion, kind);
  return [resourceName(type.group, type.resource), type.namespaced];
};

test.each([
  ['v1', 'Pod', 'pods', true],
  ['v1', 'Node', 'nodes', false],
  ['v1', 'Endpoints', 'endpoints', true],
  ['apps/v1', 'Deployment', 'deployments.apps', true],
  ['extensions/v1beta1', 'Deployment', 'deployments.apps', true],
  ['extensions/v1beta1', 'Ingress', 'ingresses.networking.k8s.io', true],
  ['networking.k8s.io/v1', 'NetworkPolicy', 'networkpolicies.networking.k8s.io', true],
  ['rbac.authorization.k8s.io/v1', 'ClusterRole', 'clusterroles.rbac.authorization.k8s.io', false],
  ['policy/v1beta1', 'PodSecurityPolicy', 'podsecuritypolicies.policy', false],
  ['gateway.networking.k8s.io/v1', 'Gateway', 'gateways.gateway.networking.k8s.io', true],
  ['gateway.networking.k8s.io/v1', 'GatewayClass', 'gatewayclasses.gateway.networking.k8s.io', false],
  ['argoproj.io/v1alpha1', 'Application', 'applications.argoproj.io', true],
  ['kyverno.io/v1', 'ClusterPolicy', 'clusterpolicies.kyverno.io', false],
  ['constraints.gatekeeper.sh/v1beta1', 'K8sRequiredLabels', 'k8srequiredlabels.constraints.gatekeeper.sh', false],
  ['example.com/v1', 'ClusterThing', 'clusterthings.example.com', false],
  ['example.com/v1', 'constructor', 'constructors.example.com', true],
])('%s %s is %s', (apiVersion, kind, name, namespaced) => {
  expect(found(apiVersion, kind)).toEqual([name, namespaced]);
});

test('keeps the version that the file names', () =>
  expect(typeOfKind('autoscaling/v1', 'HorizontalPodAutoscaler').version).toBe('v1'));

test('names each resource once', () => {
  const names = builtinResources.map(type => resourceName(type.group, type.resource));
  expect(new Set(names).size).toBe(names.length);
  expect(builtinResource('pods')?.kind).toBe('Pod');
});
