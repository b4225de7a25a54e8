import type { KubeObject, ResourceName } from '#contract/kube';
import type { RelationGroup } from '#contract/objects';
import { listAt, objectAt, textAt } from '#kube/json-fields';
import { builtinType, groupOf, named, present } from './related.ts';
import type { RelationReader } from './relation-reader.ts';

interface Call {
  readonly namespace: string;
  readonly name: string;
  readonly how: string;
}

const callOf = (service: unknown, how: string): readonly Call[] => {
  const [namespace, name] = [textAt(service, 'namespace'), textAt(service, 'name')];
  return namespace === undefined || name === undefined ? [] : [{ namespace, name, how }];
};

const ofWebhooks = (configuration: KubeObject): readonly Call[] =>
  listAt(configuration, 'webhooks').flatMap(webhook =>
    callOf(objectAt(webhook, 'clientConfig', 'service'), `webhook ${textAt(webhook, 'name') ?? ''}`),
  );

/** Services that the API server itself calls, by the objects that say so. */
const callers: Readonly<Record<ResourceName, (object: KubeObject) => readonly Call[]>> = {
  'mutatingwebhookconfigurations.admissionregistration.k8s.io': ofWebhooks,
  'validatingwebhookconfigurations.admissionregistration.k8s.io': ofWebhooks,
  'apiservices.apiregistration.k8s.io': object => callOf(objectAt(object, 'spec', 'service'), 'serves this API group'),
  'customresourcedefinitions.apiextensions.k8s.io': object =>
    callOf(objectAt(object, 'spec', 'conversion', 'webhook', 'clientConfig', 'service'), 'converts versions'),
};

export const callerResources: readonly ResourceName[] = Object.keys(callers);

export const calls = (object: KubeObject, resource: ResourceName, reader: RelationReader): RelationGroup =>
  groupOf(
    reader,
    'calls',
    (callers[resource]?.(object) ?? []).map(call => named(reader, { type: builtinType('services'), ...call })),
  );

export const calledBy = (service: KubeObject, reader: RelationReader): RelationGroup => {
  const { name, namespace } = service.metadata;
  const items = callerResources.flatMap(resource =>
    reader
      .list(resource)
      .flatMap(object =>
        (callers[resource]?.(object) ?? [])
          .filter(call => call.name === name && call.namespace === namespace)
          .map(({ how }) => present(reader, object, how)),
      ),
  );
  return groupOf(
    reader,
    'calledBy',
    items,
    callerResources.map(resource => ({ resource })),
  );
};
