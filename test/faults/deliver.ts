import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import type { Fault } from './faults.ts';

type StatusFault = Extract<Fault, { readonly kind: 'status' }>;

/** An answer as the API server writes it when it refuses. */
export function sendStatus(response: ServerResponse, fault: StatusFault): void {
  const { status, reason = '', retryAfter, continueToken } = fault;
  const body = {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: continueToken === undefined ? {} : { continue: continueToken },
    status: 'Failure',
    message: `fault proxy: ${String(status)} ${reason}`,
    reason,
    code: status,
  };
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
  });
  response.end(JSON.stringify(body));
}

const dropped = new Set(['connection', 'keep-alive', 'transfer-encoding']);

/** Passes the API server's answer on, changed by the fault. */
export async function relay(answer: Dispatcher.ResponseData, response: ServerResponse, fault: Fault | undefined): Promise<void> {
  const headers = Object.entries(answer.headers).filter(([name, value]) => !dropped.has(name) && value !== undefined);
  const cut = fault?.kind === 'truncate';
  // A cut body must agree with its length, else it would be a broken connection and not broken JSON.
  const kept = cut ? headers.filter(([name]) => name !== 'content-length') : headers;
  response.writeHead(answer.statusCode, Object.fromEntries(kept) as Record<string, string | string[]>);
  response.on('close', () => answer.body.destroy());
  answer.body.on('error', () => response.destroy());
  if (fault?.kind === 'truncate') return truncated(answer, response);
  if (fault?.kind === 'reset') return cutAfter(answer, response, fault.afterBytes ?? 0, () => response.socket?.resetAndDestroy());
  if (fault?.kind === 'stall') return cutAfter(answer, response, fault.afterBytes, () => undefined);
  if (fault?.kind === 'slow') return slowly(answer, response, fault.bytesPerSecond);
  answer.body.pipe(response);
}

async function truncated(answer: Dispatcher.ResponseData, response: ServerResponse): Promise<void> {
  const body = Buffer.from(await answer.body.arrayBuffer());
  response.end(body.subarray(0, Math.floor(body.length / 2)));
}

async function cutAfter(
  answer: Dispatcher.ResponseData,
  response: ServerResponse,
  bytes: number,
  cut: () => void,
): Promise<void> {
  const body = Buffer.from(await answer.body.arrayBuffer());
  // Never the whole body, however short it is.
  const part = body.subarray(0, Math.min(bytes, body.length - 1));
  response.flushHeaders();
  if (part.length > 0) await new Promise(resolve => response.write(part, resolve));
  cut();
}

const ticksPerSecond = 20;

async function slowly(answer: Dispatcher.ResponseData, response: ServerResponse, bytesPerSecond: number): Promise<void> {
  const step = Math.max(1, Math.round(bytesPerSecond / ticksPerSecond));
  const body = Buffer.from(await answer.body.arrayBuffer());
  for (let at = 0; at < body.length && !response.destroyed; at += step) {
    if (!response.write(body.subarray(at, at + step))) await Promise.race([once(response, 'drain'), once(response, 'close')]);
    await delay(1000 / ticksPerSecond);
  }
  response.end();
}
