import { randomUUID } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { request } from 'undici';
import type { CoreEvent } from '#contract/events';
import type { CoreProcess } from '#contract/core-messages';
import type { Problem } from '#contract/problem';
import type { Result } from '#contract/result';
import type { CoreHost } from '#electron/core-host';
import { answer } from '#electron/main/ipc-answer';
import { linkCore } from '#electron/main/core-link';
import { hostAnswers } from '#electron/main/host-answers';
import { serveCore } from '#electron/core-process/serve-core';
import { startWebHost } from '#electron/web/server';

/** One way to reach a core, as loosely typed as the wire is: the suite sends what a hostile page could. */
export interface Carrier {
  call(name: string, input: unknown, signal?: AbortSignal): Promise<Result<unknown, Problem>>;
  subscribe(listener: (event: CoreEvent) => void): Promise<() => void>;
  download(handle: string): Promise<string | undefined>;
  close(): Promise<void>;
}

const direct = async (host: CoreHost): Promise<Carrier> => ({
  call: (name, input, signal) => host.core.call(name, input, signal ?? new AbortController().signal),
  subscribe: async listener => host.subscribe(listener),
  download: async handle => {
    const { readFileSync } = await import('node:fs');
    const file = host.takeDownload(handle);
    return file === undefined ? undefined : readFileSync(file.path, 'utf8');
  },
  close: () => host.close(),
});

/** Main and the core's process as they are, with structured clone between them in place of the operating system. */
const ipc = async (host: CoreHost, home: string): Promise<Carrier> => {
  const listeners = new Set<(event: CoreEvent) => void>();
  const core = linkCore({
    args: [],
    now: Date.now,
    onEvent: event => {
      for (const listener of listeners) listener(structuredClone(event));
    },
    onGivenUp: () => undefined,
    start: (): CoreProcess => {
      let toMain: (message: unknown) => void = () => undefined;
      let toCore: (message: unknown) => void = () => undefined;
      void turn().then(() =>
        serveCore(
          host,
          {
            send: message => toMain(structuredClone(message)),
            listen: listener => {
              toCore = listener;
            },
          },
          () => undefined,
        ),
      );
      return {
        post: message => toCore(structuredClone(message)),
        onMessage: listener => {
          toMain = listener;
        },
        onExit: () => undefined,
        kill: () => undefined,
      };
    },
  });
  const target = `${home}/saved`;
  const options = {
    core,
    caller: '1.1',
    chooseSavePath: async () => target,
    host: hostAnswers({
      openWindow: () => true,
      chooseOpenPath: async () => undefined,
      take: core.take,
      onChosen: () => undefined,
    }),
  };
  return {
    call: async (name, input, signal) => {
      const id = randomUUID();
      signal?.addEventListener('abort', () => void answer(options, '$cancel', { callId: id }, ''), { once: true });
      return (await answer(options, name, structuredClone(input), id)) as Result<unknown, Problem>;
    },
    subscribe: async listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    download: async handle => {
      const { readFileSync } = await import('node:fs');
      const saved = (await answer(options, '$save', { handle, name: 'x' }, '')) as Result<unknown, Problem>;
      return saved.ok ? readFileSync(target, 'utf8') : undefined;
    },
    close: async () => {
      core.stop();
      await host.close();
    },
  };
};

const http = async (host: CoreHost, home: string): Promise<Carrier> => {
  const web = await startWebHost({
    core: host.core,
    subscribe: host.subscribe,
    takeDownload: host.takeDownload,
    renderer: home,
    port: 0,
  });
  const base = `http://127.0.0.1:${web.port}`;
  const origin = { origin: base, 'content-type': 'application/json' };
  const code = web.url().split('#code=')[1];
  const session = await request(`${base}/session`, { method: 'POST', headers: origin, body: JSON.stringify({ code }) });
  const { token } = (await session.body.json()) as { token: string };
  const headers = { ...origin, authorization: `Bearer ${token}` };
  const streams = new AbortController();
  return {
    call: async (name, input, signal) => {
      try {
        const response = await request(`${base}/rpc/${encodeURIComponent(name)}`, {
          method: 'POST',
          headers,
          body: JSON.stringify(input) ?? '',
          ...(signal === undefined ? {} : { signal }),
        });
        return (await response.body.json()) as Result<unknown, Problem>;
      } catch {
        // As the renderer's client: an aborted fetch is an answer too.
        return { ok: false, error: { code: 'cancelled', what: '', why: '', todo: '' } };
      }
    },
    subscribe: async listener => {
      const stop = new AbortController();
      const response = await request(`${base}/events`, { headers, signal: AbortSignal.any([stop.signal, streams.signal]) });
      void (async () => {
        let rest = '';
        try {
          for await (const part of response.body) {
            const lines = (rest + String(part)).split('\n');
            rest = lines.pop() ?? '';
            for (const line of lines) if (line !== '') listener(JSON.parse(line) as CoreEvent);
          }
        } catch {
          // Stopped by us.
        }
      })();
      return () => stop.abort();
    },
    download: async handle => {
      const ticket = await request(`${base}/ticket`, { method: 'POST', headers, body: JSON.stringify({ handle }) });
      const { url } = (await ticket.body.json()) as { url: string };
      const file = await request(`${base}${url}`);
      return file.statusCode === 200 ? file.body.text() : undefined;
    },
    close: async () => {
      streams.abort();
      await web.close();
      await host.close();
    },
  };
};

export const carriers: Readonly<Record<string, (host: CoreHost, home: string) => Promise<Carrier>>> = { direct, ipc, http };
