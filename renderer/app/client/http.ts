import type { CoreEvent } from '#contract/events';
import type { Output } from '#contract/methods';
import type { Problem } from '#contract/problem';
import { ok, type Result } from '#contract/result';
import type { AppClient } from './app-client.ts';
import { followEvents } from './events-stream.ts';
import { asResult, cancelled, coreGone, noLogin } from './problem-of.ts';

const post = async (
  path: string,
  token: string,
  body: unknown,
  signal: AbortSignal | null,
): Promise<Result<Response, Problem>> => {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal,
    });
    return response.status === 401 ? noLogin() : ok(response);
  } catch (error) {
    return signal?.aborted === true ? cancelled() : coreGone(String(error));
  }
};

const jsonOf = async (response: Response): Promise<unknown> => {
  try {
    return (await response.json()) as unknown;
  } catch {
    return null;
  }
};

const urlOf = (body: unknown): string | null => {
  const value =
    typeof body === 'object' && body !== null && 'ok' in body && body.ok === true && 'value' in body ? body.value : body;
  return typeof value === 'object' &&
    value !== null &&
    'url' in value &&
    typeof value.url === 'string' &&
    value.url.startsWith('/')
    ? value.url
    : null;
};

const codeOf = (body: unknown): string | null =>
  typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string' ? body.code : null;

const click = (url: string, name: string): void => {
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
};

/** The loopback page: calls by POST, events by one long response. `onLogin` is told when the token no longer holds. */
export const httpClient = (token: string, onLogin: () => void): AppClient => {
  const listeners = new Set<(event: CoreEvent) => void>();
  const lost = <T>(reply: Result<T, Problem>): Result<T, Problem> => {
    if (!reply.ok && reply.error.code === 'unauthorized' && reply.error.what === 'This page is not logged in.') onLogin();
    return reply;
  };
  let stream: AbortController | null = null;
  const follow = (): void => {
    if (stream !== null) return;
    stream = new AbortController();
    void followEvents(token, event => listeners.forEach(listener => listener(event)), stream.signal, onLogin);
  };
  return {
    call: async (name, input, signal) => {
      const reply = lost(await post(`/rpc/${name}`, token, input, signal ?? null));
      if (!reply.ok) return reply;
      const body = await jsonOf(reply.value);
      if (signal?.aborted === true) return cancelled();
      return (body === null ? coreGone(`HTTP ${reply.value.status}`) : asResult(body)) as Result<Output<typeof name>, Problem>;
    },
    subscribe: listener => {
      listeners.add(listener);
      follow();
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        stream?.abort();
        stream = null;
      };
    },
    issueCode: async () => {
      const reply = lost(await post('/code', token, {}, null));
      if (!reply.ok) return reply;
      const code = codeOf(await jsonOf(reply.value));
      return code === null ? coreGone(`No code: HTTP ${reply.value.status}`) : ok(code);
    },
    save: async ({ handle, name }) => {
      const reply = lost(await post('/ticket', token, { handle }, null));
      if (!reply.ok) return reply;
      const url = urlOf(await jsonOf(reply.value));
      if (url === null) return coreGone(`No ticket for the download: HTTP ${reply.value.status}`);
      click(url, name);
      return ok(true);
    },
  };
};
