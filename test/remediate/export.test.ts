import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { defaultConfig } from '#contract/config';
import type { Finding } from '#contract/finding';
import type { Patch } from '#contract/patch';
import type { Snapshot } from '#contract/snapshot';
import { createContext, evaluate } from '#core/evaluate/evaluator';
import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import { arrangePatches } from '#core/remediate/arrange-patches';
import { exportPatches, type PatchExport } from '#core/remediate/export';
import { serverDryRun } from '#core/remediate/dry-run';
import { makePatch } from '#core/remediate/patch';
import { patchSource } from '#core/remediate/patch-source';
import { typeOfKind } from '#kube/builtin-resources';
import { clock } from '#node/ports';
import { rules } from '#rules/catalogue';
import { frameworks } from '#rules/frameworks.generated';
import type { TestCluster } from '#test/cluster/cluster';
import { collectionPath, objectPath, type KubeObject } from '#test/cluster/object';
import { quietControllers, startCluster } from '#test/cluster/start';
import { clusterSuite } from '#test/cluster/suite';
import { faultyNamespace, faultyObjects } from './faulty-objects.ts';
import { connectAs, liveSnapshot } from './live-snapshot.ts';

const options = { config: defaultConfig, frameworks };
const ports = { pause: async () => {} };
const signal = new AbortController().signal;
const findingsOf = async (snapshot: Snapshot): Promise<readonly Finding[]> =>
  (await evaluate(createSnapshotIndex(snapshot), rules, options, ports, signal)).findings;

/** Patches of all that can be fixed in the faulty workloads' namespace and the cluster-wide objects beside it. */
const patchesOf = (snapshot: Snapshot, findings: readonly Finding[]): readonly Patch[] => {
  const index = createSnapshotIndex(snapshot);
  const context = createContext(index, options, ports, signal);
  const ours = findings.filter(
    ({ fixable, resource }) => fixable && (resource?.namespace === faultyNamespace || resource?.name.startsWith(faultyNamespace)),
  );
  const made = ours.flatMap(finding => {
    const rule = rules.find(({ id }) => id === finding.ruleId);
    const patch = rule === undefined ? undefined : makePatch(finding, rule, patchSource(context, rule));
    return patch?.ok === true ? [patch.value] : [];
  });
  return arrangePatches(made, ref => index.find(ref)).patches;
};

await clusterSuite('exported patches in the hands of kubectl', () => {
  let cluster: TestCluster;
  let folder: string;
  let before: readonly Finding[];
  let exported: PatchExport;
  let patches: readonly Patch[];

  beforeAll(async () => {
    cluster = await startCluster({ controllers: quietControllers });
    for (const object of faultyObjects) await cluster.api('POST', collectionPath(object), object);
    const snapshot = await liveSnapshot(cluster, { secrets: true });
    before = await findingsOf(snapshot);
    patches = patchesOf(snapshot, before);
    exported = exportPatches(patches, {
      tool: { version: '0', rulesVersion: '0' },
      snapshot: { name: 'test', capturedAt: '2026-01-01T00:00:00Z', clusterId: null },
      left: [],
    });
    folder = await mkdtemp(join(tmpdir(), 'patches-'));
    for (const { path, text } of exported.files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
  });
  afterAll(async () => {
    await cluster?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const kubectl = async (...args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await cluster.kubectl(args);
    if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`);
    return stdout;
  };

  const patchWith = ({ target }: PatchExport['plan']['patches'][number], file: string): Promise<string> =>
    kubectl(
      'patch',
      target.kind.toLowerCase(),
      target.name,
      ...(target.namespace === undefined ? [] : ['--namespace', target.namespace]),
      '--type=json',
      '--patch-file',
      join(folder, file),
    );

  const specs = async (): Promise<readonly unknown[]> => {
    const answers = await Promise.all(faultyObjects.map(object => cluster.api('GET', objectPath(object))));
    return answers.map(({ body }) => {
      const { metadata: _metadata, status: _status, ...rest } = body as KubeObject;
      return { ...rest, labels: (body as KubeObject).metadata.labels };
    });
  };

  it('applied they end the findings; undone, in whatever order, they restore the objects', async () => {
    const original = await specs();
    const entries = exported.plan.patches;
    expect(entries.length).toBeGreaterThan(10);
    for (const entry of entries)
      await (entry.dialect === 'create'
        ? kubectl('create', '-f', join(folder, entry.file ?? ''))
        : patchWith(entry, entry.file ?? ''));
    const left = new Set((await findingsOf(await liveSnapshot(cluster, { secrets: true }))).map(({ id }) => id));
    expect(entries.flatMap(({ findingIds }) => findingIds).filter(id => left.has(id))).toEqual([]);
    for (const entry of entries) {
      const undo = exported.files.find(({ path }) => path === entry.rollbackFile);
      if (entry.dialect === 'create') await kubectl(...(undo?.text.trim().split(' ').slice(1) ?? []));
      else await patchWith(entry, entry.rollbackFile ?? '');
    }
    expect(await specs()).toEqual(original);
    expect((await findingsOf(await liveSnapshot(cluster, { secrets: true }))).map(({ id }) => id).toSorted()).toEqual(
      before.map(({ id }) => id).toSorted(),
    );
  });

  it('each is accepted by a dry-run on its own', async () => {
    const connection = await connectAs(cluster, 'admin');
    const checks = [];
    for (const patch of patches) {
      const type = typeOfKind(patch.target.apiVersion, patch.target.kind);
      checks.push(await serverDryRun(patch, { type, as: 'admin' }, connection, { clock }));
    }
    await connection.close();
    expect(checks.filter(({ result }) => result !== 'passed')).toEqual([]);
  });

  it('kustomize applies them to the objects as files', async () => {
    const live = await Promise.all(
      faultyObjects.filter(({ kind }) => kind !== 'Pod').map(async object => (await cluster.api('GET', objectPath(object))).body),
    );
    await mkdir(join(folder, 'base'));
    await writeFile(join(folder, 'base', 'all.json'), JSON.stringify({ apiVersion: 'v1', kind: 'List', items: live }));
    await writeFile(join(folder, 'base', 'kustomization.yaml'), 'resources: [all.json]\n');
    const text = exported.files.find(({ path }) => path === 'kustomization.yaml')?.text ?? '';
    await writeFile(
      join(folder, 'kustomization.yaml'),
      text.includes('resources:') ? text.replace('resources:\n', 'resources:\n- base\n') : `${text}resources:\n- base\n`,
    );
    const built = await kubectl('kustomize', folder);
    expect(built).not.toContain('privileged: true');
    expect(built).toContain('name: default-deny-ingress');
  });
});
