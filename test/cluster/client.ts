import { Pool, type Dispatcher } from 'undici';
import type { Certified } from './certificates.ts';

export interface ApiAnswer {
  readonly status: number;
  /** Parsed JSON where the answer is JSON, else its text. */
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface ApiOptions {
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly timeoutMs?: number;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A JSON client without any wisdom: one request, its status and its body. Connection failures throw. */
export interface RawClient {
  readonly request: (method: Method, path: string, body?: unknown, options?: ApiOptions) => Promise<ApiAnswer>;
  readonly close: () => Promise<void>;
}

export interface Credentials {
  readonly caPem: string;
  readonly certificate?: Certified | undefined;
  readonly token?: string | undefined;
}

export function rawClient(url: string, credentials: Credentials, connections = 6): RawClient {
  const { certificate, token } = credentials;
  const connect = {
    ca: credentials.caPem,
    ...(certificate === undefined ? {} : { cert: certificate.cert, key: certificate.key }),
  };
  // HTTP/2 would join repeated headers such as Impersonate-Group.
  const pool = new Pool(url, { connections, allowH2: false, connect });
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return {
    request: async (method, path, body, options = {}) => {
      const response = await pool.request({
        method,
        path,
        headers: {
          accept: 'application/json',
          'content-type': options.contentType ?? 'application/json',
          ...authorization,
          ...options.headers,
        },
        body: body === undefined ? null : JSON.stringify(body),
        headersTimeout: options.timeoutMs ?? 60_000,
        bodyTimeout: options.timeoutMs ?? 60_000,
      });
      return answerOf(response);
    },
    close: () => pool.destroy(),
  };
}

async function answerOf(response: Dispatcher.ResponseData): Promise<ApiAnswer> {
  const text = await response.body.text();
  const json = String(response.headers['content-type'] ?? '').includes('json');
  const body: unknown = json ? JSON.parse(text) : text;
  return { status: response.statusCode, body, headers: response.headers };
}

/** Reads a field path from an unknown value; undefined where it is not there. */
export function field(value: unknown, ...path: readonly (string | number)[]): unknown {
  let at = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Readonly<Record<string | number, unknown>>)[key];
  }
  return at;
}

/** The items of a list answer. */
export function itemsOf(answer: ApiAnswer): readonly unknown[] {
  const items = field(answer.body, 'items');
  return Array.isArray(items) ? items : [];
}
