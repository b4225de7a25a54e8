import type { ContextSource } from '#contract/context';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { ClusterEntry, UserEntry } from './entries.ts';
import { parseServerUrl } from './server-url.ts';
import type { LoadedSource } from './source-files.ts';
import type { ContextFault } from './validate.ts';

/** A context that can be connected with: its cluster's and user's entries, and where they came from. Holds credentials. */
export interface ResolvedContext {
  readonly source: ContextSource;
  readonly name: string;
  readonly namespace: string | null;
  readonly clusterName: string;
  readonly cluster: ClusterEntry;
  /** The completed URL of the server. */
  readonly server: URL;
  /** '' and null where the context names no user: the server is then asked anonymously. */
  readonly userName: string;
  readonly user: UserEntry | null;
  /** What was found but does not stop a connection. */
  readonly notes: readonly string[];
}

export function resolveContext(
  loaded: LoadedSource,
  name: string,
  faults: readonly ContextFault[],
): Result<ResolvedContext, Problem> {
  const blocking = faults.filter(fault => fault.blocks);
  const [first] = blocking;
  if (first !== undefined) return fail(brokenContext(loaded, name, first, blocking));
  const context = loaded.config.contexts.get(name);
  const cluster = context === undefined ? undefined : loaded.config.clusters.get(context.cluster);
  if (context === undefined || cluster === undefined)
    return fail(
      problem('context-unknown', {
        what: `There is no context “${name}” in ${loaded.source.label}.`,
        why: 'It is not defined there.',
      }),
    );
  const user = loaded.config.users.get(context.user) ?? null;
  const server = parseServerUrl(cluster.server);
  if (!server.ok)
    return fail(
      problem('context-broken', {
        what: `The context “${name}” cannot be used: ${server.error}.`,
        why: `It is defined in ${loaded.source.label}.`,
      }),
    );
  return ok({
    source: loaded.source,
    name,
    namespace: context.namespace === '' ? null : context.namespace,
    clusterName: context.cluster,
    cluster,
    server: server.value,
    userName: context.user,
    user,
    notes: faults.map(fault => fault.text),
  });
}

function brokenContext(loaded: LoadedSource, name: string, first: ContextFault, all: readonly ContextFault[]): Problem {
  const file = first.file ?? loaded.source.label;
  const others = all.slice(1).map(fault => fault.text);
  return problem(first.code, {
    what: `The context “${name}” cannot be used: ${first.text}.`,
    why: `${file}${first.line === null ? '' : ` (line ${first.line})`} says so${others.length === 0 ? '' : `; also: ${others.join('; ')}`}.`,
    at: { file, ...(first.line === null ? {} : { line: first.line }) },
  });
}
