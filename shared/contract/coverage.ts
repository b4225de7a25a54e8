import { z } from 'zod';

/** A permission: what would answer what is unknown. `namespace` absent: cluster-wide. */
export const Need = z.strictObject({
  group: z.string(),
  resource: z.string(),
  verb: z.string(),
  namespace: z.string().optional(),
});
export interface Need {
  readonly group: string;
  readonly resource: string;
  readonly verb: string;
  readonly namespace?: string | undefined;
}

/**
 * full: every object was read. partial: some were (a cap, a page lost). denied: 403. not-served: this server has no such
 * resource (nothing is missing). failed: an error after all retries, or a file that cannot be parsed. skipped: not asked for
 * (a flag, the request budget). not-given: manifests do not say.
 */
export const CoverageState = z.enum(['full', 'partial', 'denied', 'not-served', 'failed', 'skipped', 'not-given']);
export type CoverageState = z.infer<typeof CoverageState>;

/** One cell of resource × namespace. `namespace: null` stands for all namespaces, or for a cluster-scoped resource. */
export const CoverageEntry = z.strictObject({
  group: z.string(),
  version: z.string(),
  resource: z.string(),
  namespace: z.string().nullable(),
  state: CoverageState,
  count: z.number().int(),
  reason: z.string(),
  needs: z.array(Need),
  /** For files: which one could not be read. */
  file: z.string().optional(),
});
export interface CoverageEntry {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly namespace: string | null;
  readonly state: CoverageState;
  readonly count: number;
  readonly reason: string;
  readonly needs: readonly Need[];
  readonly file?: string | undefined;
}

/**
 * What was read of a cluster. `namespaces` is null where nobody could tell which namespaces exist: then no namespaced
 * cell is full. A resource × namespace cell is answered by the entry of that namespace, else by the entry with null.
 */
export const Coverage = z.strictObject({
  namespaces: z.array(z.string()).nullable(),
  entries: z.array(CoverageEntry),
});
export interface Coverage {
  readonly namespaces: readonly string[] | null;
  readonly entries: readonly CoverageEntry[];
}
