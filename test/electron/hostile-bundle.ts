import type { KubeObject } from '#contract/kube';
import type { Snapshot } from '#contract/snapshot';
import { bundleSource } from '#core/evidence/bundle';
import { readBundle, writeBundle } from '#node/bundle/bundle-file';
import { demoFile } from '#node/demo/demo-files';

/** What would run, or load, if any page took text for markup. Without a slash, which keys of objects are split at. */
export const markup = '<img src=x onerror=window.pwned=1><svg onload=window.pwned=2>';
const more =
  '<script>window.pwned=3</script><iframe srcdoc="<script>top.pwned=4</script>"></iframe><a href="javascript:pwned=5">x</a>';

/** Words that the rules read by their meaning stay as they are, or nothing would be found and shown. */
const kept = new Set([
  'apiVersion',
  'kind',
  'apiGroup',
  'type',
  'protocol',
  'operator',
  'effect',
  'verbs',
  'resources',
  'apiGroups',
]);
const names = new Set(['name', 'namespace', 'serviceAccountName', 'generateName']);

const poison = (value: unknown, key: string): unknown => {
  if (typeof value === 'string') return kept.has(key) ? value : names.has(key) ? `${value}${markup}` : `${value}${markup}${more}`;
  if (Array.isArray(value)) return value.map(item => poison(item, key));
  if (typeof value !== 'object' || value === null) return value;
  const isMap = ['labels', 'annotations', 'data', 'matchLabels', 'nodeSelector'].includes(key);
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [isMap ? `${name}${markup}` : name, poison(item, isMap ? 'value' : name)]),
  );
};

const hostile = ({ meta, objects, coverage, ...rest }: Snapshot): Snapshot => ({
  ...rest,
  meta: {
    ...meta,
    name: `${meta.name}${markup}${more}`,
    server: `https://${markup}`,
    serverVersion: `${meta.serverVersion ?? ''}${markup}`,
    capturedAs: `${meta.capturedAs ?? ''}${markup}${more}`,
    context: { source: `/home/${markup}`, name: `prod${markup}` },
  },
  objects: new Map([...objects].map(([resource, all]) => [resource, all.map(object => poison(object, '') as KubeObject)])),
  // Facts and redactions name objects by keys that are no more.
  facts: [],
  redactions: [],
  coverage: {
    namespaces: coverage.namespaces?.map(name => `${name}${markup}`) ?? null,
    entries: coverage.entries.map(entry => ({
      ...entry,
      reason: `${entry.reason}${markup}${more}`,
      namespace: entry.namespace === null ? null : `${entry.namespace}${markup}`,
    })),
  },
});

/** The demo with markup in every string of every object, as a bundle that is otherwise in order. */
export const writeHostileBundle = async (path: string): Promise<void> => {
  const options = { pause: () => Promise.resolve() };
  const read = await readBundle(demoFile('demo.tar.gz'), options);
  if (!read.ok) throw new Error(read.error.what);
  const written = await writeBundle(path, bundleSource(hostile(read.value.snapshot)), null, options);
  if (!written.ok) throw new Error(written.error.what);
};
