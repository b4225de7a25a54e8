import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Evaluation } from '#contract/evaluation';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { Snapshot } from '#contract/snapshot';
import type { ReadBundle } from '#core/evidence/read-bundle';
import { cleanBundle } from '#core/import/clean-bundle';
import { dumpSnapshot, parseDump } from '#core/import/dump';
import type { Ports } from '#core/ports';
import { looksLikeBundle, readBundle } from '#node/bundle/bundle-file';
import { messageOf } from '#node/system-error';

export interface LoadedFile {
  readonly snapshot: Snapshot;
  /** Null where the file brought no findings: evaluate it. */
  readonly evaluation: Evaluation | null;
  /** Of the bundle whose bytes this snapshot is, unchanged. */
  readonly identity?: string;
  /** What a reader should be told. */
  readonly notes: readonly string[];
}

/** Findings of a file that had to be cleaned may quote what was taken out: they are made anew. */
const cleaned = async ({ snapshot, evaluation, identity }: ReadBundle, name: string, ports: Ports): Promise<LoadedFile> => {
  const clean = await cleanBundle(snapshot, identity, ports.fingerprints, ports.pause);
  if (clean.changed === 0) return { snapshot, evaluation, identity, notes: [] };
  const note = `${name} held values in ${clean.changed} ${clean.changed === 1 ? 'object' : 'objects'}: they were taken out on reading, and the copy names ${identity} as its original.`;
  ports.log.write('warn', note);
  return { snapshot: clean.snapshot, evaluation: null, notes: [note] };
};

const mostText = 400 * 1024 * 1024;

/** Problems name the file as the person knows it, not where an upload lies. */
const named = (found: Problem, path: string, name: string): Problem => {
  const known = (text: string): string => text.replaceAll(path, name);
  const what = known(found.what);
  return {
    ...found,
    what: what.includes(name) ? what : `${name}: ${what}`,
    why: known(found.why),
    ...(found.detail === undefined ? {} : { detail: known(found.detail) }),
    at: { ...found.at, file: name },
  };
};

const readText = (path: string): Result<string, Problem> => {
  try {
    if (statSync(path).size > mostText)
      return fail(
        problem('too-large', {
          what: `${path} is over ${mostText / 1024 / 1024} MiB.`,
          why: 'Dumps are read up to that size.',
          at: { file: path },
        }),
      );
    return ok(readFileSync(path, 'utf8'));
  } catch (error) {
    return fail(problem('file-unreadable', { what: `${path} cannot be read.`, why: messageOf(error), at: { file: path } }));
  }
};

const load = async (
  path: string,
  name: string,
  toolVersion: string,
  ports: Ports,
  signal: AbortSignal,
): Promise<Result<LoadedFile, Problem>> => {
  const isBundle = await looksLikeBundle(path);
  if (!isBundle.ok) return isBundle;
  if (isBundle.value) {
    const bundle = await readBundle(path, { pause: ports.pause, signal });
    return bundle.ok ? ok(await cleaned(bundle.value, name, ports)) : bundle;
  }
  const text = readText(path);
  if (!text.ok) return text;
  const dump = parseDump(text.value, name === '' ? basename(path) : name);
  if (!dump.ok) return dump;
  return ok({
    snapshot: dumpSnapshot(dump.value, { name, readAt: ports.clock.iso(ports.clock.now()), toolVersion }, ports.fingerprints),
    evaluation: null,
    notes: [],
  });
};

/** A bundle, or JSON/YAML as `kubectl get` prints it, told apart by its first bytes. */
export const loadFile = async (
  path: string,
  name: string,
  toolVersion: string,
  ports: Ports,
  signal: AbortSignal,
): Promise<Result<LoadedFile, Problem>> => {
  const loaded = await load(path, name, toolVersion, ports, signal);
  return loaded.ok ? loaded : fail(named(loaded.error, path, name));
};
