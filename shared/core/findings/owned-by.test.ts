import { expect, it } from 'vitest';
import type { KubeObject } from '#contract/kube';
import { ownedBy } from './owned-by.ts';

const object = (labels: Record<string, string>, annotations: Record<string, string> = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'x', namespace: 'shop', labels, annotations },
});

it.each<[string, KubeObject, KubeObject | undefined, string | null]>([
  ['a label', object({ team: 'payments' }), undefined, 'payments'],
  ['a prefix does not matter', object({ 'example.org/owner': 'anna' }), undefined, 'anna'],
  ['owner says more than team', object({ team: 'payments', owner: 'anna' }), undefined, 'anna'],
  ['a label before an annotation', object({ team: 'payments' }, { team: 'a sentence' }), undefined, 'payments'],
  ['an annotation', object({}, { contact: 'ops@example.org' }), undefined, 'ops@example.org'],
  ['its own before the namespace’s', object({ team: 'payments' }), object({ owner: 'platform' }), 'payments'],
  ['the namespace’s', object({}), object({ owner: 'platform' }), 'platform'],
  ['an empty one is none', object({ owner: ' ' }), undefined, null],
  ['a label that only contains the word', object({ 'owner-ref': 'x', cowner: 'y' }), undefined, null],
  ['nobody', object({ app: 'x' }), object({}), null],
])('%s', (_, given, namespace, expected) => expect(ownedBy(given, namespace)).toBe(expected));
