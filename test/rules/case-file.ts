import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { factKinds } from '#contract/fact';
import type { KubeObject } from '#contract/kube';

export const root = fileURLToPath(new URL('../..', import.meta.url));

const Object_ = z
  .looseObject({ apiVersion: z.string(), kind: z.string(), metadata: z.looseObject({ name: z.string() }) })
  .transform(value => value as unknown as KubeObject);

const kinds = Object.keys(factKinds) as [keyof typeof factKinds, ...(keyof typeof factKinds)[]];

const Input = {
  name: z.string(),
  objects: z.array(Object_),
  facts: z.array(z.strictObject({ object: z.string(), path: z.string(), kind: z.enum(kinds), class: z.string() })).default([]),
  registries: z.array(z.string()).default([]),
};

/** `on` is `Kind/name` or `Kind/namespace/name` of the object that is edited. */
const Expected = z.strictObject({
  on: z.string(),
  path: z.string(),
  message: z.string(),
  severity: z.enum(['critical', 'high', 'medium', 'low']).optional(),
  container: z.string().optional(),
  at: z.string().optional(),
  occurrences: z.number().optional(),
});

export const CaseFile = z.strictObject({
  /** `unfixable`: the rule has a fix, and proposes none here. */
  failing: z
    .array(
      z.strictObject({
        ...Input,
        findings: z.array(Expected).min(1),
        fixed: z.array(Object_).optional(),
        unfixable: z.boolean().default(false),
      }),
    )
    .min(1),
  passing: z.array(z.strictObject({ ...Input, nearMiss: z.boolean().default(false) })).min(2),
  /** `unread`: resources, or `resource@namespace`, that were denied; `scopes`: namespaces, `*` for the cluster. */
  unknown: z
    .array(
      z.strictObject({
        ...Input,
        unread: z.array(z.string()).min(1),
        scopes: z.array(z.string()).min(1),
        needs: z.array(z.string()),
      }),
    )
    .default([]),
});
export type CaseFile = z.infer<typeof CaseFile>;
export type CaseInput = Pick<CaseFile['passing'][number], 'objects' | 'facts' | 'registries'>;

/** Every rule file of the folder, with its cases' path. */
export const ruleFiles = (): readonly { readonly id: string; readonly pack: string; readonly cases: string }[] =>
  globSync('rules/*/*.ts', { cwd: root })
    .map(path => path.replaceAll('\\', '/'))
    .toSorted()
    .map(path => ({ id: basename(path, '.ts'), pack: path.split('/')[1] ?? '', cases: path.replace(/\.ts$/, '.cases.yaml') }));

export const readCases = (path: string): CaseFile => {
  const parsed = CaseFile.safeParse(parse(readFileSync(join(root, path), 'utf8')));
  if (!parsed.success) throw new Error(`${path} is not complete: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
};
