import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Evaluation } from '#contract/evaluation';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { Snapshot } from '#contract/snapshot';
import { dumpSnapshot, parseDump } from '#core/import/dump';
import type { Ports } from '#core/ports';
import { looksLikeBundle, readBundle } from '#node/bundle/bundle-file';
import { messageOf } from '#node/system-error';

export interface LoadedFile {
  readonly snapshot: Snapshot;
  /** Null where the file brought no findings: evaluate it. */
  readonly evaluation: Evaluation | null;
}

const readText = (path: string): Result<string, Problem> => {
  try {
    return ok(readFileSync(path, 'utf8'));
  } catch (error) {
    return fail(problem('file-unreadable', { what: `${path} cannot be read.`, why: messageOf(error), at: { file: path } }));
  }
};

/** A bundle, or JSON/YAML as `kubectl get` prints it, told apart by its first bytes. */
export const loadFile = async (path: string, name: string, toolVersion: string, ports: Ports, signal: AbortSignal): Promise<Result<LoadedFile, Problem>> => {
  const isBundle = await looksLikeBundle(path);
  if (!isBundle.ok) return isBundle;
  if (isBundle.value) {
    const bundle = await readBundle(path, { pause: ports.pause, signal });
    return bundle.ok ? ok({ snapshot: bundle.value.snapshot, evaluation: bundle.value.evaluation }) : bundle;
  }
  const text = readText(path);
  if (!text.ok) return text;
  const dump = parseDump(text.value, name === '' ? basename(path) : name);
  if (!dump.ok) return dump;
  return ok({ snapshot: dumpSnapshot(dump.value, { name, readAt: ports.clock.iso(ports.clock.now()), toolVersion }, ports.fingerprints), evaluation: null });
};
