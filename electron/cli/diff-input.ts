import { existsSync, statSync } from 'node:fs';
import { defaultConfig } from '#contract/config';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { CliCore, ConnectOptions, EvaluateRequest, Loaded } from './cli-core.ts';
import { captureCluster, captureOptionsOf } from './evaluate-input.ts';
import { resolveSnapshot } from './library.ts';
import type { Session } from './session.ts';

/** One side of a comparison as it was named. */
export type DiffSide =
  | { readonly kind: 'context'; readonly context: string }
  | { readonly kind: 'library'; readonly snapshot: string }
  | { readonly kind: 'manifests'; readonly path: string }
  | { readonly kind: 'file'; readonly path: string };

const missing = (name: string): Problem =>
  problem('file-missing', {
    what: `There is no file or folder ${name.slice(0, 1_000)}.`,
    why: 'A side that has no prefix is a path: a bundle, a kubectl dump, or a folder of manifests.',
    todo: 'Check the path; a cluster is named context:NAME, a snapshot of the library library:ID.',
    at: { file: name.slice(0, 1_000) },
  });

export const diffSideOf = (name: string): Result<DiffSide, Problem> => {
  const context = /^context:(.+)$/u.exec(name)?.[1];
  if (context !== undefined) return ok({ kind: 'context', context });
  const snapshot = /^library:(.+)$/u.exec(name)?.[1];
  if (snapshot !== undefined) return ok({ kind: 'library', snapshot });
  if (name === '-') return ok({ kind: 'manifests', path: name });
  if (!existsSync(name)) return fail(missing(name));
  return ok(statSync(name).isDirectory() ? { kind: 'manifests', path: name } : { kind: 'file', path: name });
};

/** What both sides are evaluated by: the whole catalogue, so that like is compared with like. */
const everything: EvaluateRequest = { config: defaultConfig, only: {}, pss: undefined };

export interface LoadDiffSide {
  readonly connect: ConnectOptions;
  readonly quiet: boolean;
}

export const loadDiffSide = async (
  session: Session,
  core: CliCore,
  side: DiffSide,
  { connect, quiet }: LoadDiffSide,
): Promise<Result<Loaded, Problem>> => {
  const { signal, readStdin } = session.host;
  switch (side.kind) {
    case 'context': {
      const captured = await captureCluster(session, core, side.context, {
        connect,
        capture: captureOptionsOf({}, defaultConfig, connect),
        request: everything,
        keep: 'everything',
        quiet,
      });
      return captured.ok ? ok(captured.value.loaded) : captured;
    }
    case 'library': {
      const found = await resolveSnapshot(core, side.snapshot);
      return found.ok ? core.library.load(found.value.id, signal) : found;
    }
    case 'manifests':
      return core.loadManifests([side.path], { namespace: 'default', stdin: readStdin, signal });
    case 'file':
      return core.loadSnapshotFile(side.path, signal);
  }
};
