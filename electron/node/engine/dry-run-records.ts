import { hash } from 'node:crypto';
import { z } from 'zod';
import { type Patch, PatchCheck, withCheck } from '#contract/patch';
import type { Library } from '#node/library/library';

const Records = z.record(z.string(), PatchCheck);
type Records = z.infer<typeof Records>;

/** So many results are kept with a snapshot; the oldest go first. */
const most = 500;

/** What the server was asked: another change of the same object is another question. */
const questionOf = ({ target, dialect, operations, after }: Patch): string =>
  hash('sha256', JSON.stringify([target, dialect, operations, dialect === 'create' ? after : '']), 'hex').slice(0, 32);

const read = (library: Library, snapshot: string): Records => {
  const kept = library.annotation(snapshot, 'dry-runs');
  if (!kept.ok || kept.value === '') return {};
  try {
    return Records.safeParse(JSON.parse(kept.value)).data ?? {};
  } catch {
    return {};
  }
};

/** Results of dry-runs, kept beside the snapshot: what the server said, when, as whom. */
export const keepDryRun = (library: Library, snapshot: string, patch: Patch, check: PatchCheck): void => {
  const { [questionOf(patch)]: _, ...others } = read(library, snapshot);
  const entries = [...Object.entries(others), [questionOf(patch), check] as const].slice(-most);
  library.annotate(snapshot, 'dry-runs', JSON.stringify(Object.fromEntries(entries)));
};

/** The patches with what the server said of exactly these changes. */
export const withDryRuns = (library: Library, snapshot: string, patches: readonly Patch[]): readonly Patch[] => {
  const records = read(library, snapshot);
  return patches.map(patch => {
    const check = records[questionOf(patch)];
    return check === undefined ? patch : withCheck(patch, check);
  });
};
