import type { Fact, Redaction } from '#contract/fact';
import type { JsonValue } from '#contract/json';
import type { KubeObject, ResourceType } from '#contract/kube';
import type { Problem } from '#contract/problem';
import type { Result } from '#contract/result';

/** All that the core may ask of the world. Each host fills it once, in electron/compose.ts. */
export interface Ports {
  readonly clock: Clock;
  readonly ids: { next(): string };
  /** Uniform in [0, 1): jitter only, never for keys. */
  readonly random: () => number;
  readonly log: Log;
  /** Gives the event loop a turn if 20 ms have passed since the last one: for long loops. */
  pause(): Promise<void>;
  /** Resolves after `ms`, or at once when the signal aborts (never rejects). */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  readonly fingerprints: Fingerprints;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Monotonic milliseconds, for durations. */
  elapsed(): number;
  /** RFC 3339 in UTC with milliseconds. */
  iso(epochMs: number): string;
  /** Milliseconds since the epoch of an RFC 3339 or HTTP date; null if it is none. */
  parse(text: string): number | null;
}

export interface Log {
  /** One line; the message is already free of values (the redactor runs before). */
  write(level: 'debug' | 'info' | 'warn' | 'error', message: string): void;
}

/** HMAC-SHA-256 under the library's key, 32 hex characters. */
export interface Fingerprints {
  readonly keyId: string;
  /** Null for what is too short or too plain to fingerprint safely (fewer than 8 characters). */
  of(value: string): string | null;
}

/**
 * A connection to one cluster as one user. Its transport has an allow-list (invariant 7): GET, POST of SelfSubject*
 * reviews, PATCH with `dryRun=All` and never of a Secret; all else is answered `method-not-allowed` unsent. Connection
 * faults come as problems (`dns`, `unreachable`, `tls-untrusted`, `timeout`, `connection-reset`, `unauthorized` after the
 * one retry …); every HTTP answer that arrived, 403 and 429 included, is a response.
 */
export interface KubeConnection {
  readonly server: string;
  readonly insecureTls: boolean;
  request(request: KubeRequest, signal?: AbortSignal): Promise<Result<KubeResponse, Problem>>;
  close(): Promise<void>;
}

export interface KubeRequest {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** Path of the API, percent-encoded, without the server's prefix: `/api/v1/pods`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly accept?: string;
  readonly contentType?: string;
  readonly body?: JsonValue;
  /** Milliseconds until headers and until the body is whole; the connection's own where absent. */
  readonly timeout?: number;
  /** Nobody looks at managedFields: they may be taken out of the text. A cut at the wrong place must leave no JSON. */
  readonly withoutManagedFields?: boolean;
}

export interface KubeResponse {
  readonly status: number;
  /** Lower-cased names. */
  readonly headers: Readonly<Record<string, string>>;
  /** The `Warning` headers' texts. */
  readonly warnings: readonly string[];
  readonly text: string;
  /** Length of the body, where something was taken out of its text. */
  readonly bytes?: number;
}

/** Takes a snapshot page by page while it is captured: the memory and the library file both are one. */
export interface SnapshotSink {
  /** One page of one resource, redacted, with what was derived from it. */
  page(page: SnapshotPage): void;
  /** Forgets what was taken of a resource (and namespace), because its list was started anew after a 410. */
  restart(type: ResourceType, namespace: string | null): void;
}

export interface SnapshotPage {
  readonly type: ResourceType;
  readonly namespace: string | null;
  readonly objects: readonly KubeObject[];
  readonly facts: readonly Fact[];
  readonly redactions: readonly Redaction[];
}
