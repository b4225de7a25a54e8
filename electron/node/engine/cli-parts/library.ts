import type { Problem } from '#contract/problem';
import { ok, type Result } from '#contract/result';
import { evaluate } from '#core/evaluate/evaluator';
import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import { writeBundle } from '#node/bundle/bundle-file';
import { type Library, openLibrary } from '#node/library/library';
import { toolVersion } from '#node/version';
import type { CliLibrary } from '#electron/cli/cli-core';
import { loadFile } from '../load-file.ts';
import { type Bench, chosenFor, wholeCatalogue } from './bench.ts';

export const createLibrary = (bench: Bench): CliLibrary => {
  const opened = (): Result<Library, Problem> => (bench.home.ok ? openLibrary(bench.home.value, bench.ports) : bench.home);
  const using = async <T>(
    work: (library: Library) => Promise<Result<T, Problem>> | Result<T, Problem>,
  ): Promise<Result<T, Problem>> => {
    const library = opened();
    if (!library.ok) return library;
    try {
      return await work(library.value);
    } finally {
      library.value.close();
    }
  };
  return {
    list: () => using(library => library.list()),
    importFile: (path, { title }, signal) =>
      using(async library => {
        const loaded = await loadFile(path, path, toolVersion, bench.ports, signal);
        if (!loaded.ok) return loaded;
        const { rules, options } = chosenFor(bench, loaded.value.snapshot, wholeCatalogue);
        const evaluation =
          loaded.value.evaluation ??
          (await evaluate(createSnapshotIndex(loaded.value.snapshot), rules, options, bench.ports, signal));
        return library.addSnapshot(loaded.value.snapshot, evaluation, title ?? loaded.value.snapshot.meta.name);
      }),
    load: id =>
      using(library => {
        const began = bench.ports.clock.elapsed();
        const stored = library.open(id);
        if (!stored.ok) return stored;
        const { title } = stored.value.summary();
        const snapshot = stored.value.load();
        const collectMs = bench.ports.clock.elapsed() - began;
        return ok({ snapshot, collectMs, notes: [], title, stored: stored.value.evaluation() });
      }),
    exportBundle: (id, path, signal) =>
      using(async library => {
        const stored = library.open(id);
        return stored.ok
          ? writeBundle(path, stored.value.source(), stored.value.evaluation(), { pause: bench.ports.pause, signal })
          : stored;
      }),
    remove: id =>
      using(library => {
        const removed = library.remove(id);
        return removed.ok ? ok(undefined) : removed;
      }),
  };
};
