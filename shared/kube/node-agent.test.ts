import { expect, test } from 'vitest';
import type { JsonObject } from '#contract/json';
import { isNodeAgent } from './node-agent.ts';

const check = (kind: string, namespace: string, spec: JsonObject, expected: boolean): void => {
  const object = {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name: 'x', namespace },
    spec: { template: { spec: { containers: [], ...spec } } },
  };
  expect(isNodeAgent(object)).toBe(expected);
};

const mount: JsonObject = { volumes: [{ name: 'proc', hostPath: { path: '/proc' } }] };

test.each<[string, string, string, JsonObject, boolean]>([
  ['a DaemonSet of the system', 'DaemonSet', 'kube-system', {}, true],
  ['a DaemonSet that mounts a path of its node', 'DaemonSet', 'monitoring', mount, true],
  ['a DaemonSet in the network of its node', 'DaemonSet', 'monitoring', { hostNetwork: true }, true],
  ['a DaemonSet that reaches nothing', 'DaemonSet', 'shop', { volumes: [{ name: 'tmp', emptyDir: {} }] }, false],
  ['a Deployment that mounts a path of its node', 'Deployment', 'kube-system', mount, false],
])('%s', (_name, kind, namespace, spec, expected) => check(kind, namespace, spec, expected));
