import type { KubeObject } from '#test/cluster/object';
import { managedFieldsOf } from './managedFields.ts';
import type { Random } from './random.ts';

export interface Writers {
  readonly manager?: string;
  readonly statusManager?: string;
}

const start = Date.parse('2026-01-01T00:00:00Z');

/** The object as an API server would answer it: with uid, versions, creation time and managedFields. */
export function served(object: KubeObject, random: Random, writers: Writers = {}): KubeObject {
  const time = `${new Date(start + random.below(20_000_000) * 1000).toISOString().slice(0, 19)}Z`;
  const metadata = {
    ...object.metadata,
    uid: object.metadata.uid ?? random.uid(),
    resourceVersion: String(100_000 + random.below(900_000)),
    creationTimestamp: time,
  };
  const writer = { manager: writers.manager ?? 'helm', operation: 'Update', time } as const;
  const statusWriter = {
    manager: writers.statusManager ?? 'kube-controller-manager',
    operation: 'Update',
    time,
    subresource: 'status',
  } as const;
  return { ...object, metadata: { ...metadata, managedFields: managedFieldsOf(object, writer, statusWriter) } };
}
