import type { CaptureOptions } from '#contract/capture';
import type { PlumblineConfig } from '#contract/config';
import type { Problem } from '#contract/problem';
import type { Result } from '#contract/result';
import type { EvaluateOnly } from '#core/evaluate/options';
import type { CaptureCall, CliCore, ConnectOptions, EvaluateRequest, Evaluated, Loaded } from './cli-core.ts';
import type { InputChoice } from './input-options.ts';
import { progressView } from './progress.ts';
import { note, type Session } from './session.ts';

/**
 * What is asked of the cluster. Named namespaces narrow the reading too: it is how a user who cannot list namespaces
 * names them. Excluded ones are left out after reading, since a list of all namespaces cannot be asked without them.
 */
export const captureOptionsOf = (
  only: Pick<EvaluateOnly, 'namespaces'>,
  config: PlumblineConfig,
  connect: ConnectOptions,
): CaptureOptions => ({
  ...(only.namespaces === undefined || only.namespaces.length === 0 ? {} : { namespaces: [...only.namespaces] }),
  ...(config.exclude.resources.length === 0 ? {} : { excludeResources: config.exclude.resources }),
  ...(connect.requestTimeout === undefined ? {} : { requestTimeout: connect.requestTimeout }),
  ...(connect.as === undefined ? {} : { as: connect.as }),
  ...(connect.asGroups.length === 0 ? {} : { asGroups: [...connect.asGroups] }),
});

export interface EvaluateInput {
  readonly choice: InputChoice;
  readonly connect: ConnectOptions;
  readonly capture: CaptureOptions;
  readonly request: EvaluateRequest;
  readonly keep: CaptureCall['keep'];
  readonly quiet: boolean;
}

/** Reads a cluster with its progress shown, and evaluates while pages arrive. */
export const captureCluster = async (
  session: Session,
  core: CliCore,
  context: string | undefined,
  input: Omit<EvaluateInput, 'choice'>,
): Promise<Result<Evaluated, Problem>> => {
  const { host } = session;
  const selected = await core.selectContext(context);
  if (!selected.ok) return selected;
  const progress = await progressView(host, input.quiet);
  try {
    return await core.capture({
      context: selected.value,
      capture: input.capture,
      connect: input.connect,
      evaluate: input.request,
      keep: input.keep,
      onProgress: progress.show,
      signal: host.signal,
    });
  } finally {
    progress.stop();
  }
};

/** What is no cluster. `namespace` is what a manifest without one counts as. */
export const loadFiles = (
  session: Session,
  core: CliCore,
  choice: Exclude<InputChoice, { kind: 'cluster' }>,
  namespace = 'default',
): Promise<Result<Loaded, Problem>> => {
  const { signal, readStdin } = session.host;
  switch (choice.kind) {
    case 'snapshot':
      return core.loadSnapshotFile(choice.file, signal);
    case 'manifests':
      return core.loadManifests(choice.paths, { namespace, stdin: readStdin, signal });
    case 'demo':
      return core.loadDemo(signal);
  }
};

const shownNotes = 8;

const tellNotes = async (session: Session, quiet: boolean, notes: readonly string[]): Promise<void> => {
  for (const line of notes.slice(0, shownNotes)) await note(session, quiet, line);
  if (notes.length > shownNotes)
    await note(session, quiet, `and ${notes.length - shownNotes} more notes; the coverage of the result tells what was left out`);
};

/** The one way from an input to an evaluation, for every command that takes inputs. */
export const evaluateInput = async (
  session: Session,
  core: CliCore,
  input: EvaluateInput,
): Promise<Result<Evaluated, Problem>> => {
  const { choice, request } = input;
  if (choice.kind === 'cluster') return captureCluster(session, core, choice.context, input);
  const loaded = await loadFiles(session, core, choice, request.only.namespaces?.[0]);
  if (!loaded.ok) return loaded;
  await tellNotes(session, input.quiet, loaded.value.notes);
  return core.evaluate(loaded.value, request, session.host.signal);
};
