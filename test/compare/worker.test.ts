import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Engine } from '#core/services';
import { createWorkerEngine } from '#node/engine/worker-engine';
import { createEvents } from '#node/events';
import { openLibrary } from '#node/library/library';
import { type BuiltNode, buildNode } from '#test/hosts/built-node';

/** The built worker, as both hosts run it. */
let node: BuiltNode;
let engine: Engine;
let before: string;
let after: string;
/** What opening the demo shows. */
let opened: string;
const never = new AbortController().signal;

beforeAll(async () => {
  node = await buildNode();
  const home = mkdtempSync(join(node.folder, 'home-'));
  engine = createWorkerEngine({
    file: pathToFileURL(node.file('worker.mjs')),
    start: { home, env: process.env, desktop: false, kubeconfig: undefined, toolVersion: 'test' },
    events: createEvents(),
    log: { write: () => undefined },
    added: () => [],
    onGone: () => undefined,
  });
  const demo = await engine.demo(never);
  if (!demo.ok) throw new Error(demo.error.what);
  const library = openLibrary(home, { ids: { next: () => crypto.randomUUID() } });
  if (!library.ok) throw new Error(library.error.what);
  const listed = library.value.list();
  library.value.close();
  if (!listed.ok) throw new Error(listed.error.what);
  [after = '', before = ''] = listed.value.snapshots.map(({ id }) => id);
  opened = demo.value.id;
});
afterAll(async () => {
  await engine?.close();
  node?.remove();
});

it('the demo brings two snapshots, and the worker compares them', async () => {
  expect(opened).toBe(after);
  const summary = await engine.compare('summary', { before, after }, never);
  expect(summary).toMatchObject({
    ok: true,
    value: {
      access: { gained: 1, lost: 0, changed: 0 },
      objects: { added: 5, removed: 4, changed: 5 },
      rules: { reevaluated: false },
      sameCluster: true,
    },
  });
  const page = await engine.compare(
    'findings',
    { before, after, filter: 'change:new severity:high', offset: 0, limit: 10 },
    never,
  );
  expect(page.ok && page.value.rows.every(({ severity, change }) => severity === 'high' && change === 'new')).toBe(true);
});

it('a comparison that is cancelled ends, and the next one is answered', async () => {
  const leave = new AbortController();
  const asked = engine.compare('summary', { before: after, after: before }, leave.signal);
  leave.abort();
  expect(await asked).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  expect((await engine.compare('summary', { before: after, after: before }, never)).ok).toBe(true);
});
