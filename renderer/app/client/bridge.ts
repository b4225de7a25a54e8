import type { Bridge } from '#contract/client';
import { CoreEvent } from '#contract/events';
import type { Output } from '#contract/methods';
import type { Problem } from '#contract/problem';
import { ok, type Result } from '#contract/result';
import type { AppClient } from './app-client.ts';
import { asResult, cancelled, coreGone } from './problem-of.ts';

declare global {
  interface Window {
    readonly plumbline?: Bridge;
  }
}

const ask = async (bridge: Bridge, name: string, input: unknown, callId: string): Promise<Result<unknown, Problem>> => {
  try {
    return asResult(await bridge.call(name, input, callId));
  } catch (error) {
    return coreGone(String(error));
  }
};

/** The desktop app: calls go through the preload's bridge. */
export const bridgeClient = (bridge: Bridge): AppClient => {
  let calls = 0;
  return {
    call: async (name, input, signal) => {
      if (signal?.aborted === true) return cancelled();
      calls += 1;
      const callId = `page-${calls}`;
      const stop = (): void => void ask(bridge, '$cancel', { callId }, '');
      signal?.addEventListener('abort', stop, { once: true });
      const reply = await ask(bridge, name, input, callId);
      signal?.removeEventListener('abort', stop);
      return reply as Result<Output<typeof name>, Problem>;
    },
    subscribe: listener =>
      bridge.subscribe(event => {
        const parsed = CoreEvent.safeParse(event);
        if (parsed.success) listener(parsed.data);
      }),
    save: async ({ handle, name }) => {
      const reply = await ask(bridge, '$save', { handle, name }, '');
      if (!reply.ok && reply.error.code === 'cancelled') return ok(false);
      return reply.ok ? ok(true) : reply;
    },
  };
};
