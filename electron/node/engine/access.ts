import { writeFileSync } from 'node:fs';
import type { AttackExportQuery } from '#contract/attack';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import { createAccess as createAnswers } from '#core/access/answers';
import type { AccessAnswers, AccessAsk, AccessInput, AccessOutput } from '#core/access/asks';
import { graphFile } from '#core/access/graph-file';
import { createSnapshotIndex } from '#core/evaluate/snapshot-index';
import type { Ports } from '#core/ports';
import type { Library } from '#node/library/library';
import type { StoredSnapshot } from '#node/library/stored-snapshot';
import { messageOf } from '#node/system-error';

export interface Access {
  ask<N extends AccessAsk>(name: N, input: AccessInput<N>, signal: AbortSignal): Promise<Result<AccessOutput<N>, Problem>>;
  exportGraph(query: AttackExportQuery, path: string, signal: AbortSignal): Promise<Result<{ readonly bytes: number }, Problem>>;
}

/** The answers of one snapshot while they are made or kept. */
interface Shared {
  readonly stamp: string;
  readonly answers: Promise<AccessAnswers | undefined>;
}

const cancelled = (): Result<never, Problem> =>
  fail(problem('cancelled', { what: 'The question was cancelled.', why: 'It was asked to stop.' }));

/** Answers questions about snapshots of the library; the index and graph of the last one stay, for the next question. */
export const createAccess = (library: Library, ports: Ports): Access => {
  let last: Shared | undefined;

  const load = async (stored: StoredSnapshot): Promise<AccessAnswers | undefined> => {
    // Not the signal of the one who asked first: others wait for the same index.
    const snapshot = await stored.loadInSteps(ports, new AbortController().signal);
    return snapshot === undefined
      ? undefined
      : createAnswers({ index: createSnapshotIndex(snapshot), findings: stored.evaluation().findings, ports }).answers;
  };

  const share = (stored: StoredSnapshot): Shared => {
    const { id, rulesVersion, objects, bytes } = stored.summary();
    const stamp = JSON.stringify([id, rulesVersion, objects, bytes]);
    if (last?.stamp === stamp) return last;
    const made: Shared = { stamp, answers: load(stored) };
    last = made;
    made.answers.catch(() => {
      if (last === made) last = undefined;
    });
    return made;
  };

  const ask: Access['ask'] = async (name, input, signal) => {
    const stored = library.open(input.snapshot);
    if (!stored.ok) return stored;
    const answers = await share(stored.value).answers;
    if (answers === undefined || signal.aborted) return cancelled();
    return answers[name](input, signal);
  };

  return {
    ask,
    exportGraph: async (query, path, signal) => {
      const stored = library.open((query.paths ?? query.neighbours)?.snapshot ?? query.snapshot);
      if (!stored.ok) return stored;
      const { id, meta } = stored.value.summary();
      const file = await graphFile(query, { id, meta }, ask, signal);
      if (!file.ok) return file;
      try {
        writeFileSync(path, file.value, { mode: 0o600 });
        return ok({ bytes: Buffer.byteLength(file.value) });
      } catch (error) {
        return fail(problem('library', { what: 'The graph could not be written.', why: messageOf(error) }));
      }
    },
  };
};
