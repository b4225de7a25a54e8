import { z } from 'zod';
import type { ObjectKey } from './kube.ts';

/**
 * What rules need from values that are not kept. A fact depends on one object alone and holds a class and a keyed
 * fingerprint, never a value. A kind's number grows when its meaning does; a rule that uses a kind which a snapshot lacks
 * (or has older) is unknown, never pass.
 *
 * - `credential`: a recognised credential stands at `path`; class is its form (`aws-access-key`, `private-key`, `jwt`, …)
 *   or `password` for a literal under a name that says so.
 * - `env-literal`: an environment variable has a literal value at `path`; class `empty|reference|literal`.
 * - `secret-key`: a Secret has this key; class is the key's name; path `/data/<key>`.
 * - `key-manager`: class is the field manager that owns the path (from managedFields), for ConfigMap and Secret keys.
 * - `managers`: class is a field manager of the object, `detail` its operation and last time.
 * - `aws-auth`: class is the group that aws-auth maps `detail` (an ARN) to.
 * - `config-value`: a known non-secret setting inside a ConfigMap's text, class `<setting>=<value>` from an allow-list.
 */
export const factKinds = {
  credential: 1,
  'env-literal': 1,
  'secret-key': 1,
  'key-manager': 1,
  managers: 1,
  'aws-auth': 1,
  'config-value': 1,
} as const;
export type FactKind = keyof typeof factKinds;

const kinds = Object.keys(factKinds) as [FactKind, ...FactKind[]];

export const Fact = z.strictObject({
  object: z.string(),
  path: z.string(),
  kind: z.enum(kinds),
  class: z.string(),
  /** 32 hex characters of HMAC-SHA-256 under the library's key; null for what is too short to fingerprint safely. */
  fingerprint: z.string().nullable(),
  detail: z.string().optional(),
});
export interface Fact {
  readonly object: ObjectKey;
  readonly path: string;
  readonly kind: FactKind;
  readonly class: string;
  readonly fingerprint: string | null;
  readonly detail?: string | undefined;
}

/** What the redactor took out, and where: kept beside the objects, so that a reader knows what is missing. */
export const Redaction = z.strictObject({
  object: z.string(),
  path: z.string(),
  class: z.string(),
  fingerprint: z.string().nullable(),
  /** Length as a power-of-two bucket: 0, 1–8, 9–16, 17–32 … as its upper bound. */
  size: z.number().int(),
});
export interface Redaction {
  readonly object: ObjectKey;
  readonly path: string;
  readonly class: string;
  readonly fingerprint: string | null;
  readonly size: number;
}

/** How a redacted string reads inside an object: never a value, stable under one key. */
export const redactedText = (fingerprint: string | null): string =>
  fingerprint === null ? '«redacted»' : `«redacted ${fingerprint.slice(0, 32)}»`;

export const isRedacted = (value: unknown): boolean =>
  typeof value === 'string' && value.startsWith('«redacted') && value.endsWith('»');
