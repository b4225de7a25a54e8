import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CoreEvent } from '#contract/events';
import { type Carrier, carriers } from './carriers.ts';
import { fakeHost } from './fake-host.ts';

/** One suite over every carrier: what the page may rely on, whichever way its calls go. */
describe.each(Object.keys(carriers))('the %s carrier', kind => {
  let home: string;
  let carrier: Carrier;

  const open = async (options: { readonly readOnly?: boolean } = {}): Promise<Carrier> => {
    const make = carriers[kind];
    if (make === undefined) throw new Error(kind);
    return make(fakeHost(home, options), home);
  };

  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'plumbline-carrier-'));
    writeFileSync(join(home, 'index.html'), '<!doctype html>');
    carrier = await open();
  });
  afterEach(async () => {
    await carrier.close();
    rmSync(home, { recursive: true });
  });

  test('answers a query', async () => {
    expect(await carrier.call('snapshots.list', {})).toMatchObject({ ok: true, value: { snapshots: [{ id: 's1' }] } });
  });

  test('a call of the window’s own is answered by no core', async () => {
    const reply = await carrier.call('host.openWindow', { snapshot: null });
    expect(reply).toMatchObject(kind === 'ipc' ? { ok: true, value: {} } : { ok: false, error: { code: 'not-available' } });
  });

  test.each([
    ['a call that is not there', 'nothing.here', {}, 'unknown-call'],
    ['a name from the prototype', 'constructor', {}, 'unknown-call'],
    ['a missing field', 'snapshots.get', {}, 'input-invalid'],
    ['an extra field', 'snapshots.get', { snapshot: 's1', path: '/etc/passwd' }, 'input-invalid'],
    ['a wrong type', 'findings.list', { snapshot: 's1', limit: 'all' }, 'input-invalid'],
    ['an input that is no object', 'snapshots.list', [], 'input-invalid'],
    ['a snapshot that is not there', 'snapshots.get', { snapshot: 'gone' }, 'snapshot-unknown'],
  ])('tells %s by its code', async (_, name, input, code) => {
    expect(await carrier.call(name, input)).toMatchObject({ ok: false, error: { code } });
  });

  test('I7 a reply is bounded: 500 rows, 1 MiB', async () => {
    const reply = await carrier.call('findings.list', { snapshot: 'big', group: 'none', limit: 500 });
    expect(reply.ok).toBe(true);
    expect(JSON.stringify(reply).length).toBeLessThan(1024 * 1024);
    expect(await carrier.call('findings.list', { snapshot: 'big', group: 'none', limit: 501 })).toMatchObject({
      ok: false,
      error: { code: 'input-invalid' },
    });
  });

  test('carries events in order, then cancels', async () => {
    const events: CoreEvent[] = [];
    const stop = await carrier.subscribe(event => events.push(event));
    const started = await carrier.call('capture.start', { context: { source: 'a', name: 'b' }, options: {} });
    const { captureId } = (started as { value: { captureId: string } }).value;
    await expect
      .poll(() => events.map(event => (event.type === 'capture.progress' ? event.progress.requests : event.type)))
      .toEqual([0, 1, 2]);
    expect(await carrier.call('capture.cancel', { captureId })).toEqual({ ok: true, value: {} });
    expect(await carrier.call('capture.result', { captureId })).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    stop();
  });

  test('I7 a call that runs is cancelled', async () => {
    const controller = new AbortController();
    const call = carrier.call('doctor.run', { context: { source: 'a', name: 'b' } }, controller.signal);
    setTimeout(() => controller.abort(), 50);
    expect(await call).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  });

  test('I7 an upload goes in pieces, each answered before the next, and a download once', async () => {
    const first = await carrier.call('upload.put', {
      handle: null,
      name: 'config',
      chunk: Buffer.from('apiVersion: ').toString('base64'),
      last: false,
    });
    const { handle } = (first as { value: { handle: string } }).value;
    expect(await carrier.call('contexts.add', { upload: handle })).toMatchObject({ ok: false, error: { code: 'input-invalid' } });
    await carrier.call('upload.put', { handle, name: 'config', chunk: Buffer.from('v1').toString('base64'), last: true });
    expect(await carrier.call('contexts.add', { upload: handle })).toEqual({ ok: true, value: { source: 'pasted:config:14' } });

    const exported = await carrier.call('snapshots.export', { snapshot: 's1' });
    const download = (exported as { value: { handle: string; name: string } }).value;
    expect(download.name).toBe('prod.tar.gz');
    expect(await carrier.download(download.handle)).toBe('bundle bytes');
    expect(await carrier.download(download.handle)).toBeUndefined();
  });

  test('refuses a dry-run in read-only mode, and only then', async () => {
    const input = { snapshot: 's1', finding: 'f1' };
    expect(await carrier.call('patch.dryRun', input)).toMatchObject({ ok: true });
    const readOnly = await open({ readOnly: true });
    expect(await readOnly.call('patch.dryRun', input)).toMatchObject({ ok: false, error: { code: 'read-only' } });
    await readOnly.close();
  });
});
