import { afterEach, describe, expect, it, vi } from 'vitest';
import type { CoreEvent } from '#contract/events';
import { readEvents } from './events-stream.ts';
import { httpClient } from './http.ts';
import { login, storedToken, takeCode } from './session.ts';
import { upload } from './upload.ts';
import { fakeClient } from './fake.ts';
import { bridgeClient } from './bridge.ts';
import { ok } from '#contract/result';

const replyWith = (status: number, body: unknown): ReturnType<typeof vi.fn> =>
  vi.fn(
    async (_url: string, _init?: RequestInit) => new Response(typeof body === 'string' ? body : JSON.stringify(body), { status }),
  );

afterEach(() => {
  vi.unstubAllGlobals();
  sessionStorage.clear();
});

const problemCode = async (status: number, body: unknown): Promise<string> => {
  vi.stubGlobal('fetch', replyWith(status, body));
  const reply = await httpClient('t', () => undefined).call('app.info', {});
  return reply.ok ? 'ok' : reply.error.code;
};

describe('calls over HTTP never reject', () => {
  it.each([
    [200, { ok: true, value: {} }, 'ok'],
    [400, { ok: false, error: { code: 'input-invalid', what: '', why: '', todo: '' } }, 'input-invalid'],
    [401, {}, 'unauthorized'],
    [500, 'not json', 'core-gone'],
    [200, { something: 'else' }, 'core-gone'],
    [200, null, 'core-gone'],
  ])('%s %j is %s', async (status, body, expected) => expect(await problemCode(status, body)).toBe(expected));

  it('sends the bearer token and the input, by POST', async () => {
    const fetch = replyWith(200, { ok: true, value: {} });
    vi.stubGlobal('fetch', fetch);
    await httpClient('secret', () => undefined).call('snapshots.get', { snapshot: 'a' });
    expect(fetch.mock.calls[0]?.[0]).toBe('/rpc/snapshots.get');
    expect(fetch.mock.calls[0]?.[1]).toMatchObject({
      method: 'POST',
      body: '{"snapshot":"a"}',
      headers: { authorization: 'Bearer secret' },
    });
  });

  it('an aborted fetch is cancelled', async () => {
    vi.stubGlobal(
      'fetch',
      (_url: string, init: RequestInit) =>
        new Promise((_resolve, reject) => init.signal?.addEventListener('abort', () => reject(new Error('aborted')))),
    );
    const abort = new AbortController();
    const reply = httpClient('t', () => undefined).call('app.info', {}, abort.signal);
    abort.abort();
    expect(await reply).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  });

  it('an ended login is told', async () => {
    vi.stubGlobal('fetch', replyWith(401, {}));
    const onLogin = vi.fn();
    await httpClient('t', onLogin).call('app.info', {});
    expect(onLogin).toHaveBeenCalledOnce();
  });

  it('a ticket that leads elsewhere is not followed', async () => {
    vi.stubGlobal('fetch', replyWith(200, { url: 'https://evil.example/x' }));
    expect(await httpClient('t', () => undefined).save({ handle: 'h', name: 'n', bytes: 1 })).toMatchObject({ ok: false });
  });
});

describe('login', () => {
  it('takes the code out of the address', () => {
    history.replaceState(null, '', '/clusters?x=1#code=abc');
    expect(takeCode()).toBe('abc');
    expect(location.href.endsWith('/clusters?x=1')).toBe(true);
  });

  it('keeps the token for this tab alone', async () => {
    vi.stubGlobal('fetch', replyWith(200, { token: 'tok' }));
    expect(await login('abc')).toEqual({ ok: true, value: 'tok' });
    expect(storedToken()).toBe('tok');
  });

  it.each([
    [403, {}],
    [200, { token: 5 }],
    [200, {}],
  ])('%s %j is refused', async (status, body) => {
    vi.stubGlobal('fetch', replyWith(status, body));
    expect(await login('abc')).toMatchObject({ ok: false, error: { code: 'unauthorized' } });
    expect(storedToken()).toBeNull();
  });
});

const streamOf = (...chunks: readonly string[]): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start: controller => {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      controller.close();
    },
  });

describe('events', () => {
  it('come whole from split chunks; what is no event is left out', async () => {
    const heard: CoreEvent[] = [];
    await readEvents(
      streamOf('{"type":"library.ch', 'anged"}\n\n{"type":"nonsense"}\nbroken\n{"type":"core.rest', 'arted"}\n'),
      event => heard.push(event),
    );
    expect(heard).toEqual([{ type: 'library.changed' }, { type: 'core.restarted' }]);
  });
});

describe('the bridge', () => {
  it('cancels by the id of the call and never rejects', async () => {
    const calls: unknown[] = [];
    const client = bridgeClient({
      call: async (name, input, id) => (
        calls.push([name, input, id]),
        name === '$cancel' ? ok({}) : Promise.reject(new Error('gone'))
      ),
      subscribe: () => () => undefined,
    });
    const abort = new AbortController();
    const reply = client.call('app.info', {}, abort.signal);
    abort.abort();
    expect(await reply).toMatchObject({ ok: false, error: { code: 'core-gone' } });
    expect(calls).toEqual([
      ['app.info', {}, 'page-1'],
      ['$cancel', { callId: 'page-1' }, ''],
    ]);
  });

  it('an event of no known form is left out', () => {
    let tell: (event: unknown) => void = () => undefined;
    const heard: unknown[] = [];
    bridgeClient({ call: async () => ok({}), subscribe: listener => ((tell = listener), () => undefined) }).subscribe(event =>
      heard.push(event),
    );
    tell({ type: 'library.changed' });
    tell({ type: 'library.changed', more: 1 });
    tell(null);
    expect(heard).toEqual([{ type: 'library.changed' }]);
  });
});

describe('upload', () => {
  it('goes piece by piece, the last one said so', async () => {
    const client = fakeClient({ 'upload.put': () => ok({ handle: 'u' }) });
    expect(await upload(client, new Blob([new Uint8Array(600_000)]), 'x.tar.gz')).toEqual({ ok: true, value: 'u' });
    expect(client.calls.map(({ input }) => (input as { handle: string | null; last: boolean; chunk: string }).last)).toEqual([
      false,
      true,
    ]);
    expect(client.calls.every(({ input }) => (input as { chunk: string }).chunk.length <= 700_000)).toBe(true);
  });
});
