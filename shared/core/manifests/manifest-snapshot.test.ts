import { expect, test } from 'vitest';
import type { Fingerprints } from '#core/ports';
import { manifestSnapshot } from './manifest-snapshot.ts';
import { parseManifests } from './parse-manifests.ts';

const fingerprints: Fingerprints = {
  keyId: 'test',
  of: value => (value.length < 8 ? null : value.length.toString(16).padStart(32, '0')),
};

const text = `apiVersion: v1
kind: Secret
metadata:
  name: db
stringData:
  password: correct-horse-battery
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
  namespace: shop
spec:
  replicas: 2
`;

const build = () =>
  manifestSnapshot(
    parseManifests([{ path: 'a.yaml', text }], { namespace: 'default' }),
    { name: 'a.yaml', readAt: '2026-01-01T00:00:00.000Z', toolVersion: '0' },
    fingerprints,
  );

test('values of Secrets are not kept', () => {
  const { snapshot } = build();
  expect(JSON.stringify([...snapshot.objects.values(), snapshot.facts, snapshot.redactions])).not.toContain('correct-horse');
  expect(snapshot.facts.some(({ kind }) => kind === 'secret-key')).toBe(true);
});

test('objects stand by resource, with namespaces and lines', () => {
  const { snapshot, sources } = build();
  expect([...snapshot.objects.keys()]).toEqual(['secrets', 'deployments.apps']);
  expect(snapshot.coverage.namespaces).toEqual(['default', 'shop']);
  const source = sources.get('apps/deployments/shop/api');
  expect([source?.file, source?.line('/spec/replicas'), source?.line('/spec/template')]).toEqual(['a.yaml', 14, 13]);
});

test('what files do not hold is not given', () => {
  const entries = build().snapshot.coverage.entries;
  expect(entries.find(({ resource }) => resource === 'deployments')).toMatchObject({ state: 'not-given', count: 1 });
  expect(entries.find(({ resource }) => resource === 'networkpolicies')).toMatchObject({ state: 'not-given', count: 0 });
});
