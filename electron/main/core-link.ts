import { randomUUID } from 'node:crypto';
import { FromCore, type CoreProcess, type StartCore } from '#contract/core-messages';
import type { CoreEvent } from '#contract/events';
import { problem, type Problem } from '#contract/problem';
import { createCrashLimit } from './crash-limit.ts';

type Reply = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: Problem };

/** The core's process as the carrier sees it: calls survive a crash as answers, and the next call finds a new process. */
export interface CoreLink {
  call(name: string, input: unknown, callId: string): Promise<unknown>;
  cancel(callId: string): void;
  save(handle: string, path: string): Promise<unknown>;
  /** Opens what a further start of the app named: the page is told by an event. */
  open(args: readonly string[]): void;
  /** Takes a file that a person chose in main's dialog: answered with its handle. */
  take(path: string): Promise<unknown>;
  /** Connections that are open lead nowhere any more. */
  reconnect(): void;
  /** After it was given up: once more, as if nothing had been. */
  again(): void;
  stop(): void;
}

export interface CoreLinkOptions {
  readonly start: StartCore;
  readonly args: readonly string[];
  readonly onEvent: (event: CoreEvent) => void;
  /** Told when the core could not be kept alive, and why where it said so itself. */
  readonly onGivenUp: (found: Problem | undefined) => void;
  readonly now: () => number;
}

/** Restarts of a core that ends soon after its start, a minute. */
const quickRestarts = 4;

const gone = (code: number | null): Reply => ({
  ok: false,
  error: problem('core-gone', {
    what: 'The core stopped while it worked on this.',
    why: `Its process ended${code === null ? '' : ` with code ${code}`}.`,
  }),
});

export const linkCore = ({ start, args, onEvent, onGivenUp, now }: CoreLinkOptions): CoreLink => {
  const pending = new Map<string, (reply: unknown) => void>();
  let mayRestart = createCrashLimit(quickRestarts, now);
  let process: CoreProcess | undefined;
  // What is asked before the core says it is ready waits: a port without a listener would lose it.
  let waiting: ((to: CoreProcess) => void)[] | undefined = [];
  let stopping = false;
  // What was named at the start is opened once: a core that comes back would import it anew.
  let firstArgs = args;

  const settle = (id: string, reply: unknown): void => {
    pending.get(id)?.(reply);
    pending.delete(id);
  };

  const flush = (): void => {
    const posts = waiting ?? [];
    waiting = undefined;
    for (const post of posts) if (process !== undefined) post(process);
  };

  const listen = (message: unknown): void => {
    const parsed = FromCore.safeParse(message);
    if (!parsed.success) return;
    if (parsed.data.type === 'ready') {
      firstArgs = [];
      flush();
    } else if (parsed.data.type === 'failed') giveUp(parsed.data.problem);
    else if (parsed.data.type === 'reply') settle(parsed.data.id, parsed.data.result);
    else if (parsed.data.type === 'event') onEvent(parsed.data.event);
  };

  const giveUp = (found: Problem | undefined): void => {
    stopping = true;
    onGivenUp(found);
  };

  const begin = (): void => {
    const current = start(firstArgs);
    process = current;
    waiting = [];
    current.onMessage(listen);
    current.onExit(code => {
      if (process === current) process = undefined;
      for (const id of pending.keys()) settle(id, gone(code));
      if (stopping) return;
      if (!mayRestart()) {
        giveUp(undefined);
        return;
      }
      begin();
      onEvent({ type: 'core.restarted' });
    });
  };

  begin();

  const send = (post: (to: CoreProcess) => void): void => {
    if (process === undefined) return;
    if (waiting === undefined) post(process);
    else waiting.push(post);
  };

  const ask = (id: string, post: (to: CoreProcess) => void): Promise<unknown> =>
    new Promise(resolve => {
      if (process === undefined) {
        resolve(gone(null));
        return;
      }
      pending.set(id, resolve);
      send(post);
    });

  return {
    open: opened => send(to => to.post({ type: 'open', args: [...opened] })),
    call: (name, input, callId) => ask(callId, to => to.post({ type: 'call', id: callId, name, input })),
    cancel: callId => process?.post({ type: 'cancel', id: callId }),
    save: (handle, path) => {
      const id = randomUUID();
      return ask(id, to => to.post({ type: 'save', id, handle, path }));
    },
    take: path => {
      const id = randomUUID();
      return ask(id, to => to.post({ type: 'take', id, path }));
    },
    reconnect: () => process?.post({ type: 'reconnect' }),
    again: () => {
      if (process !== undefined) return;
      stopping = false;
      mayRestart = createCrashLimit(quickRestarts, now);
      begin();
      onEvent({ type: 'core.restarted' });
    },
    stop: () => {
      stopping = true;
      process?.post({ type: 'stop' });
      process?.kill();
    },
  };
};
