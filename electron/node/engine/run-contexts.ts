import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { Contexts } from '#core/services';
import type { AddedSource } from '#node/kubeconfig/source-files';
import type { Environment } from './environment.ts';

export interface RunContexts extends Contexts {
  /** What was added in this run, as each operation of the engine takes it along. */
  added(): readonly AddedSource[];
}

export interface RunContextsOptions {
  readonly environment: () => Promise<Environment>;
  /** The user's own folder. */
  readonly home: string;
  /** Paths that were chosen in earlier runs, and where they are kept. */
  readonly kept?: { read(): readonly string[]; write(paths: readonly string[]): void };
}

const notRemovable = {
  what: 'This source cannot be removed or brought back here.',
  why: 'Only what was added in this run can be.',
};

/** A file of an added folder stands for its folder: what was added goes as a whole. */
const keyOf = (source: string, sources: ReadonlyMap<string, AddedSource>): string =>
  !sources.has(source) && sources.get(dirname(source))?.kind === 'folder' ? dirname(source) : source;

const move = (
  source: string,
  from: Map<string, AddedSource>,
  to: Map<string, AddedSource>,
): Result<Record<string, never>, Problem> => {
  const key = keyOf(source, from);
  const moved = from.get(key);
  if (moved === undefined) return fail(problem('input-invalid', notRemovable));
  from.delete(key);
  to.set(key, moved);
  return ok({});
};

/** A path that is away is a file that does not exist, and is told as one. */
const sourceAt = (path: string): AddedSource => ({
  kind: statSync(path, { throwIfNoEntry: false })?.isDirectory() === true ? 'folder' : 'file',
  path,
});

const pathsOf = (sources: ReadonlyMap<string, AddedSource>): readonly string[] =>
  [...sources.values()].flatMap(source => (source.kind === 'pasted' ? [] : [source.path]));

/** Kubeconfig sources in the core's process: added text lives in memory alone, chosen paths are read at each start. */
export const createRunContexts = ({ environment, home, kept }: RunContextsOptions): RunContexts => {
  // By the id that the source has in lists. It names the text: what was said about a context or its plugin holds for the
  // same text when it is added again, and for no other.
  const added = new Map<string, AddedSource>((kept?.read() ?? []).map(path => [path, sourceAt(path)]));
  const keep = <T>(result: T): T => {
    const paths = pathsOf(added);
    if (kept !== undefined && JSON.stringify(paths) !== JSON.stringify(kept.read())) kept.write(paths);
    return result;
  };
  /** For who takes a removal back. */
  const removed = new Map<string, AddedSource>();
  return {
    added: () => [...added.values()],
    list: async () => {
      const { loadSources } = await import('#node/kubeconfig/sources');
      const { sources, contexts, fileOf } = await loadSources({
        env: (await environment()).env,
        home,
        added: [...added.values()],
        shortIds: true,
      });
      return ok({ sources, contexts: contexts.map(entry => ({ ...entry, file: fileOf(entry) })) });
    },
    addPath: path => {
      const found = statSync(path, { throwIfNoEntry: false });
      if (found === undefined)
        return fail(problem('file-missing', { what: `${path} is not there.`, why: 'It was chosen a moment ago.' }));
      added.set(path, sourceAt(path));
      return keep(ok({ source: path }));
    },
    add: (name, text) => {
      const id = createHash('sha256').update(text).digest('hex').slice(0, 32);
      const source = `pasted:${id}`;
      added.set(source, { kind: 'pasted', id, label: name, text });
      return ok({ source });
    },
    remove: source => keep(move(source, added, removed)),
    restore: source => keep(move(source, removed, added)),
  };
};
