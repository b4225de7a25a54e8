import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.ts';

/** Writes a generated file, or with `--check` tells whether it drifted. Sets the process's exit code. */
export const generate = (path: string, text: string, faults: readonly string[]): void => {
  for (const fault of faults) process.stderr.write(`${path}: ${fault}\n`);
  if (faults.length > 0) {
    process.exitCode = 1;
    return;
  }
  const file = join(root, path);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  if (process.argv.includes('--check')) {
    process.stderr.write(`${path} does not say what the tests say: run npm run gen.\n`);
    process.exitCode = 1;
    return;
  }
  writeFileSync(file, text);
  process.stdout.write(`wrote ${path}\n`);
};

/** A cell of a Markdown table. */
export const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ').replaceAll('<', '&lt;');
