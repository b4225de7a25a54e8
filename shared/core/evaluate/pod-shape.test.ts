import { expect, test } from 'vitest';
import type { JsonObject } from '#contract/json';
import type { PodTemplate } from '#contract/rule';
import { podTemplateOf } from '#kube/pod-templates';
import { sameShape } from './pod-shape.ts';

const pod = (spec: JsonObject, annotations: JsonObject = {}): PodTemplate => {
  const template = podTemplateOf({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', annotations: annotations as Record<string, string> },
    spec,
  });
  if (template === undefined) throw new Error('A pod has a template.');
  return template;
};

const check = (left: PodTemplate, right: PodTemplate, expected: boolean): void => {
  expect(sameShape(left, right)).toBe(expected);
  expect(sameShape(right, left)).toBe(expected);
};

const token = (name: string): JsonObject => ({ name: `kube-api-access-${name}`, mountPath: '/t' });
const mounts = (...volumeMounts: readonly JsonObject[]): JsonObject => ({ containers: [{ name: 'a', volumeMounts }] });

test.each<[string, PodTemplate, PodTemplate, boolean]>([
  ['the node does not matter', pod({ nodeName: 'a', containers: [] }), pod({ nodeName: 'b', containers: [] }), true],
  ['nor that it is not there yet', pod({ containers: [] }), pod({ nodeName: 'b', containers: [] }), true],
  [
    'injected tokens do not matter',
    pod(mounts(token('x'), { name: 'd', mountPath: '/d' })),
    pod(mounts({ name: 'd', mountPath: '/d' }, token('y'))),
    true,
  ],
  ['another mount does', pod(mounts({ name: 'd', mountPath: '/d' })), pod(mounts({ name: 'd', mountPath: '/e' })), false],
  ['a further container does', pod({ containers: [{ name: 'a' }] }), pod({ containers: [{ name: 'a' }, { name: 'b' }] }), false],
  [
    'a further field does',
    pod({ containers: [{ name: 'a' }] }),
    pod({ containers: [{ name: 'a', securityContext: {} }] }),
    false,
  ],
  ['hostPID does', pod({ containers: [] }), pod({ containers: [], hostPID: true }), false],
  ['an annotation of its own does not', pod({ containers: [] }, { note: 'a' }), pod({ containers: [] }, { note: 'b' }), true],
  [
    'a profile’s annotation does',
    pod({ containers: [] }),
    pod({ containers: [] }, { 'container.apparmor.security.beta.kubernetes.io/a': 'unconfined' }),
    false,
  ],
])('%s', (_name, left, right, expected) => check(left, right, expected));
