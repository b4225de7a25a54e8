import { z } from 'zod';
import { Coverage } from './coverage.ts';
import type { Fact, FactKind, Redaction } from './fact.ts';
import type { KubeObject, ResourceName, ResourceType } from './kube.ts';
import { BundleRecord } from './verified-bundle.ts';

/** A context of a kubeconfig source: the pair is its identity, since two files may use one name. */
export const ContextRef = z.strictObject({ source: z.string(), name: z.string() });
export type ContextRef = z.infer<typeof ContextRef>;

/** Where a snapshot came from: a cluster by capture, a bundle file, a `kubectl get` dump, the built-in demo, manifests. */
export const SnapshotOrigin = z.enum(['cluster', 'bundle', 'dump', 'demo', 'manifests']);
export type SnapshotOrigin = z.infer<typeof SnapshotOrigin>;

/** When one resource was read and at which resourceVersion: different resources are no atomic cut. */
export const ListRecord = z.strictObject({
  group: z.string(),
  version: z.string(),
  resource: z.string(),
  namespace: z.string().nullable(),
  resourceVersion: z.string(),
  pages: z.number().int(),
  startedAt: z.string(),
  endedAt: z.string(),
  inconsistent: z.boolean(),
});
export type ListRecord = z.infer<typeof ListRecord>;

/** Whom a capture was asked to impersonate, beside what the kubeconfig says; null for a user: the kubeconfig's. */
export const Impersonate = z.strictObject({ user: z.string().nullable(), groups: z.array(z.string()) });
export type Impersonate = z.infer<typeof Impersonate>;

/** What is known of a snapshot as a whole. Times are RFC 3339 in UTC. */
export const SnapshotMeta = z.strictObject({
  origin: SnapshotOrigin,
  /** Name of the context, file or folder. */
  name: z.string(),
  context: ContextRef.nullable(),
  server: z.string().nullable(),
  serverVersion: z.string().nullable(),
  /** UID of the namespace kube-system; null where it could not be read. */
  clusterId: z.string().nullable(),
  capturedAt: z.string(),
  capturedUntil: z.string(),
  /** The user as the API server names it (SelfSubjectReview), impersonation included. */
  capturedAs: z.string().nullable(),
  /** The groups that the API server found this user in (SelfSubjectReview). Absent in older snapshots and where it did not tell. */
  capturedGroups: z.array(z.string()).optional(),
  /** Later requests about this snapshot (a dry-run) are made in the same role. Absent in older snapshots and where nobody was. */
  impersonate: Impersonate.optional(),
  /** Milliseconds for one request, where the capture was given other than the default: later requests get as much. */
  requestTimeout: z.number().int().optional(),
  insecureTls: z.boolean(),
  toolVersion: z.string(),
  /** Fact kinds that were derived, with their versions. */
  factKinds: z.record(z.string(), z.number().int()),
  /** Names the key under which fingerprints were made: equal ids are comparable. */
  fingerprintKeyId: z.string(),
  /** True where the capture was cancelled or ran out of its budget. */
  partial: z.boolean(),
  /** Identity of the bundle that this snapshot is a changed copy of (values were taken out on reading); absent for an original. */
  parent: z.string().optional(),
  lists: z.array(ListRecord),
});
export type SnapshotMeta = z.infer<typeof SnapshotMeta>;

/** A snapshot in memory: redacted objects plus facts. Value plus gaps, never either-or. */
export interface Snapshot {
  readonly meta: SnapshotMeta;
  readonly types: readonly ResourceType[];
  /** Objects by resource name (`deployments.apps`). */
  readonly objects: ReadonlyMap<ResourceName, readonly KubeObject[]>;
  readonly facts: readonly Fact[];
  readonly redactions: readonly Redaction[];
  readonly coverage: Coverage;
}

/** Which fact kinds a snapshot has at least at the version that this program needs. */
export const hasFactKind = (meta: SnapshotMeta, kind: FactKind, version: number): boolean =>
  (meta.factKinds[kind] ?? 0) >= version;

export const SeverityCounts = z.strictObject({
  critical: z.number().int(),
  high: z.number().int(),
  medium: z.number().int(),
  low: z.number().int(),
});
export type SeverityCounts = z.infer<typeof SeverityCounts>;

/** One row of the library. */
export const SnapshotSummary = z.strictObject({
  id: z.string(),
  title: z.string(),
  meta: SnapshotMeta.omit({ lists: true }),
  objects: z.number().int(),
  findings: SeverityCounts,
  unknown: z.number().int(),
  passed: z.number().int(),
  failed: z.number().int(),
  rules: z.number().int(),
  rulesVersion: z.string(),
  coverage: z.strictObject({ percent: z.number().nullable(), cells: z.number().int(), full: z.number().int() }),
  /** Size on disk in bytes. */
  bytes: z.number().int(),
  /** What a person wrote about it: kept beside the evidence, no part of its identity. Absent where there is nothing. */
  notes: z.string().optional(),
  bundle: BundleRecord.optional(),
});
export type SnapshotSummary = z.infer<typeof SnapshotSummary>;

export { Coverage };
