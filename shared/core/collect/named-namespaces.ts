import type { CaptureOptions } from '#contract/capture';
import type { JsonObject } from '#contract/json';
import type { ResourceType } from '#contract/kube';
import { fieldOf, isRecord } from './json-fields.ts';
import type { ListContext } from './list.ts';

/** The namespaces that a capture is narrowed to; undefined where it is not. An empty list names none. */
export const namedNamespaces = ({ namespaces, excludeNamespaces }: CaptureOptions): readonly string[] | undefined =>
  namespaces === undefined || namespaces.length === 0
    ? undefined
    : [...new Set(namespaces)].filter(name => excludeNamespaces?.includes(name) !== true);

/**
 * Namespaces by name, for who may not list them: `get` is part of the usual roles of one namespace, and their labels say
 * the Pod Security level. How many were read.
 */
export const readNamedNamespaces = async (
  context: ListContext,
  type: ResourceType,
  names: readonly string[],
): Promise<number> => {
  const read = await Promise.all(
    names.map(async name => {
      const answer = await context.requester.get({
        path: `/api/v1/namespaces/${encodeURIComponent(name)}`,
        accept: 'application/json',
      });
      if (!answer.ok || !isRecord(answer.value.json) || fieldOf(answer.value.json, 'metadata', 'name') !== name) return false;
      const { object, facts, redactions } = context.pipeline.object(answer.value.json as JsonObject, type);
      context.sink.page({ type, namespace: null, objects: [object], facts, redactions });
      context.onObject(type, object);
      return true;
    }),
  );
  return read.filter(Boolean).length;
};
