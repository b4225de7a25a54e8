import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { PlumblineConfig } from '#contract/config';
import { ContextEntry } from '#contract/context';
import { DiffResult } from '#contract/diff-result';
import { PatchPlan } from '#contract/patch';
import { ScanResult } from '#contract/scan-result';
import { root } from './paths.ts';

interface Published {
  readonly title: string;
  readonly schema: z.ZodType;
  /** What a user writes (defaults may be left out), or what we write. */
  readonly io: 'input' | 'output';
}

/** The shapes that users' scripts rely on, by file name. */
const published: Readonly<Record<string, Published>> = {
  'scan-result': { title: 'Result of plumbline scan --format json', schema: ScanResult, io: 'output' },
  config: { title: 'Configuration of plumbline --config', schema: PlumblineConfig, io: 'input' },
  'patch-plan': { title: 'plan.json of plumbline patch --output', schema: PatchPlan, io: 'output' },
  'diff-result': { title: 'Result of plumbline diff --format json', schema: DiffResult, io: 'output' },
  contexts: { title: 'Result of plumbline contexts --format json', schema: z.array(ContextEntry), io: 'output' },
};

export const schemaText = ({ title, schema, io }: Published): string => {
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io });
  return `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`;
};

/**
 * Writes the JSON Schemas of the contract to shared/contract/schemas. With `check` it writes nothing. Gives the files that
 * were not as they should be.
 */
export const genSchemas = (options: { readonly check: boolean }): readonly string[] => {
  const folder = join(root, 'shared', 'contract', 'schemas');
  return Object.entries(published).flatMap(([name, each]) => {
    const path = join(folder, `${name}.schema.json`);
    const text = schemaText(each);
    if (existsSync(path) && readFileSync(path, 'utf8') === text) return [];
    if (!options.check) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(path, text);
    }
    return [path];
  });
};

if (import.meta.main) {
  const check = process.argv.includes('--check');
  const stale = genSchemas({ check });
  for (const path of stale) process.stderr.write(`${check ? 'stale' : 'wrote'} ${path}\n`);
  if (check && stale.length > 0) process.exitCode = 1;
}
