/** What can go wrong between a client and an API server, as data. */
export type Fault =
  /** An answer of the proxy's own: a Status object, as the API server writes them. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly retryAfter?: string;
      readonly reason?: string;
      readonly continueToken?: string;
    }
  /** The connection is cut: before any answer, or after so many bytes of the real body. */
  | { readonly kind: 'reset'; readonly afterBytes?: number }
  /** No answer ever. */
  | { readonly kind: 'hang' }
  /** The real answer begins and never ends. */
  | { readonly kind: 'stall'; readonly afterBytes: number }
  /** A complete HTTP answer whose JSON ends in the middle. */
  | { readonly kind: 'truncate' }
  /** The real answer, slowly. */
  | { readonly kind: 'slow'; readonly bytesPerSecond: number };

/** A request as the proxy got it. */
export interface SeenRequest {
  readonly method: string;
  readonly pathname: string;
  readonly query: URLSearchParams;
  /** Common name of a client certificate that the cluster's CA signed. */
  readonly persona: string | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

export interface FaultRule {
  readonly when: (request: SeenRequest) => boolean;
  readonly fault: Fault;
  /** How often it strikes; without it, always. */
  readonly times?: number;
}

export const tooManyRequests = (retryAfter?: string): Fault => ({
  kind: 'status',
  status: 429,
  reason: 'TooManyRequests',
  ...(retryAfter === undefined ? {} : { retryAfter }),
});

export const serverError = (status: 500 | 502 | 503 | 504): Fault => ({ kind: 'status', status, reason: 'InternalError' });

/** Once: the client should make new credentials and ask again. */
export const unauthorizedOnce = (when: FaultRule['when']): FaultRule => ({
  when,
  fault: { kind: 'status', status: 401, reason: 'Unauthorized' },
  times: 1,
});

/** A continue token has expired; with a token, the API server offers to go on at another resourceVersion. */
export const expired = (continueToken?: string): Fault => ({
  kind: 'status',
  status: 410,
  reason: 'Expired',
  ...(continueToken === undefined ? {} : { continueToken }),
});

export const always = (): boolean => true;

/** Pages of a list after the first. */
export const isContinuation = (request: SeenRequest): boolean => request.query.has('continue');

export const onPath =
  (pattern: RegExp) =>
  (request: SeenRequest): boolean =>
    pattern.test(request.pathname);

/** Every nth request that `when` selects, beginning with the nth. */
export function everyNth(n: number, when: FaultRule['when'] = always): FaultRule['when'] {
  let count = 0;
  return request => {
    if (!when(request)) return false;
    count += 1;
    return count % n === 0;
  };
}
