import { z } from 'zod';
import { Severity } from './finding.ts';

/** `--config FILE`. Its JSON Schema is generated from here. */
export const PlumblineConfig = z.strictObject({
  $schema: z.string().optional(),
  /** Allowed image registries or repository prefixes, matched on whole path parts. */
  registries: z
    .array(z.string().min(1))
    .default([])
    .describe('Allowed image registries or repository prefixes, e.g. registry.example.com or docker.io/library'),
  /** Rules to switch off or re-grade, by id. */
  rules: z
    .record(z.string(), z.strictObject({ enabled: z.boolean().optional(), severity: Severity.optional() }))
    .default({})
    .describe('By rule id: enabled false switches it off, severity grades it anew'),
  exclude: z
    .strictObject({ namespaces: z.array(z.string()).default([]), resources: z.array(z.string()).default([]) })
    .default({ namespaces: [], resources: [] })
    .describe('Namespaces that are not evaluated, and resources (plural.group) that are not captured'),
});
export type PlumblineConfig = z.infer<typeof PlumblineConfig>;

export const defaultConfig: PlumblineConfig = { registries: [], rules: {}, exclude: { namespaces: [], resources: [] } };
