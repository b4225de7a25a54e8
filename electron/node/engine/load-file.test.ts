import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import type { Evaluation } from '#contract/evaluation';
import type { KubeObject, ResourceName } from '#contract/kube';
import type { Snapshot } from '#contract/snapshot';
import { bundleSource } from '#core/evidence/bundle';
import { writeBundle } from '#node/bundle/bundle-file';
import { demoFile, demoNames } from '#node/demo/demo-files';
import { createFingerprints } from '#node/fingerprints';
import { openLibrary } from '#node/library/library';
import { nodePorts } from '#node/ports';
import { sampleEvaluation, sampleMeta, sampleSnapshot } from '#test/fixtures/sample-snapshot';
import { loadFile, type LoadedFile } from './load-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-load-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const lines: string[] = [];
const fingerprints = createFingerprints(new Uint8Array(32).fill(9));
const ports = nodePorts({ write: (_, message) => void lines.push(message) }, fingerprints);
const never = new AbortController().signal;
let count = 0;
const freshPath = (): string => join(folder, `b${(count += 1)}.tar.gz`);

const canaries = {
  env: 'hunter2-in-the-env',
  config: 'pw=hunter2-in-config',
  secret: 'hunter2-in-secret',
  applied: 'hunter2-last-applied',
  custom: 'hunter2-in-custom',
};
const encoded = Buffer.from(canaries.secret).toString('base64');

const metadata = (name: string) => ({ name, namespace: 'shop' });
const raw: ReadonlyMap<ResourceName, readonly KubeObject[]> = new Map([
  [
    'pods',
    [
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: metadata('p'),
        spec: { containers: [{ name: 'c', image: 'nginx:1', env: [{ name: 'PASSWORD', value: canaries.env }] }] },
      },
    ],
  ],
  [
    'configmaps',
    [
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: {
          ...metadata('c'),
          annotations: { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({ data: { k: canaries.applied } }) },
        },
        data: { 'app.conf': canaries.config },
      },
    ],
  ],
  ['secrets', [{ apiVersion: 'v1', kind: 'Secret', metadata: metadata('s'), type: 'Opaque', data: { token: encoded } }]],
  [
    'widgets.example.com',
    [{ apiVersion: 'example.com/v1', kind: 'Widget', metadata: metadata('w'), spec: { password: canaries.custom } }],
  ],
]);

/** A snapshot as another program could write it: whole by form, with the values in it. */
const foreign = (keyId: string): Snapshot => ({
  ...sampleSnapshot(),
  meta: { ...sampleMeta, fingerprintKeyId: keyId },
  objects: new Map([...raw].map(([name, objects]) => [name, structuredClone(objects)])),
  facts: [],
  redactions: [],
});

const quoting = (): Evaluation => {
  const evaluation = sampleEvaluation();
  return { ...evaluation, findings: evaluation.findings.map(finding => ({ ...finding, message: `It holds ${canaries.env}.` })) };
};

const bundleOf = async (
  snapshot: Snapshot,
  evaluation: Evaluation | null,
): Promise<{ readonly path: string; readonly identity: string }> => {
  const path = freshPath();
  const written = await writeBundle(path, bundleSource(snapshot), evaluation, ports);
  if (!written.ok) throw new Error(written.error.why);
  return { path, identity: written.value.identity };
};

const load = async (path: string): Promise<LoadedFile> => {
  const loaded = await loadFile(path, 'case.tar.gz', '0', ports, never);
  if (!loaded.ok) throw new Error(loaded.error.why);
  return loaded.value;
};

const tarOf = (path: string): Buffer => gunzipSync(readFileSync(path));

const everything = ({ snapshot, evaluation }: LoadedFile): string =>
  JSON.stringify([[...snapshot.objects], snapshot.facts, snapshot.redactions, snapshot.meta, evaluation]);

const leaks = (text: string): readonly string[] => [...Object.values(canaries), encoded].filter(value => text.includes(value));

describe('a bundle that another program wrote, with values in it', () => {
  test.each([
    ['under another key', 'ffffffffffffffff', false],
    ['under ours', fingerprints.keyId, true],
  ])('%s: nothing raw is kept, and the copy names its original', async (_, keyId, comparable) => {
    const { path, identity } = await bundleOf(foreign(keyId), quoting());
    const loaded = await load(path);
    expect(leaks(everything(loaded))).toEqual([]);
    expect([loaded.evaluation, loaded.snapshot.meta.parent]).toEqual([null, identity]);
    expect(loaded.notes.join()).toContain('4 objects');
    expect(leaks(lines.join())).toEqual([]);
    const credential = loaded.snapshot.facts.find(({ kind, path: at }) => kind === 'credential' && at.endsWith('/env/0/value'));
    expect(credential?.class).toBe('password');
    expect(credential?.fingerprint !== null).toBe(comparable);
  });

  test('what the library keeps and exports again holds nothing raw either, and tells the original', async () => {
    const { path, identity } = await bundleOf(foreign(fingerprints.keyId), quoting());
    const loaded = await load(path);
    const home = mkdtempSync(join(folder, 'home-'));
    const library = openLibrary(home, ports);
    if (!library.ok) throw new Error(library.error.why);
    const kept = library.value.addSnapshot(loaded.snapshot, sampleEvaluation(), 'Copy');
    if (!kept.ok) throw new Error(kept.error.why);
    const stored = library.value.open(kept.value.id);
    if (!stored.ok) throw new Error(stored.error.why);
    const again = freshPath();
    await writeBundle(again, stored.value.source(), null, ports);
    library.value.close();
    expect(leaks(tarOf(again).toString())).toEqual([]);
    expect(tarOf(again).toString()).toContain(`"parent":"${identity}"`);
    expect((await load(again)).notes).toEqual([]);
  });
});

describe('a bundle of ours stays what it is', () => {
  test.each(demoNames)('%s', async name => {
    const loaded = await load(demoFile(name));
    const again = freshPath();
    await writeBundle(again, bundleSource(loaded.snapshot), loaded.evaluation, ports);
    expect(loaded.notes).toEqual([]);
    expect(tarOf(again).equals(tarOf(demoFile(name)))).toBe(true);
  });

  test('a cleaned one, read again', async () => {
    const { path } = await bundleOf(foreign('ffffffffffffffff'), null);
    const { snapshot } = await load(path);
    const once = await bundleOf(snapshot, null);
    const again = await load(once.path);
    expect((await bundleOf(again.snapshot, null)).identity).toBe(once.identity);
  });
});

test('a dump is no bundle, and passes the pipeline as well', async () => {
  const path = join(folder, 'dump.json');
  writeFileSync(path, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [...raw.values()].flat() }));
  const loaded = await load(path);
  expect(leaks(everything(loaded))).toEqual([]);
});

test('a dump that no text can hold is told by its size', async () => {
  const path = join(folder, 'huge.json');
  writeFileSync(path, '[');
  truncateSync(path, 700 * 1024 * 1024);
  const loaded = await loadFile(path, 'huge.json', '0', ports, never);
  rmSync(path);
  expect(loaded.ok ? '' : [loaded.error.code, loaded.error.what]).toEqual(['too-large', 'huge.json is over 400 MiB.']);
});

test('as whom a capture asked, and how patiently, is kept in its bundle; an older one has none', async () => {
  const asked = { impersonate: { user: 'ada', groups: ['ops', 'dev'] }, requestTimeout: 5_000 };
  const { path } = await bundleOf({ ...sampleSnapshot(), meta: { ...sampleMeta, ...asked } }, sampleEvaluation());
  expect((await load(path)).snapshot.meta).toMatchObject(asked);
  const older = await bundleOf(sampleSnapshot(), sampleEvaluation());
  expect((await load(older.path)).snapshot.meta).toEqual(sampleMeta);
});
