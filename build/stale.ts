import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { root } from './paths.ts';

const skipped = new Set(['node_modules', 'dist', '.tsc', 'test', 'release']);

function* files(path: string): Generator<string> {
  const stat = statSync(path);
  if (!stat.isDirectory()) {
    yield `${path} ${stat.mtimeMs} ${stat.size}`;
    return;
  }
  for (const name of readdirSync(path).toSorted()) {
    if (!skipped.has(name)) yield* files(join(path, name));
  }
}

/** A print of names, times and sizes: cheap enough to ask before every start. */
export const printOf = (sources: readonly string[]): string => {
  const hash = createHash('sha256');
  for (const source of sources) for (const line of files(join(root, source))) hash.update(line);
  return hash.digest('hex');
};

export const isFresh = (stamp: string, print: string): boolean => existsSync(stamp) && readFileSync(stamp, 'utf8') === print;

export const markFresh = (stamp: string, print: string): void => writeFileSync(stamp, print);
