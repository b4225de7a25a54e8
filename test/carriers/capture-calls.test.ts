import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CoreEvent } from '#contract/events';
import type { Input, MethodName, Output } from '#contract/methods';
import { problem, type ProblemCode } from '#contract/problem';
import { fail, type Result } from '#contract/result';
import { createCore } from '#core/core';
import { createHandlers } from '#core/handlers/create-handlers';
import { createRuleBook } from '#core/handlers/rule-book';
import type { Engine } from '#core/services';
import { fakeServices } from './fake-services.ts';

describe('captures among other calls', () => {
  let home: string;
  let close: () => void;
  const events: CoreEvent[] = [];
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'plumbline-calls-'));
    events.length = 0;
  });
  afterEach(() => {
    close();
    rmSync(home, { recursive: true });
  });

  const start = (engine: Partial<Engine>) => {
    const { services, files } = fakeServices(home);
    close = () => files.close();
    services.events.subscribe(event => events.push(event));
    const handlers = createHandlers({
      services: { ...services, engine: { ...services.engine, ...engine } },
      book: createRuleBook([], 't', new Map()),
      planner: { plan: () => ({ requests: [], budget: 1, role: '' }) },
      facts: { version: '0', host: 'test', platform: 'linux', open: null },
    });
    const core = createCore({ handlers, log: services.ports.log, readOnly: () => false });
    return async <N extends MethodName>(name: N, input: Input<N>): Promise<Result<Output<N>>> =>
      (await core.call(name, input, new AbortController().signal)) as Result<Output<N>>;
  };
  const valueOf = <T>(result: Result<T>): T => {
    if (!result.ok) throw new Error(result.error.what);
    return result.value;
  };
  const request = { context: { source: 'a', name: 'b' }, options: {} };

  test('one is cancelled while an import is under way', async () => {
    const call = start({ importFile: () => new Promise(() => undefined) });
    const { handle } = valueOf(await call('upload.put', { handle: null, name: 'x', chunk: '', last: true }));
    void call('snapshots.import', { upload: handle });
    const { captureId } = valueOf(await call('capture.start', request));
    expect((await call('capture.cancel', { captureId })).ok).toBe(true);
    expect((await call('capture.result', { captureId })).ok).toBe(false);
  });

  test('one is held and let go on; a page that comes later is told', async () => {
    const held: boolean[] = [];
    const call = start({ pauseCapture: (_, paused) => void held.push(paused) });
    const { captureId } = valueOf(await call('capture.start', request));
    valueOf(await call('capture.pause', { captureId, paused: true }));
    expect(valueOf(await call('capture.get', { captureId })).progress).toMatchObject({ paused: true, requests: 2 });
    expect(valueOf(await call('capture.list', {})).captures).toMatchObject([
      { captureId, snapshot: null, problem: null, progress: { paused: true } },
    ]);
    valueOf(await call('capture.pause', { captureId, paused: false }));
    expect(valueOf(await call('capture.get', { captureId })).progress.paused).toBeUndefined();
    expect(held).toEqual([true, false]);
    valueOf(await call('capture.cancel', { captureId }));
    await call('capture.result', { captureId });
    expect(await call('capture.pause', { captureId, paused: true })).toMatchObject({
      ok: false,
      error: { code: 'not-available' },
    });
    expect(valueOf(await call('capture.get', { captureId }))).toMatchObject({ problem: { code: 'cancelled' } });
  });

  test.each([
    ['unauthorized', true],
    ['credentials-expired', true],
    ['timeout', false],
    ['cancelled', false],
  ] as const)('one that ends with %s tells that the login is stale: %s', async (code, told) => {
    const call = start({ capture: async () => fail(problem(code, { what: 'x', why: 'y' })) });
    const { captureId } = valueOf(await call('capture.start', request));
    await call('capture.result', { captureId });
    expect(events.filter(({ type }) => type === 'stale')).toEqual(
      told ? [{ type: 'stale', reason: 'login', context: request.context }] : [],
    );
  });

  test.each(['capture.get', 'capture.findings', 'capture.pause'] as const)('%s of a capture that is none', async name => {
    const call = start({});
    const input = name === 'capture.pause' ? { captureId: 'x', paused: true } : { captureId: 'x' };
    expect(await call(name, input as never)).toMatchObject({ ok: false, error: { code: 'snapshot-unknown' } });
  });

  test.each([
    ['unreachable', 'failed'],
    ['core-gone', 'failed'],
    ['cancelled', 'cancelled'],
  ] as const)('one that ends with %s has a last phase: %s', async (code: ProblemCode, phase) => {
    const call = start({ capture: async () => fail(problem(code, { what: 'w', why: 'y' })) });
    const { captureId } = valueOf(await call('capture.start', request));
    expect(await call('capture.result', { captureId })).toMatchObject({ ok: false, error: { code } });
    expect(events).toMatchObject([{ type: 'capture.progress', progress: { captureId, phase } }]);
  });
});
