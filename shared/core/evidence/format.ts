import { z } from 'zod';
import { Coverage } from '#contract/coverage';
import { Finding } from '#contract/finding';
import { ResourceType } from '#contract/kube';
import { ListRecord, SnapshotMeta } from '#contract/snapshot';

/** `major.minor`: a reader refuses a newer major, and reads past what a newer minor adds. */
export const formatVersion = '1.0';

export const majorOf = (version: string): number | undefined => {
  const match = /^(\d{1,9})(?:\.|$)/.exec(version);
  return match === null ? undefined : Number(match[1]);
};

const meta = SnapshotMeta.shape;

/** case.json: what this evidence is, who took it, when, by what. */
export const CaseFile = z.object({
  formatVersion: z.string(),
  tool: z.object({ name: z.string(), version: meta.toolVersion }),
  signed: z.boolean(),
  origin: meta.origin,
  name: meta.name,
  context: meta.context,
  capturedAt: meta.capturedAt,
  capturedUntil: meta.capturedUntil,
  capturedAs: meta.capturedAs,
  capturedGroups: meta.capturedGroups,
  impersonate: meta.impersonate,
  requestTimeout: meta.requestTimeout,
  partial: meta.partial,
  factKinds: meta.factKinds,
  fingerprintKeyId: meta.fingerprintKeyId,
  /** Identity of the bundle that this one was made from (a copy under another key); null for an original. */
  parent: z.string().nullable(),
});
export type CaseFile = z.infer<typeof CaseFile>;

/** cluster.json: which cluster, what it serves, which namespaces were known, and when each list was read. */
export const ClusterFile = z.object({
  server: meta.server,
  serverVersion: meta.serverVersion,
  clusterId: meta.clusterId,
  insecureTls: meta.insecureTls,
  namespaces: Coverage.shape.namespaces,
  lists: z.array(z.object(ListRecord.shape)),
  types: z.array(z.object(ResourceType.shape)),
});
export type ClusterFile = z.infer<typeof ClusterFile>;

/** findings/evaluation.json: what the rules said beside the findings. */
export const EvaluationFile = z.object({
  rulesVersion: z.string(),
  tallies: z.array(z.object({ ruleId: z.string(), passed: z.number(), failed: z.number(), unknown: z.number() })),
  coverage: z.object({ percent: z.number().nullable(), cells: z.number(), full: z.number() }),
  skipped: z.array(z.object({ ruleId: z.string(), reason: z.string() })),
  defects: z.array(z.object({ ruleId: z.string(), message: z.string() })),
});

export const FindingLine = z.object(Finding.shape);

/** Hex SHA-256; each host brings its own, since a script's would take longer than all the rest. */
export type Sha256 = (data: string | Uint8Array) => string;

/** Lines of a manifest, as `sha256sum -c` reads them. */
export const manifestLine = (hash: string, name: string): string => `${hash}  ${name}\n`;

/** Names with their hashes; undefined where a line is none. */
export const parseManifest = (text: string): ReadonlyMap<string, string> | undefined => {
  const entries = new Map<string, string>();
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const match = /^([0-9a-f]{64}) {2}(.+)$/.exec(line);
    if (match === null) return undefined;
    entries.set(match[2] ?? '', match[1] ?? '');
  }
  return entries;
};

const outside = new Set(['custody.jsonl', 'manifest.sha256', 'statement.dsse.json']);

/** Members that the identity does not cover: what was concluded from the evidence, and what was done with it. */
export const isOutsideIdentity = (name: string): boolean => outside.has(name) || name.startsWith('findings/');
