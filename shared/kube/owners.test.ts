import { expect, test } from 'vitest';
import type { KubeObject } from '#contract/kube';
import { mirrorAnnotation, ownerChain } from './owners.ts';

interface Seed {
  readonly kind: string;
  readonly owner?: string;
  readonly controller?: boolean;
  readonly mirror?: boolean;
}

const object = (name: string, seed: Seed): KubeObject => ({
  apiVersion: 'v1',
  kind: seed.kind,
  metadata: {
    name,
    ...(seed.mirror === true ? { annotations: { [mirrorAnnotation]: 'x' } } : {}),
    ...(seed.owner === undefined
      ? {}
      : {
          ownerReferences: [
            {
              apiVersion: 'v1',
              kind: seed.owner === 'node' ? 'Node' : 'X',
              name: seed.owner,
              uid: 'u',
              controller: seed.controller ?? true,
            },
          ],
        }),
  },
});

const check = (seeds: Readonly<Record<string, Seed>>, start: string, expected: string): void => {
  const objects = new Map(Object.entries(seeds).map(([name, seed]) => [name, object(name, seed)]));
  const { chain, incomplete } = ownerChain(
    objects.get(start) as KubeObject,
    reference => objects.get(reference.name) ?? (reference.name === 'gone' ? 'absent' : 'unread'),
  );
  expect(`${chain.map(({ metadata }) => metadata.name).join(' > ')}${incomplete ? ' ?' : ''}`).toBe(expected);
};

test.each<[string, Readonly<Record<string, Seed>>, string]>([
  [
    'up to the root',
    { pod: { kind: 'Pod', owner: 'set' }, set: { kind: 'ReplicaSet', owner: 'deploy' }, deploy: { kind: 'Deployment' } },
    'pod > set > deploy',
  ],
  ['not by owners that do not control', { pod: { kind: 'Pod', owner: 'set', controller: false }, set: { kind: 'X' } }, 'pod'],
  ['not past a mirror pod', { pod: { kind: 'Pod', owner: 'node', mirror: true }, node: { kind: 'Node' } }, 'pod'],
  ['not to a Node', { pod: { kind: 'Pod', owner: 'node' }, node: { kind: 'Node' } }, 'pod'],
  [
    'to what may not be read, told',
    { pod: { kind: 'Pod', owner: 'set' }, set: { kind: 'ReplicaSet', owner: 'hidden' } },
    'pod > set ?',
  ],
  ['to what is gone', { pod: { kind: 'Pod', owner: 'gone' } }, 'pod'],
  ['out of a cycle', { pod: { kind: 'Pod', owner: 'a' }, a: { kind: 'A', owner: 'b' }, b: { kind: 'B', owner: 'a' } }, 'pod'],
])('%s', (_name, seeds, expected) => check(seeds, 'pod', expected));
