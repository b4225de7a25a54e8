import type { KubeObject } from '#contract/kube';
import { groupOf as apiGroupOf } from '#contract/kube';
import type { RelationGroup } from '#contract/objects';
import { objectAt, textAt } from '#kube/json-fields';
import { groupOf, named, present } from './related.ts';
import type { RelationReader } from './relation-reader.ts';

const autoscalers = 'horizontalpodautoscalers.autoscaling';

export const scales = (autoscaler: KubeObject, reader: RelationReader): RelationGroup => {
  const target = objectAt(autoscaler, 'spec', 'scaleTargetRef');
  const [apiVersion, kind, name] = ['apiVersion', 'kind', 'name'].map(field => textAt(target, field));
  if (kind === undefined || name === undefined) return groupOf(reader, 'scales', []);
  const type = reader.typeOf(apiVersion ?? 'v1', kind);
  return groupOf(reader, 'scales', [named(reader, { type, namespace: autoscaler.metadata.namespace, name })]);
};

export const scaledBy = (object: KubeObject, reader: RelationReader): RelationGroup => {
  const { name, namespace } = object.metadata;
  const items = reader
    .list(autoscalers, namespace)
    .filter(autoscaler => {
      const target = objectAt(autoscaler, 'spec', 'scaleTargetRef');
      const group = apiGroupOf(textAt(target, 'apiVersion') ?? '');
      return textAt(target, 'kind') === object.kind && textAt(target, 'name') === name && group === apiGroupOf(object.apiVersion);
    })
    .map(autoscaler => present(reader, autoscaler));
  return groupOf(reader, 'scaledBy', items, [{ resource: autoscalers, namespace }]);
};
