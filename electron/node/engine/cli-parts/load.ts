import type { Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import { manifestSnapshot } from '#core/manifests/manifest-snapshot';
import { parseManifests } from '#core/manifests/parse-manifests';
import { demoFile, demoNames } from '#node/demo/demo-files';
import { readManifestPaths } from '#node/manifests/read';
import { toolVersion } from '#node/version';
import type { CliCore, Loaded } from '#electron/cli/cli-core';
import { loadFile } from '../load-file.ts';
import { manifestNotes } from '../manifest-notes.ts';
import type { Bench } from './bench.ts';

export const loadSnapshotFile = async (bench: Bench, path: string, signal: AbortSignal): Promise<Result<Loaded, Problem>> => {
  const began = bench.ports.clock.elapsed();
  const loaded = await loadFile(path, path, toolVersion, bench.ports, signal);
  if (!loaded.ok) return loaded;
  return ok({
    snapshot: loaded.value.snapshot,
    collectMs: bench.ports.clock.elapsed() - began,
    notes: loaded.value.notes,
    title: path,
    stored: loaded.value.evaluation,
  });
};

export const loadManifests = async (
  bench: Bench,
  paths: readonly string[],
  { namespace, stdin, signal }: Parameters<CliCore['loadManifests']>[1],
): Promise<Result<Loaded, Problem>> => {
  const began = bench.ports.clock.elapsed();
  const read = await readManifestPaths(paths, { stdin, signal, env: bench.options.env });
  if (!read.ok) return read;
  const parsed = parseManifests(read.value.files, { namespace });
  const [first] = parsed.problems;
  if (parsed.objects.length === 0 && first !== undefined) return fail(first);
  const made = manifestSnapshot(
    { ...parsed, coverage: [...read.value.coverage, ...parsed.coverage] },
    { name: paths.join(', '), readAt: bench.ports.clock.iso(bench.ports.clock.now()), toolVersion },
    bench.ports.fingerprints,
  );
  bench.sources.set(made.snapshot, made.sources);
  return ok({
    snapshot: made.snapshot,
    collectMs: bench.ports.clock.elapsed() - began,
    notes: [...read.value.notes, ...manifestNotes(parsed)],
  });
};

export const loadDemo = (bench: Bench, signal: AbortSignal): Promise<Result<Loaded, Problem>> =>
  loadSnapshotFile(bench, demoFile('demo-three-days-later.tar.gz'), signal);

export const loadDemoPair = async (bench: Bench, signal: AbortSignal): Promise<Result<readonly [Loaded, Loaded], Problem>> => {
  const [first, later] = demoNames;
  const before = await loadSnapshotFile(bench, demoFile(first), signal);
  if (!before.ok) return before;
  const after = await loadSnapshotFile(bench, demoFile(later), signal);
  return after.ok
    ? ok([
        { ...before.value, title: 'Demo cluster' },
        { ...after.value, title: 'Demo cluster, three days later' },
      ])
    : after;
};
