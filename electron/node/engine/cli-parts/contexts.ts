import { type Problem, problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { ContextRef } from '#contract/snapshot';
import type { CliCore, ConnectOptions } from '#electron/cli/cli-core';
import { loadKubeconfigs, transportOptions } from '../connecting.ts';
import type { Bench } from './bench.ts';

const nearest = (name: string, known: readonly string[]): string => {
  const near = known.filter(candidate => candidate.includes(name) || name.includes(candidate)).slice(0, 5);
  const shown = near.length > 0 ? near : known.slice(0, 5);
  return shown.length === 0
    ? 'The kubeconfig has no contexts.'
    : `The kubeconfig has ${shown.join(', ')}${known.length > shown.length ? ' and others' : ''}.`;
};

const unknownContext = (name: string, known: readonly { readonly name: string }[]): Problem =>
  problem('context-unknown', {
    what: `There is no context ${name}.`,
    why: nearest(
      name,
      known.map(context => context.name),
    ),
  });

export const listContexts = async (bench: Bench): ReturnType<CliCore['contexts']> => {
  const { sources, contexts, problem: found } = await loadKubeconfigs(bench.setting);
  return found === null ? ok({ sources, contexts }) : fail(found);
};

export const selectContext = async (bench: Bench, name: string | undefined): Promise<Result<ContextRef, Problem>> => {
  const sources = await loadKubeconfigs(bench.setting);
  if (sources.problem !== null) return fail(sources.problem);
  if (name === undefined) {
    const current = sources.resolve(undefined);
    return current.ok ? ok({ source: current.value.source.id, name: current.value.name }) : current;
  }
  const found = sources.contexts.find(context => context.name === name);
  if (found === undefined) return fail(unknownContext(name, sources.contexts));
  const resolved = sources.resolve({ name, source: found.source });
  return resolved.ok ? ok({ source: resolved.value.source.id, name: resolved.value.name }) : resolved;
};

export const doctor = async (
  bench: Bench,
  name: string | undefined,
  connect: ConnectOptions,
  onStep: Parameters<CliCore['doctor']>[2],
  signal: AbortSignal,
): ReturnType<CliCore['doctor']> => {
  const sources = await loadKubeconfigs(bench.setting);
  const context = sources.contexts.find(entry => (name === undefined ? entry.current : entry.name === name));
  if (context === undefined && name !== undefined) return fail(unknownContext(name, sources.contexts));
  const options = transportOptions(
    bench.setting,
    connect,
    context === undefined ? null : { source: context.source, name: context.name },
  );
  if (!options.ok) return options;
  const { runDoctor } = await import('#node/doctor/doctor');
  const resolved =
    sources.problem !== null && context === undefined
      ? fail(sources.problem)
      : sources.resolve(context === undefined ? undefined : { name: context.name, source: context.source });
  return ok(await runDoctor({ name: context?.name ?? '(none)', resolved }, options.value, onStep, signal));
};
