/** Lists that no API server would give, since it checks names: a hostile one gives what it likes. */
import { hostileTexts } from '#test/cluster/fixtures/hostile';

const mebibyte = 1024 * 1024;

export const largeValue = 'v'.repeat(5 * mebibyte);

/** Names that would lead out of a folder, into a prototype, a shell, a page or a spreadsheet. */
export const hostileNames: readonly string[] = [
  ...hostileTexts,
  '../../../../tmp/plumbline-was-here',
  '..\\..\\plumbline-was-here',
  '/etc/passwd',
  '.',
  '..',
  'a/b/../../c',
  'nul\u0000byte',
  'tab\tand\rreturn',
  'con',
  '%2e%2e%2f',
  'toString',
  'hasOwnProperty',
  'n'.repeat(300_000),
  '\ud800 lonely',
  '\u0300'.repeat(1_000),
];

const manyLabels = Object.fromEntries(
  Array.from({ length: 10_000 }, (_, index) => [`l${String(index)}.example.com/x`, 'y'.repeat(50)]),
);

const metadata = (name: string) => ({
  name,
  namespace: 'hostile',
  uid: `uid-${name.slice(0, 40)}`,
  annotations: Object.fromEntries(hostileTexts.map((text, index) => [`a${String(index)}${text}`, text])),
});

const deployment = (name: string, more: object = {}): object => ({
  metadata: { ...metadata(name), ...more },
  spec: {
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: {
        hostNetwork: true,
        containers: [{ name, image: `${name}:latest`, securityContext: { privileged: true }, env: [{ name, value: name }] }],
        volumes: [{ name, hostPath: { path: name } }],
      },
    },
  },
});

export const hostileDeployments = {
  apiVersion: 'apps/v1',
  kind: 'DeploymentList',
  metadata: { resourceVersion: '1' },
  items: [
    ...hostileNames.map(name => deployment(name)),
    deployment('many-labels', { labels: manyLabels }),
    deployment('large-annotation', { annotations: { note: largeValue } }),
    // Items that are no objects, and objects whose parts are of other types than they should be.
    null,
    7,
    'text',
    [],
    { metadata: null },
    { metadata: { name: 42, namespace: {} } },
    { metadata: { name: 'odd', namespace: 'hostile', labels: 'x', annotations: 7, ownerReferences: {} }, spec: [] },
    { metadata: { name: 'odd-template', namespace: 'hostile' }, spec: { template: { spec: { containers: { a: 1 } } } } },
    JSON.parse(
      '{"metadata": {"name": "proto", "namespace": "hostile", "__proto__": {"polluted": true}}, "__proto__": {"polluted": true}}',
    ),
  ],
};

/** JSON.stringify itself gives up at some thousand levels. */
const nested = (depth: number): unknown => {
  let value: unknown = 'bottom';
  for (let level = 0; level < depth; level += 1) value = { a: value };
  return value;
};

export const hostileConfigMaps = {
  apiVersion: 'v1',
  kind: 'ConfigMapList',
  metadata: { resourceVersion: '1' },
  items: [
    ...hostileNames.map(name => ({ metadata: metadata(name), data: { [name]: name, password: largeValue.slice(0, 1_000) } })),
    { metadata: metadata('five-megabytes'), data: { blob: largeValue, password: largeValue } },
    { metadata: metadata('deep'), data: nested(3_000) },
  ],
};
