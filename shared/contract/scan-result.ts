import { z } from 'zod';
import { CoverageEntry } from './coverage.ts';
import { Finding } from './finding.ts';
import { SeverityCounts } from './snapshot.ts';

/** The result of `scan --format json`: a promise (interfaces.md). Its JSON Schema is generated from here. */
export const ScanResult = z.strictObject({
  schemaVersion: z.literal('1'),
  tool: z.strictObject({ name: z.literal('plumbline'), version: z.string(), rulesVersion: z.string() }),
  target: z.strictObject({
    kind: z.enum(['cluster', 'snapshot', 'manifests', 'demo']),
    name: z.string(),
    clusterId: z.string().nullable(),
    serverVersion: z.string().nullable(),
    capturedAt: z.string(),
    capturedAs: z.string().nullable(),
  }),
  coverage: z.strictObject({ percent: z.number().nullable(), entries: z.array(CoverageEntry) }),
  summary: z.strictObject({
    findings: SeverityCounts,
    passed: z.number().int(),
    failed: z.number().int(),
    unknown: z.number().int(),
    suppressed: z.number().int(),
    passRate: z.number().nullable(),
    objects: z.number().int(),
    rules: z.number().int(),
    durationMs: z.strictObject({ collect: z.number(), evaluate: z.number() }),
  }),
  findings: z.array(Finding),
});
export type ScanResult = z.infer<typeof ScanResult>;
