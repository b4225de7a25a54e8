import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { replyLimit } from '#contract/methods';
import type { KubeObject } from '#contract/kube';
import type { Snapshot } from '#contract/snapshot';
import { demoFile, demoNames } from '#node/demo/demo-files';
import { createFingerprints } from '#node/fingerprints';
import { type Library, openLibrary } from '#node/library/library';
import { nodePorts } from '#node/ports';
import { snapshotOf } from '#test/rules/snapshot-of';
import { type Comparer, createComparer } from './comparing.ts';
import { loadFile } from './load-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-comparing-'));
const ports = nodePorts({ write: () => undefined }, createFingerprints(new Uint8Array(32)));
const never = new AbortController().signal;
const nothing = {
  rulesVersion: 'old',
  findings: [],
  tallies: [],
  coverage: { percent: 100, cells: 1, full: 1 },
  skipped: [],
  defects: [],
};
let library: Library;
/** Snapshots that were read whole. */
let loads = 0;
let before: string;
let after: string;

const keep = (snapshot: Snapshot, title: string, rulesVersion: string): string => {
  const kept = library.addSnapshot(snapshot, { ...nothing, rulesVersion }, title);
  if (!kept.ok) throw new Error(kept.error.what);
  return kept.value.id;
};

const counted = (): Library => ({
  ...library,
  open: id => {
    const opened = library.open(id);
    return opened.ok
      ? {
          ok: true,
          value: {
            ...opened.value,
            loadInSteps: (...asked: Parameters<typeof opened.value.loadInSteps>) => {
              loads += 1;
              return opened.value.loadInSteps(...asked);
            },
          },
        }
      : opened;
  },
});

beforeAll(async () => {
  const opened = openLibrary(folder, ports);
  if (!opened.ok) throw new Error(opened.error.what);
  library = opened.value;
  const ids: string[] = [];
  for (const name of demoNames) {
    const loaded = await loadFile(demoFile(name), name, 'test', ports, never);
    if (!loaded.ok) throw new Error(loaded.error.what);
    // Stored by other rules each: both are evaluated anew.
    ids.push(keep(loaded.value.snapshot, name, `rules of ${name}`));
  }
  [before = '', after = ''] = ids;
});
afterAll(() => {
  library.close();
  rmSync(folder, { recursive: true, force: true });
});

const value = async <T>(
  asked: Promise<{ readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: { readonly what: string } }>,
): Promise<T> => {
  const answer = await asked;
  if (!answer.ok) throw new Error(answer.error.what);
  return answer.value;
};

test('a pair is compared once, and its rows are paged', async () => {
  loads = 0;
  const comparer = createComparer(counted(), ports);
  const pair = { before, after };
  const [summary, findings, objects] = await Promise.all([
    value(comparer.ask('summary', pair, never)),
    value(comparer.ask('findings', { ...pair, filter: 'change:new', offset: 0, limit: 5 }, never)),
    value(comparer.ask('objects', { ...pair, section: 'objects', filter: '', offset: 2, limit: 3 }, never)),
  ]);
  expect(summary.rules).toMatchObject({ reevaluated: true });
  expect(summary.before).toMatchObject({ id: before, title: 'demo.tar.gz' });
  expect({ matched: findings.matched, rows: findings.rows.length }).toStrictEqual({ matched: summary.findings.new, rows: 5 });
  expect({ total: objects.total, rows: objects.rows.length }).toStrictEqual({ total: 14, rows: 3 });
  const key = 'apps/deployments/shop-storefront/storefront-web';
  const detail = await value(comparer.ask('object', { ...pair, key }, never));
  expect(detail.fields.filter(({ leftOut }) => leftOut === null).map(({ path }) => path)).toStrictEqual([
    'spec.template.spec.containers[name=storefront-web].image',
  ]);
  expect(detail.before).toContain('storefront-web:4.18.2');
  expect(detail.after).not.toContain('deployment.kubernetes.io/revision');
  expect(loads).toBe(2);
});

test('a renamed snapshot is told by its new name, without comparing anew', async () => {
  loads = 0;
  const comparer = createComparer(counted(), ports);
  await value(comparer.ask('summary', { before, after }, never));
  library.update(after, { title: 'Renamed' });
  const summary = await value(comparer.ask('summary', { before, after }, never));
  expect({ title: summary.after.title, loads }).toStrictEqual({ title: 'Renamed', loads: 2 });
});

const problemOf = async (comparer: Comparer, pair: { readonly before: string; readonly after: string }, key?: string) => {
  const answer =
    key === undefined ? await comparer.ask('summary', pair, never) : await comparer.ask('object', { ...pair, key }, never);
  return answer.ok ? 'none' : answer.error.code;
};

test('what is not there is a problem', async () => {
  const comparer = createComparer(library, ports);
  expect(await problemOf(comparer, { before: 'nothing', after })).toBe('snapshot-unknown');
  expect(await problemOf(comparer, { before, after: '../../etc/passwd' })).toBe('snapshot-unknown');
  expect(await problemOf(comparer, { before, after }, 'apps/deployments/nowhere/nothing')).toBe('object-unknown');
});

test('one who leaves does not end what another waits for; when all left, it ends', async () => {
  const comparer = createComparer(library, ports);
  const [one, two] = [new AbortController(), new AbortController()];
  const first = comparer.ask('summary', { before, after }, one.signal);
  const second = comparer.ask('summary', { before, after }, two.signal);
  one.abort();
  expect(await first).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  expect((await second).ok).toBe(true);
  const fresh = createComparer(library, ports);
  const only = new AbortController();
  const asked = fresh.ask('summary', { before, after }, only.signal);
  only.abort();
  expect(await asked).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  expect((await fresh.ask('summary', { before, after }, never)).ok).toBe(true);
});

test('replies about hostile objects stay within the limit', async () => {
  const config = (name: string, text: string, fields: number): KubeObject => ({
    apiVersion: 'example.com/v1',
    kind: 'Thing',
    metadata: { name, namespace: 'shop', uid: name },
    spec: Object.fromEntries(Array.from({ length: fields }, (_, index) => [`k${index}${'é'.repeat(200)}`, text.repeat(300)])),
  });
  const many = (text: string) =>
    snapshotOf({
      objects: Array.from({ length: 300 }, (_, index) =>
        config(`thing-${String(index).padStart(3, '0')}`, text, index === 0 ? 400 : 4),
      ),
    });
  const pair = { before: keep(many('é\u0001'), 'a', 'r'), after: keep(many('ü\u0001'), 'b', 'r') };
  const comparer = createComparer(library, ports);
  const page = await value(comparer.ask('objects', { ...pair, section: 'objects', filter: '', offset: 0, limit: 200 }, never));
  const detail = await value(comparer.ask('object', { ...pair, key: page.rows[0]?.key ?? '' }, never));
  expect(page.rows).toHaveLength(200);
  for (const reply of [page, detail, await value(comparer.ask('summary', pair, never))])
    expect(JSON.stringify(reply).length).toBeLessThan(replyLimit);
});
