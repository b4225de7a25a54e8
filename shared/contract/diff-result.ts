import { z } from 'zod';
import { CompareFinding, CompareObject, CompareSummary } from './compare.ts';

/** The result of `diff --format json`: a promise. Its JSON Schema is generated from here. */
export const DiffResult = CompareSummary.omit({ namespaces: true }).extend({
  schemaVersion: z.literal('1'),
  tool: z.strictObject({ name: z.literal('plumbline'), version: z.string(), rulesVersion: z.string() }),
  /** Nothing that counts differs, as far as both could be read: exit code 0. */
  same: z.boolean(),
  accessChanges: z.array(CompareObject),
  findingChanges: z.array(CompareFinding),
  objectChanges: z.array(CompareObject),
  /** With `--show-left-out`. */
  leftOutChanges: z.array(CompareObject).optional(),
});
export type DiffResult = z.infer<typeof DiffResult>;
