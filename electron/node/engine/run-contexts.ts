import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
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
}

const notRemovable = {
  what: 'This source cannot be removed or brought back here.',
  why: 'Only what was added in this run can be.',
};

const move = (
  source: string,
  from: Map<string, AddedSource>,
  to: Map<string, AddedSource>,
): Result<Record<string, never>, Problem> => {
  const moved = from.get(source);
  if (moved === undefined) return fail(problem('input-invalid', notRemovable));
  from.delete(source);
  to.set(source, moved);
  return ok({});
};

/** Kubeconfig sources in the core's process: what is added in this run lives in memory alone. */
export const createRunContexts = ({ environment, home }: RunContextsOptions): RunContexts => {
  // By the id that the source has in lists. It names the text: what was said about a context or its plugin holds for the
  // same text when it is added again, and for no other.
  const added = new Map<string, AddedSource>();
  /** For who takes a removal back. */
  const removed = new Map<string, AddedSource>();
  return {
    added: () => [...added.values()],
    list: async () => {
      const { loadSources } = await import('#node/kubeconfig/sources');
      const { sources, contexts } = await loadSources({ env: (await environment()).env, home, added: [...added.values()] });
      return ok({ sources, contexts });
    },
    addPath: path => {
      const found = statSync(path, { throwIfNoEntry: false });
      if (found === undefined)
        return fail(problem('file-missing', { what: `${path} is not there.`, why: 'It was chosen a moment ago.' }));
      added.set(path, { kind: found.isDirectory() ? 'folder' : 'file', path });
      return ok({ source: path });
    },
    add: (name, text) => {
      const id = createHash('sha256').update(text).digest('hex').slice(0, 32);
      const source = `pasted:${id}`;
      added.set(source, { kind: 'pasted', id, label: name, text });
      return ok({ source });
    },
    remove: source => move(source, added, removed),
    restore: source => move(source, removed, added),
  };
};
