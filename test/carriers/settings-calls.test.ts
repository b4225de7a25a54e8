import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CoreEvent } from '#contract/events';
import type { Result } from '#contract/result';
import { emptyNote, type Settings } from '#contract/settings';
import { createCore, type Core } from '#core/core';
import { createHandlers } from '#core/handlers/create-handlers';
import { createRuleBook } from '#core/handlers/rule-book';
import type { Events } from '#core/services';
import { readOnlyFor } from '#core/settings/read-only';
import { createAuthority } from '../cluster/certificates.ts';
import { fakeServices } from './fake-services.ts';

let home: string;
let core: Core;
let events: Events;
let told: CoreEvent['type'][];
let close: () => void;

const call = (name: string, input: unknown = {}): Promise<Result<unknown>> =>
  core.call(name, input, new AbortController().signal);
const onDisk = (): Record<string, unknown> =>
  JSON.parse(readFileSync(join(home, 'settings.json'), 'utf8')) as Record<string, unknown>;

const uploaded = async (name: string, text: string): Promise<string> => {
  const put = await call('upload.put', { handle: null, name, chunk: Buffer.from(text).toString('base64'), last: true });
  return (put as { value: { handle: string } }).value.handle;
};

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'plumbline-settings-calls-'));
  const fake = fakeServices(home);
  const { services, files } = fake;
  events = fake.events;
  told = [];
  events.subscribe(event => told.push(event.type));
  const handlers = createHandlers({
    services,
    book: createRuleBook([], 't', new Map()),
    planner: { plan: () => ({ requests: [], budget: 1, role: '' }) },
    facts: { version: '0', host: 'test', platform: 'linux', open: null },
  });
  core = createCore({ handlers, log: services.ports.log, readOnly: readOnlyFor(services.library, services.settings) });
  close = () => files.close();
});
afterEach(() => {
  close();
  rmSync(home, { recursive: true, force: true });
});

describe('settings', () => {
  test('a part is changed, kept, told to every window, and the rest stays', async () => {
    expect(await call('settings.update', { theme: 'dark' })).toMatchObject({ ok: true, value: { settings: { theme: 'dark' } } });
    expect(await call('settings.update', { density: 'compact' })).toMatchObject({
      ok: true,
      value: { settings: { theme: 'dark', density: 'compact' }, problem: null },
    });
    expect(told).toEqual(['settings.changed', 'settings.changed']);
    expect(onDisk()).toEqual({ version: 1, theme: 'dark', density: 'compact' });
  });
  test('one table’s layout is set and taken out beside the others', async () => {
    const layout = { columns: ['a'], sort: null };
    await call('settings.update', { tables: { findings: layout, objects: layout } });
    const reply = await call('settings.update', { tables: { findings: null } });
    expect(reply).toMatchObject({ value: { settings: { tables: { objects: layout } } } });
    expect(Object.keys(onDisk()['tables'] as object)).toEqual(['objects']);
  });
  test.each([
    ['a field that is none', { colour: 'red' }],
    ['notes, which have a call of their own', { clusters: {} }],
    ['trust, which only an answer gives', { execTrust: [] }],
    ['certificates, which come as a file', { caBundle: null }],
    ['a proxy that is none', { proxyUrl: 'file:///etc/passwd' }],
    ['a timeout out of bounds', { requestTimeoutMs: 1 }],
  ])('%s cannot be set', async (_, change) =>
    expect(await call('settings.update', change)).toMatchObject({ ok: false, error: { code: 'input-invalid' } }),
  );
  test('certificates come by their contents, are looked at, and go', async () => {
    const pem = createAuthority('Corp Root').cert;
    expect(await call('settings.setCaBundle', { upload: await uploaded('corp.pem', pem) })).toMatchObject({
      ok: true,
      value: { settings: { caBundle: { name: 'corp.pem', certificates: 1, subjects: ['CN=Corp Root'] } } },
    });
    expect(onDisk()['caBundlePem']).toBe(pem);
    expect(JSON.stringify(await call('settings.get'))).not.toContain('BEGIN CERTIFICATE');
    expect(await call('settings.setCaBundle', { upload: await uploaded('x', 'hello') })).toMatchObject({
      ok: false,
      error: { code: 'ca-invalid' },
    });
    expect(await call('settings.clearCaBundle')).toMatchObject({ value: { settings: { caBundle: null } } });
    expect(await call('settings.restoreCaBundle')).toMatchObject({ value: { settings: { caBundle: { name: 'corp.pem' } } } });
    expect(onDisk()['caBundlePem']).toBe(pem);
    expect(await call('settings.restoreCaBundle')).toMatchObject({ value: { settings: { caBundle: null } } });
  });
});

describe('read-only', () => {
  const dryRun = () => call('patch.dryRun', { snapshot: 's1', finding: 'f1' });
  const note = (readOnly: boolean) =>
    call('contexts.note', { context: { source: '/home/a/.kube/config', name: 'prod' }, note: { ...emptyNote, readOnly } });
  test('refuses dry-runs everywhere, or on the cluster of a snapshot alone, at once', async () => {
    expect(await dryRun()).toMatchObject({ ok: true });
    await call('settings.update', { readOnly: true });
    expect(await dryRun()).toMatchObject({ ok: false, error: { code: 'read-only' } });
    await note(false);
    expect(await dryRun()).toMatchObject({ ok: true });
    await call('settings.update', { readOnly: false });
    await note(true);
    expect(await dryRun()).toMatchObject({ ok: false, error: { code: 'read-only' } });
  });
});

describe('a login program’s trust', () => {
  const ask = (question: string, trust?: string): void =>
    events.emit({
      type: 'exec.question',
      question,
      source: '/dropped',
      command: ['login', '--password=hunter22222'],
      env: ['A'],
      ...(trust === undefined ? {} : { trust }),
    });
  const trusted = async (): Promise<readonly string[]> => {
    const reply = await call('settings.get');
    return (reply as { value: { settings: Settings } }).value.settings.execTrust.map(({ hash }) => hash);
  };
  const hash = 'ab'.repeat(32);
  test.each([
    ['is kept where the person says so', { allow: true, remember: true }, [hash]],
    ['is not kept by a yes alone', { allow: true }, []],
    ['is not kept by a no', { allow: false, remember: true }, []],
  ])('%s', async (_, answer, expected) => {
    ask('q1', hash);
    expect((await call('exec.answer', { question: 'q1', ...answer })).ok).toBe(true);
    expect(await trusted()).toEqual(expected);
  });
  test('cannot be given to a question that nobody asked', async () => {
    await call('exec.answer', { question: 'made up', allow: true, remember: true });
    expect(await trusted()).toEqual([]);
  });
  test('is listed without a password, and ends', async () => {
    ask('q1', hash);
    await call('exec.answer', { question: 'q1', allow: true, remember: true });
    expect(readFileSync(join(home, 'settings.json'), 'utf8')).not.toContain('hunter22222');
    expect(await call('settings.revokeExec', { hash })).toMatchObject({ value: { settings: { execTrust: [] } } });
  });
});

describe('diagnostics', () => {
  test('are one text with names of variables alone', async () => {
    const reply = (await call('app.diagnostics')) as { value: { text: string } };
    expect(reply.value.text).toMatch(/^Plumbline 0, rules t, test\nNode 24/);
    expect(reply.value.text).toContain('\nPATH:\n  /usr/bin\n');
  });
  test('a purge of settings leaves the defaults', async () => {
    await call('settings.update', { theme: 'dark' });
    expect(await call('app.purgePlan', { what: 'settings' })).toMatchObject({ value: { files: 1 } });
    expect(await call('app.purge', { what: 'settings' })).toMatchObject({ ok: true, value: { files: 1 } });
    expect(await call('settings.get')).toMatchObject({ value: { settings: { theme: 'system' } } });
  });
});
