import type { Problem } from '#contract/problem';
import { problem } from '#contract/problem';
import type { Result } from '#contract/result';
import { fail, ok } from '#contract/result';
import type { JsonValue } from '#contract/json';
import type { KubeConnection, KubeRequest, KubeResponse, Ports } from '#core/ports';
import { redactText, statusMessage } from '#core/redact/text';
import { createGate } from './gate.ts';
import type { Pause } from './pause.ts';

/** An answer that is JSON and says success. */
export interface Answer {
  readonly json: unknown;
  /** Length of its body. */
  readonly bytes: number;
}

/**
 * Why there is no answer, after all retries. `denied` 403, `absent` 404 and 405, `expired` 410 (with the body's continue
 * token), `budget` and `cancelled` unsent, `unacceptable` 406, `too-large` more than the transport takes, `failed` the rest.
 */
export interface NoAnswer {
  readonly kind: 'denied' | 'absent' | 'expired' | 'budget' | 'cancelled' | 'unacceptable' | 'too-large' | 'failed';
  readonly reason: string;
  readonly continueToken?: string;
  readonly problem?: Problem;
}

export interface Ask {
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly accept: string;
  /** Goes on with a list: that is sent before others are begun, since pages of one list come one after another. */
  readonly goesOn?: boolean;
  /** Fewer than the capture's own, where an answer is not worth the wait. */
  readonly retries?: number;
  /** Tells each retry, in words. */
  readonly onRetry?: (note: string) => void;
  /** Sees a successful answer before it is parsed, at each try. */
  readonly onText?: (text: string, bytes: number) => void;
  /** Takes out of a successful answer what nobody needs, before it is parsed; a wrong cut must leave no valid JSON. */
  readonly trim?: (text: string) => string;
  /** Nobody looks at managedFields in the answer. */
  readonly withoutManagedFields?: boolean;
}

export interface RequestCounts {
  requests: number;
  retries: number;
  throttled: number;
  bytes: number;
}

export interface Requester {
  get(ask: Ask): Promise<Result<Answer, NoAnswer>>;
  post(path: string, body: JsonValue): Promise<Result<Answer, NoAnswer>>;
  readonly counts: Readonly<RequestCounts>;
  /** Set once the connection as a whole is of no use: nothing more is sent. */
  readonly broken: Problem | undefined;
}

export interface RequesterOptions {
  readonly concurrency: number;
  readonly requestBudget: number;
  readonly requestTimeout: number;
  readonly retries: number;
  /** Asked before each request. */
  readonly pause?: Pause | undefined;
}

/** Longest that a Retry-After is obeyed, in ms: a server that asks for more is given up for this request. */
const longestWait = 60_000;
const firstBackOff = 200;
const longestBackOff = 10_000;

/** After so many faults of the connection in a row, over all requests, the server counts as gone. */
const faultsUntilBroken = 30;

/** So many 401 in a row, over all requests, mean that the credentials have expired. */
const refusalsUntilBroken = 8;

const transient = new Set([
  'timeout',
  'connection-reset',
  'unreachable',
  'proxy',
  'dns',
  'throttled',
  'server-error',
  'response-invalid',
]);

export const createRequester = (
  kube: KubeConnection,
  options: RequesterOptions,
  ports: Ports,
  signal: AbortSignal,
): Requester => {
  const state: State = {
    kube,
    options,
    ports,
    signal,
    gate: createGate(options.concurrency),
    counts: { requests: 0, retries: 0, throttled: 0, bytes: 0 },
    faults: 0,
    refusals: 0,
    answered: false,
    broken: undefined,
  };
  return {
    get: ask =>
      send(
        state,
        {
          method: 'GET',
          path: ask.path,
          accept: ask.accept,
          ...(ask.query === undefined ? {} : { query: ask.query }),
          ...(ask.withoutManagedFields === true ? { withoutManagedFields: true } : {}),
        },
        ask,
      ),
    post: (path, body) =>
      send(state, { method: 'POST', path, body, accept: 'application/json', contentType: 'application/json' }),
    counts: state.counts,
    get broken() {
      return state.broken;
    },
  };
};

interface State {
  readonly kube: KubeConnection;
  readonly options: RequesterOptions;
  readonly ports: Ports;
  readonly signal: AbortSignal;
  readonly gate: ReturnType<typeof createGate>;
  readonly counts: RequestCounts;
  faults: number;
  /** 401 in a row, over all requests. */
  refusals: number;
  answered: boolean;
  broken: Problem | undefined;
}

type Hooks = Pick<Ask, 'goesOn' | 'onRetry' | 'onText' | 'retries' | 'trim'>;

/** What one sending came to: an end, or a wait before the next. */
type Outcome =
  | { readonly end: Result<Answer, NoAnswer> }
  | { readonly wait: number | undefined; readonly note: string; readonly gaveUp: NoAnswer };

const send = async (state: State, request: KubeRequest, hooks: Hooks = {}): Promise<Result<Answer, NoAnswer>> => {
  for (let attempt = 0; ; attempt += 1) {
    const outcome = await sendOnce(state, request, hooks);
    if ('end' in outcome) return outcome.end;
    // Checked before the wait: a server that is down must not keep us for a back-off more.
    if (attempt >= (hooks.retries ?? state.options.retries) || state.broken !== undefined) return fail(outcome.gaveUp);
    state.counts.retries += 1;
    hooks.onRetry?.(outcome.note);
    await state.ports.sleep(outcome.wait ?? backOff(state, attempt), state.signal);
  }
};

/** Exponential with jitter over its upper half. */
const backOff = (state: State, attempt: number): number => {
  const full = Math.min(longestBackOff, firstBackOff * 2 ** attempt);
  return full / 2 + (full / 2) * state.ports.random();
};

const cancelled: NoAnswer = { kind: 'cancelled', reason: 'The capture was cancelled.' };

/** What is asked next goes on its way before a good answer is parsed, which holds up everything else. */
const sendOnce = async (state: State, request: KubeRequest, hooks: Hooks): Promise<Outcome> => {
  const answer = await inTurn(state, request, hooks);
  if (!('text' in answer)) return answer;
  await state.ports.pause();
  const { withoutManagedFields, ...whole } = request;
  const read = success(request, answer, hooks);
  // What was cut at the wrong place is no JSON any more: then it is asked for whole.
  return 'end' in read || withoutManagedFields !== true ? read : sendOnce(state, whole, hooks);
};

/** A good answer's text, and the length of its body. */
interface Good {
  readonly text: string;
  readonly bytes: number;
}

const inTurn = async (state: State, request: KubeRequest, hooks: Hooks): Promise<Outcome | Good> => {
  await state.gate.enter(state.signal, hooks.goesOn);
  try {
    await state.options.pause?.leave(state.signal);
    const refused = refusal(state);
    if (refused !== undefined) return { end: fail(refused) };
    state.counts.requests += 1;
    const result = await state.kube.request({ ...request, timeout: state.options.requestTimeout }, state.signal);
    return result.ok ? judge(state, result.value, hooks) : fault(state, result.error);
  } finally {
    state.gate.leave();
  }
};

const refusal = (state: State): NoAnswer | undefined => {
  if (state.signal.aborted) return cancelled;
  if (state.broken !== undefined) return { kind: 'failed', reason: state.broken.what, problem: state.broken };
  if (state.counts.requests < state.options.requestBudget) return undefined;
  return { kind: 'budget', reason: `The budget of ${String(state.options.requestBudget)} requests was used up.` };
};

const fault = (state: State, error: Problem): Outcome => {
  if (error.code === 'cancelled' || state.signal.aborted) return { end: fail(cancelled) };
  const gaveUp: NoAnswer = { kind: error.code === 'too-large' ? 'too-large' : 'failed', reason: error.what, problem: error };
  if (error.code === 'too-large') return { end: fail(gaveUp) };
  if (error.code === 'unauthorized') return unauthorized(state, error);
  if (!transient.has(error.code)) {
    // Credentials, trust, a plugin: the next request would meet the same.
    state.broken ??= error;
    return { end: fail(gaveUp) };
  }
  state.faults += 1;
  // A server that never answered is not asked again by every list.
  if (state.faults >= (state.answered ? faultsUntilBroken : state.options.retries + 1)) state.broken ??= error;
  return { wait: undefined, note: error.what, gaveUp };
};

/**
 * One 401 among good answers is a server that lost its authenticator for a moment, so it is asked again; credentials that are
 * no good get nothing else.
 */
const unauthorized = (state: State, error: Problem): Outcome => {
  state.refusals += 1;
  if (state.refusals >= (state.answered ? refusalsUntilBroken : 2)) state.broken ??= error;
  return { wait: undefined, note: error.what, gaveUp: { kind: 'failed', reason: error.what, problem: error } };
};

/** The text of a good answer; else what to do now. */
const judge = (state: State, response: KubeResponse, hooks: Hooks): Outcome | Good => {
  const { text, bytes = text.length } = response;
  state.counts.bytes += bytes;
  state.faults = 0;
  const { status } = response;
  if (status !== 401) {
    state.answered = true;
    state.refusals = 0;
  }
  if (status >= 200 && status < 300) {
    state.gate.settled();
    hooks.onText?.(text, bytes);
    return { text, bytes };
  }
  const message = messageOf(response);
  if (status === 429 || status >= 500) return throttledOrBroken(state, response, message);
  if (status === 401)
    return unauthorized(
      state,
      problem('unauthorized', { what: 'The API server does not accept the credentials (401).', why: message }),
    );
  return { end: fail(refusedBy(status, message, response.text)) };
};

const success = (request: KubeRequest, { text, bytes }: Good, hooks: Hooks): Outcome => {
  try {
    const json = parsed(text, hooks.trim);
    return { end: ok({ json, bytes }) };
  } catch {
    const error = problem('response-invalid', {
      what: `The answer to ${request.path} is no whole JSON.`,
      why: 'It was cut on its way, or something in between answers in the server’s place.',
    });
    return { wait: undefined, note: error.what, gaveUp: { kind: 'failed', reason: error.what, problem: error } };
  }
};

/** What was cut at the wrong place is no JSON any more: then it is parsed as it came. */
const parsed = (text: string, trim: Ask['trim']): unknown => {
  const trimmed = trim?.(text) ?? text;
  if (trimmed.length === text.length) return JSON.parse(text);
  try {
    return JSON.parse(trimmed);
  } catch {
    return JSON.parse(text);
  }
};

const throttledOrBroken = (state: State, response: KubeResponse, message: string): Outcome => {
  const { status } = response;
  const told = retryAfter(state, response);
  if (status === 429) {
    state.counts.throttled += 1;
    state.gate.slowDown();
  }
  const error = problem(status === 429 ? 'throttled' : 'server-error', {
    what: status === 429 ? 'The API server asks to slow down (429).' : `The API server answered with ${String(status)}.`,
    why: message,
  });
  const reason = message === '' ? error.what : `${error.what} ${message}`;
  const gaveUp: NoAnswer = { kind: 'failed', reason, problem: error };
  if (status === 501 || (told !== undefined && told > longestWait)) return { end: fail(gaveUp) };
  return {
    wait: told,
    note: told === undefined ? error.what : `${error.what} Waiting ${String(Math.ceil(told / 1000))} s, as it asks.`,
    gaveUp,
  };
};

/** Milliseconds that `Retry-After` asks for: seconds or a date. Jitter on top, or all would come back at once. */
const retryAfter = (state: State, response: KubeResponse): number | undefined => {
  const header = response.headers['retry-after']?.trim();
  if (header === undefined || header === '') return undefined;
  const date = /^\d+$/.test(header) ? null : state.ports.clock.parse(header);
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : date === null ? undefined : date - state.ports.clock.now();
  return ms === undefined ? undefined : Math.max(0, ms) + firstBackOff * state.ports.random();
};

const refusedBy = (status: number, message: string, body: string): NoAnswer => {
  const reason = message === '' ? `The API server answered with ${String(status)}.` : message;
  if (status === 403) return { kind: 'denied', reason };
  if (status === 404 || status === 405) return { kind: 'absent', reason };
  if (status === 406) return { kind: 'unacceptable', reason };
  if (status !== 410)
    return { kind: 'failed', reason, problem: problem('request-refused', { what: reason, why: `Status ${String(status)}.` }) };
  const token = /"continue"\s*:\s*"([A-Za-z0-9_=+/-]{1,4096})"/.exec(body.slice(0, 65_536))?.[1];
  return { kind: 'expired', reason, ...(token === undefined ? {} : { continueToken: token }) };
};

/** The server's own words, made fit to keep. */
const messageOf = (response: KubeResponse): string =>
  redactText(statusMessage(response.text) ?? response.text, { maxLength: 400 }).trim();
