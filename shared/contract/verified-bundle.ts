import { z } from 'zod';
import { Problem } from './problem.ts';

/** What checking a bundle's bytes came to; the same as `verify FILE` says. */
export const VerifiedBundle = z.strictObject({
  name: z.string(),
  bytes: z.number().int(),
  /** incomplete: no whole bundle (truncated, another format, a newer version). */
  state: z.enum(['intact', 'altered', 'incomplete']),
  /** SHA-256 of its manifest, hex; null where it has none. */
  identity: z.string().nullable(),
  formatVersion: z.string().nullable(),
  signed: z.boolean(),
  signedBy: z.string().nullable(),
  /** Where it was altered, or what is missing. */
  places: z.array(z.strictObject({ where: z.string(), what: z.string() })),
  problem: Problem.nullable(),
  at: z.string(),
  /** Snapshots of the library that are this very evidence. */
  snapshots: z.array(z.string()),
});
export type VerifiedBundle = z.infer<typeof VerifiedBundle>;

/** The bundle that a snapshot came from or was written to, and when its bytes were last seen to be whole. */
export const BundleRecord = z.strictObject({
  identity: z.string(),
  how: z.enum(['imported', 'exported', 'verified']),
  signedBy: z.string().nullable(),
  at: z.string(),
});
export type BundleRecord = z.infer<typeof BundleRecord>;
