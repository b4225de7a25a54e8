import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { defaultConfig } from '#contract/config';
import type { CliCore, Loaded } from '#electron/cli/cli-core';
import { diffResult } from '#core/reports/diff-result';
import { composeCli } from '#node/engine/compose-cli';
import { runFake } from '#test/cli/fake-core';
import { itemsOf } from '#test/cluster/client';
import type { TestCluster } from '#test/cluster/cluster';
import { loadFixtures } from '#test/cluster/fixtures/load';
import { startCluster } from '#test/cluster/start';
import { clusterSuite } from '#test/cluster/suite';
import { plainManifests } from './manifests.ts';

await clusterSuite('snapshots of a real API server, compared', () => {
  let cluster: TestCluster;
  let folder: string;
  let core: CliCore;
  let first: Loaded;

  const capture = async (by: CliCore = core, persona = 'admin'): Promise<Loaded> => {
    const context = await by.selectContext(persona);
    if (!context.ok) throw new Error(context.error.what);
    const captured = await by.capture({
      context: context.value,
      capture: {},
      connect: {
        as: undefined,
        asGroups: [],
        requestTimeout: undefined,
        proxyUrl: undefined,
        certificateAuthority: undefined,
        trustExec: false,
      },
      evaluate: { config: defaultConfig, only: {}, pss: undefined },
      keep: 'everything',
      onProgress: () => undefined,
      signal: new AbortController().signal,
    });
    if (!captured.ok) throw new Error(`${captured.error.what} ${captured.error.why}`);
    return captured.value.loaded;
  };

  const compare = async (before: Loaded, after: Loaded) => {
    const compared = await core.compare(before, after, new AbortController().signal);
    if (!compared.ok) throw new Error(compared.error.what);
    return diffResult(compared.value, 'test', true);
  };

  /** Deployments have the pods that they ask for, and nothing moves any more. */
  const settled = async (): Promise<void> => {
    let last = '';
    for (let quiet = 0; quiet < 3;) {
      const answer = await cluster.api('GET', '/api/v1/pods');
      const now = itemsOf(answer)
        .map(pod => JSON.stringify(pod))
        .join('\n');
      quiet = now === last ? quiet + 1 : 0;
      last = now;
      await delay(1_000);
    }
  };

  const kubectl = async (...args: readonly string[]): Promise<void> => {
    const done = await cluster.kubectl([...args]);
    if (done.code !== 0) throw new Error(done.stderr);
  };

  const apply = async (object: object): Promise<void> => {
    const file = join(folder, `${crypto.randomUUID()}.json`);
    writeFileSync(file, JSON.stringify(object));
    await kubectl('apply', '-f', file);
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'plumbline-compare-'));
    cluster = await startCluster();
    await loadFixtures(cluster, 'small');
    await settled();
    core = await composeCli({
      kubeconfig: await cluster.writeKubeconfig('admin'),
      env: { PLUMBLINE_HOME: join(folder, 'home'), PATH: process.env['PATH'] },
      onPluginStderr: () => undefined,
      onNote: () => undefined,
    });
    first = await capture();
  });
  afterAll(async () => {
    await core?.close();
    await cluster?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('two without a change in between differ in nothing', async () => {
    // Long enough for leases to be renewed.
    await delay(12_000);
    const second = await capture();
    const { same, accessChanges, objectChanges, findingChanges, notComparable, leftOut } = await compare(first, second);
    expect({ accessChanges, objectChanges, findingChanges, unread: notComparable.objects }).toStrictEqual({
      accessChanges: [],
      objectChanges: [],
      findingChanges: [],
      unread: 0,
    });
    expect(same).toBe(true);
    expect(leftOut.filter(({ reason }) => !['renewed', 'status', 'bookkeeping', 'controller'].includes(reason))).toStrictEqual(
      [],
    );
  });

  it('after some edits differ in exactly those, with the finding that each caused', async () => {
    const pods = itemsOf(await cluster.api('GET', '/api/v1/namespaces/shop/pods'));
    const [pod] = pods as readonly { readonly metadata: { readonly name: string } }[];
    await kubectl('delete', 'pod', '-n', 'shop', pod?.metadata.name ?? '', '--wait=false', '--grace-period=0', '--force');
    await kubectl('label', 'namespace', 'shop', 'pod-security.kubernetes.io/enforce=privileged', '--overwrite');
    await apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'drift' } });
    await apply({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'settings', namespace: 'drift' },
      data: { level: 'a value that is long enough' },
    });
    await apply({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'drift-admin' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'mallory' }],
    });
    await apply({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'intruder', namespace: 'drift' },
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: 'intruder' } },
        template: {
          metadata: { labels: { app: 'intruder' } },
          spec: { containers: [{ name: 'main', image: 'busybox', securityContext: { privileged: true } }] },
        },
      },
    });
    await settled();
    const second = await capture();
    const result = await compare(first, second);
    const rows = [...result.accessChanges, ...result.objectChanges];
    expect(rows.map(row => `${row.access ?? row.change} ${row.kind} ${row.namespace ?? ''}/${row.name}`).sort()).toStrictEqual([
      'added ConfigMap drift/settings',
      'added Deployment drift/intruder',
      'added Namespace /drift',
      'changed Namespace /shop',
      'gained ClusterRoleBinding /drift-admin',
    ]);
    expect(rows.find(({ name }) => name === 'intruder')?.replaced).toBe('2 Pods new, 1 ReplicaSet new');
    expect(
      rows
        .find(({ name }) => name === 'shop')
        ?.fields.filter(({ leftOut }) => leftOut === null)
        .map(({ path }) => path),
    ).toStrictEqual(['metadata.labels[pod-security.kubernetes.io/enforce]']);
    const admin = result.findingChanges.find(({ name, change }) => name === 'drift-admin' && change === 'new');
    expect(admin?.cause?.key).toBe('rbac.authorization.k8s.io/clusterrolebindings/_cluster/drift-admin');
    expect(result.findingChanges.filter(({ change, cause }) => change === 'new' && cause === null)).toStrictEqual([]);
    expect(result.findings.fixed + result.findings.noLongerKnown).toBe(0);
  });

  it('files do not differ from what they were applied as: the server’s defaults and ways to write are known', async () => {
    const manifests = join(folder, 'manifests');
    mkdirSync(manifests);
    for (const [index, object] of plainManifests.entries()) {
      const name = `${String(index).padStart(2, '0')}.json`;
      writeFileSync(join(manifests, name), JSON.stringify(object));
      await kubectl('create', '-f', join(manifests, name));
    }
    await settled();
    const files = await core.loadManifests([manifests], {
      namespace: 'default',
      stdin: async () => new Uint8Array(),
      signal: new AbortController().signal,
    });
    if (!files.ok) throw new Error(files.error.what);
    const result = await compare(files.value, await capture());
    const own = [...result.accessChanges, ...result.objectChanges].map(row => ({
      what: `${row.change} ${row.kind} ${row.name}`,
      fields: row.fields
        .filter(({ leftOut }) => leftOut === null)
        .map(({ path, before, after }) => `${path}: ${before ?? '-'} → ${after ?? '-'}`),
    }));
    expect(own).toStrictEqual([]);
    // What the files do not hold is not called new.
    expect(result.notComparable.objects).toBeGreaterThan(100);
    expect(result.findings).toMatchObject({ new: 0, fixed: 0 });
  });

  it('what a user may not read is not comparable and no longer known: nothing is called removed or fixed', async () => {
    const whole = await capture();
    for (const persona of ['developer', 'auditor'] as const) {
      const theirs = await composeCli({
        kubeconfig: await cluster.writeKubeconfig(persona),
        env: { PLUMBLINE_HOME: join(folder, 'home'), PATH: process.env['PATH'] },
        onPluginStderr: () => undefined,
        onNote: () => undefined,
      });
      const { accessChanges, objectChanges, findings, notComparable, lost } = await compare(
        whole,
        await capture(theirs, persona),
      );
      await theirs.close();
      expect({ persona, accessChanges, objectChanges, fixed: findings.fixed, new: findings.new }).toStrictEqual({
        persona,
        accessChanges: [],
        objectChanges: [],
        fixed: 0,
        new: 0,
      });
      expect(notComparable.objects).toBeGreaterThan(0);
      expect(notComparable.entries.every(({ side }) => side === 'after')).toBe(true);
      expect(lost.length).toBeGreaterThan(0);
    }
  });

  it('a bundle and a context are two sides of the command', async () => {
    const file = join(folder, 'before.tar.gz');
    const evaluated = await core.evaluate(
      first,
      { config: defaultConfig, only: {}, pss: undefined },
      new AbortController().signal,
    );
    if (!evaluated.ok) throw new Error(evaluated.error.what);
    const written = await core.writeBundle(file, evaluated.value, new AbortController().signal);
    expect(written.ok).toBe(true);
    const kubeconfig = await cluster.writeKubeconfig('admin');
    const run = (...args: readonly string[]) =>
      runFake(['diff', ...args, '--quiet'], {
        host: {
          compose: options =>
            composeCli({ ...options, env: { PLUMBLINE_HOME: join(folder, 'home'), PATH: process.env['PATH'] } }),
        },
      });
    const outcome = await run(file, 'context:admin', '--kubeconfig', kubeconfig);
    expect(outcome).toMatchObject({ code: 1, err: '' });
    expect(outcome.out).toContain('ClusterRoleBinding drift-admin');
    expect((await run(file, 'context:nobody-there', '--kubeconfig', kubeconfig)).code).toBe(2);
  });
});
