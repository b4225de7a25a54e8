import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { CaptureProgress } from '#contract/capture';
import type { CoreEvent } from '#contract/events';
import type { Problem } from '#contract/problem';
import type { Result } from '#contract/result';
import type { ContextRef, SnapshotSummary } from '#contract/snapshot';
import type { Engine } from '#core/services';
import { createWorkerEngine } from '#node/engine/worker-engine';
import { createEvents } from '#node/events';
import type { AddedSource } from '#node/kubeconfig/source-files';
import { type Library, openLibrary } from '#node/library/library';
import type { TestCluster } from '#test/cluster/cluster';
import { sharedCluster } from '#test/cluster/shared';
import { clusterSuite } from '#test/cluster/suite';
import { onPath } from '#test/faults/faults';
import { type FaultProxy, startFaultProxy } from '#test/faults/proxy';
import { buildNode, type BuiltNode } from './built-node.ts';

/** The built worker with a defect that a call sets off: exporting a snapshot of that name. */
const planted = `
import './worker.mjs';
import { parentPort } from 'node:worker_threads';
const defects = {
  spin: () => { for (;;); },
  exit: () => process.exit(3),
};
parentPort.on('message', message => { if (message.type === 'run') defects[message.input.snapshot]?.(); });
`;

const never = new AbortController().signal;
const ids = { next: () => crypto.randomUUID() };
const dump = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', namespace: 'n' },
  spec: { containers: [{ name: 'c', image: 'nginx' }] },
};

const outcome = (result: Result<unknown, Problem>): string => (result.ok ? 'done' : result.error.code);

await clusterSuite('the worker', () => {
  let node: BuiltNode;
  let cluster: TestCluster;
  let proxy: FaultProxy;
  let context: ContextRef;
  let home: string;
  let library: Library;
  let engine: Engine;
  let added: readonly AddedSource[];
  let told: CoreEvent[];

  beforeAll(async () => {
    node = await buildNode();
    writeFileSync(node.file('planted.mjs'), planted);
    writeFileSync(join(node.folder, 'dump.json'), JSON.stringify(dump));
    cluster = await sharedCluster();
    proxy = await startFaultProxy(cluster);
    context = { source: await cluster.writeKubeconfig('admin', { server: proxy.url }), name: 'admin' };
  });
  afterAll(async () => {
    await proxy?.stop();
    await cluster?.stop();
    node?.remove();
  });
  beforeEach(() => {
    home = mkdtempSync(join(node.folder, 'home-'));
    const opened = openLibrary(home, { ids });
    if (!opened.ok) throw new Error(opened.error.why);
    library = opened.value;
    added = [];
    told = [];
    const events = createEvents();
    events.subscribe(event => told.push(event));
    engine = createWorkerEngine({
      file: pathToFileURL(node.file('planted.mjs')),
      start: { home, env: process.env, desktop: false, kubeconfig: context.source, toolVersion: 'test' },
      events,
      log: { write: () => undefined },
      added: () => added,
      onGone: library.dropUnfinished,
    });
  });
  afterEach(async () => {
    await engine.close();
    library.close();
    proxy.clear();
    rmSync(home, { recursive: true, force: true });
  });

  const unfinished = (): readonly string[] => readdirSync(join(home, 'library')).filter(name => name.includes('.capturing-'));
  const listed = (): readonly SnapshotSummary[] => {
    const list = library.list();
    return list.ok ? list.value.snapshots : [];
  };
  const importDump = (): Promise<Result<SnapshotSummary, Problem>> =>
    engine.importFile(join(node.folder, 'dump.json'), 'dump.json', never);

  /** A capture that has kept a good part and waits for the rest, which never comes. */
  const hangingCapture = async (signal = never) => {
    proxy.add({ when: onPath(/\/(?:pods|rolebindings)$/u), fault: { kind: 'hang' } });
    const partWay = Promise.withResolvers<void>();
    const onProgress = (progress: CaptureProgress): void => {
      if (progress.objects > 20) partWay.resolve();
    };
    const result = engine.capture({ captureId: 'c1', context, title: 'Hanging', options: {} }, onProgress, signal);
    await Promise.race([partWay.promise, result]);
    await delay(300);
    return { result };
  };

  /** Sets off a defect, with a capture under way, and says what became of both, of the library and of the next call. */
  const check = async (
    defect: 'spin' | 'exit',
    expected: { readonly own: string; readonly other: string; readonly why: RegExp },
  ): Promise<void> => {
    const capture = await hangingCapture();
    expect(unfinished()).toHaveLength(1);
    const stop = new AbortController();
    const own = engine.exportBundle(defect, join(home, 'x'), stop.signal);
    if (defect === 'spin') setTimeout(() => stop.abort(), 200);
    const other = await capture.result;
    expect({ own: outcome(await own), other: outcome(other) }).toEqual({ own: expected.own, other: expected.other });
    expect(other.ok ? '' : other.error.why).toMatch(expected.why);
    const next = await importDump();
    expect(outcome(next)).toBe('done');
    expect(unfinished()).toEqual([]);
    expect(listed().map(({ title }) => title)).toEqual(['dump']);
  };

  test('a cancelled capture keeps what it has, labelled partial', async () => {
    const stop = new AbortController();
    const capture = await hangingCapture(stop.signal);
    stop.abort();
    const result = await capture.result;
    expect(result.ok && { partial: result.value.meta.partial, some: result.value.objects > 20 }).toEqual({
      partial: true,
      some: true,
    });
    expect(listed().map(({ title, meta }) => [title, meta.partial])).toEqual([['Hanging', true]]);
    expect(unfinished()).toEqual([]);
  });

  test('a capture that is held sends nothing, says what it found so far, and ends whole', async () => {
    const partWay = Promise.withResolvers<void>();
    let held = false;
    const onProgress = (progress: CaptureProgress): void => {
      if (held || progress.objects < 20) return;
      held = true;
      engine.pauseCapture('c1', true);
      partWay.resolve();
    };
    const result = engine.capture({ captureId: 'c1', context, title: 'Held', options: {} }, onProgress, never);
    await Promise.race([partWay.promise, result]);
    await delay(500);
    const before = proxy.seen().length;
    await delay(1_000);
    expect(proxy.seen().length).toBe(before);
    const found = await engine.captureFindings('c1', 5, never);
    expect(found.ok && found.value.rules.total).toBeGreaterThan(0);
    expect(found.ok && found.value.rows.length).toBeLessThanOrEqual(5);
    engine.pauseCapture('c1', false);
    const kept = await result;
    expect(kept.ok && kept.value.meta.partial).toBe(false);
    const over = await engine.captureFindings('c1', 5, never);
    expect(over.ok && over.value.total).toBe(0);
  });

  test('one cancelled before anything was read leaves nothing', async () => {
    proxy.add({ when: () => true, fault: { kind: 'hang' } });
    const stop = new AbortController();
    const result = engine.capture({ captureId: 'c1', context, title: 'Nothing', options: {} }, () => undefined, stop.signal);
    setTimeout(() => stop.abort(), 500);
    expect(outcome(await result)).toBe('cancelled');
    expect([listed(), unfinished()]).toEqual([[], []]);
  });

  test('a call that was cancelled before it was made is not begun', async () => {
    expect(outcome(await engine.importFile(join(node.folder, 'dump.json'), 'dump.json', AbortSignal.abort()))).toBe('cancelled');
    expect(outcome(await importDump())).toBe('done');
    expect(listed()).toHaveLength(1);
  });

  test('silent for two seconds after a cancel, it is ended and started anew', async () => {
    const began = performance.now();
    await check('spin', { own: 'cancelled', other: 'core-gone', why: /did not answer/u });
    expect(performance.now() - began).toBeGreaterThan(2_000);
  });

  test('that ends by itself, it is told to all who waited', () =>
    check('exit', { own: 'core-gone', other: 'core-gone', why: /code 3/u }));

  test('whose end leaves a question open withdraws it', async () => {
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', interactiveMode: 'Never', command: 'login' };
    const text = JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'c', cluster: { server: proxy.url } }],
      users: [{ name: 'u', user: { exec } }],
      contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    });
    added = [{ kind: 'pasted', id: '1', label: 'mine', text }];
    const capture = engine.capture(
      { captureId: 'c1', context: { source: 'pasted:1', name: 'x' }, title: 'X', options: {} },
      () => undefined,
      never,
    );
    await expect.poll(() => told.map(({ type }) => type)).toEqual(['exec.question']);
    void engine.exportBundle('exit', join(home, 'x'), never);
    expect(outcome(await capture)).toBe('core-gone');
    expect(told.map(({ type }) => type)).toEqual(['exec.question', 'exec.withdrawn']);
  });

  test('closed while it works, all is answered and nothing half-written stays', async () => {
    const capture = await hangingCapture();
    const began = performance.now();
    await engine.close();
    expect(outcome(await capture.result)).toBe('core-gone');
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(unfinished()).toEqual([]);
    expect(outcome(await importDump())).toBe('core-gone');
  });
});
