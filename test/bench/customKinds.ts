import type { CustomKind } from '#test/cluster/fixtures/builders';

export const customKinds: readonly [CustomKind, CustomKind, CustomKind] = [
  { group: 'certs.bench.example.com', kind: 'Certificate', plural: 'certificates' },
  { group: 'mesh.bench.example.com', kind: 'Route', plural: 'routes' },
  { group: 'backup.bench.example.com', kind: 'Schedule', plural: 'schedules' },
];
