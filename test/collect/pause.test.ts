import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { ResourceProgress } from '#contract/capture';
import { createPause } from '#core/collect/pause';
import type { TestCluster } from '#test/cluster/cluster';
import { createObjects, loadFixtures } from '#test/cluster/fixtures/load';
import { startCluster } from '#test/cluster/start';
import { clusterSuite } from '#test/cluster/suite';
import { expired, isContinuation, onPath } from '#test/faults/faults';
import { startFaultProxy, type FaultProxy } from '#test/faults/proxy';
import { take, type Taken } from './connection.ts';

/** More than two pages of one kind. */
const manyConfigMaps = 1100;

await clusterSuite('a capture of a real API server that is held', () => {
  let cluster: TestCluster;
  let proxy: FaultProxy;
  let clean: Taken;

  beforeAll(async () => {
    cluster = await startCluster();
    await loadFixtures(cluster, 'small');
    await createObjects(cluster, [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'many' } },
      ...Array.from({ length: manyConfigMaps }, (_, index) => ({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: `m${String(index)}`, namespace: 'many' },
        data: { a: 'b' },
      })),
    ]);
    proxy = await startFaultProxy(cluster);
    clean = await take(await cluster.writeKubeconfig('admin', { server: proxy.url }));
  });
  afterEach(() => proxy.clear());
  afterAll(async () => {
    await proxy?.stop();
    await cluster?.stop();
  });

  /** Held once the first page of ConfigMaps is in; `meanwhile` happens while nothing is asked. */
  const hold = async (
    meanwhile: () => Promise<void> | void,
    signal?: AbortSignal,
  ): Promise<{ readonly taken: Taken; readonly quiet: number; readonly told: readonly ResourceProgress[] }> => {
    const pause = createPause();
    const told: ResourceProgress[] = [];
    let held = false;
    const file = await cluster.writeKubeconfig('admin', { server: proxy.url });
    const going = take(file, {}, signal, {
      pause,
      onProgress: row => {
        told.push(row);
        if (held || row.resource !== 'configmaps' || row.objects === 0) return;
        held = true;
        pause.set(true);
      },
    });
    await expect.poll(() => pause.paused, { timeout: 30_000 }).toBe(true);
    // What was under way is still heard.
    await delay(500);
    const before = proxy.seen().length;
    await delay(1500);
    const quiet = proxy.seen().length - before;
    await meanwhile();
    pause.set(false);
    return { taken: await going, quiet, told };
  };

  /** Events and leases come by themselves while a capture is held. */
  const moving = new Set(['events', 'leases.coordination.k8s.io']);
  const counts = (taken: Taken): Readonly<Record<string, number>> =>
    Object.fromEntries([...taken.objects].filter(([name]) => !moving.has(name)).map(([name, objects]) => [name, objects.length]));
  const stateOf = (taken: Taken, resource: string): string | undefined =>
    taken.result.ok ? taken.result.value.coverage.entries.find(entry => entry.resource === resource)?.state : undefined;

  it('sends nothing while it is held, and ends with what an unbroken one reads', async () => {
    const { taken, quiet } = await hold(() => undefined);
    expect(quiet).toBe(0);
    expect(counts(taken)).toEqual(counts(clean));
    expect(taken.result).toMatchObject({ ok: true, value: { partial: false } });
  });

  it('a list whose token expires meanwhile is started anew, once, and says so', async () => {
    const { taken, told } = await hold(() => {
      proxy.add({ when: request => isContinuation(request) && onPath(/\/configmaps$/)(request), fault: expired(), times: 1 });
    });
    expect([...proxy.struck().values()].reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(counts(taken)['configmaps']).toBe(counts(clean)['configmaps']);
    expect(stateOf(taken, 'configmaps')).toBe('full');
    expect(told.filter(row => row.resource === 'configmaps').at(-1)?.note).toBe('The list expired and was started anew.');
  });

  it('a cancel does not wait for it to be let go; what was read is kept', async () => {
    const controller = new AbortController();
    const began = performance.now();
    const { taken } = await hold(() => controller.abort(), controller.signal);
    expect(performance.now() - began).toBeLessThan(35_000);
    expect(taken.result).toMatchObject({ ok: true, value: { partial: true } });
    expect(counts(taken)['configmaps']).toBeGreaterThan(0);
  });
});
