/** What the real kubectl makes of kubeconfig files: the judge of our own reading of them. */
import { delimiter } from 'node:path';
import { findBinaries } from '#test/cluster/binaries';
import { run, type CommandOutcome } from '#test/cluster/command';

export interface KubectlEnvironment {
  /** The KUBECONFIG list, in order; empty leaves the variable unset, so that the default path is read. */
  readonly kubeconfig: readonly string[];
  /** Where ~/.kube/config is looked for. Nothing of the real home is seen. */
  readonly home: string;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * A kubeconfig as `kubectl config view --raw -o json` prints it: merged, with paths as written. With `--flatten` the
 * contents of the files stand in `*-data` instead, which shows what kubectl resolved a path to.
 */
export interface KubectlConfig {
  readonly clusters: readonly { readonly name: string; readonly cluster: Fields }[];
  readonly users: readonly { readonly name: string; readonly user: Fields }[];
  readonly contexts: readonly { readonly name: string; readonly context: Fields }[];
  readonly 'current-context': string;
}

type Fields = Readonly<Record<string, unknown>>;

/** `error` is what kubectl printed to stderr. */
export type KubectlAnswer<T> =
  | { readonly ok: true; readonly value: T; readonly warnings: string }
  | { readonly ok: false; readonly error: string };

/** kubectl prints null for an empty list. */
type Printed = { readonly [Key in keyof KubectlConfig]?: KubectlConfig[Key] | null };

export async function kubectlView(
  environment: KubectlEnvironment,
  args: readonly string[] = [],
): Promise<KubectlAnswer<KubectlConfig>> {
  const outcome = await kubectl(environment, ['config', 'view', '--raw', '-o', 'json', ...args]);
  return answer(outcome, text => {
    const printed = JSON.parse(text) as Printed;
    return {
      clusters: printed.clusters ?? [],
      users: printed.users ?? [],
      contexts: printed.contexts ?? [],
      'current-context': printed['current-context'] ?? '',
    };
  });
}

/** Context names in kubectl's order. */
export async function kubectlContexts(environment: KubectlEnvironment): Promise<KubectlAnswer<readonly string[]>> {
  const outcome = await kubectl(environment, ['config', 'get-contexts', '-o', 'name']);
  return answer(outcome, text => text.split('\n').filter(line => line !== ''));
}

/** An error where no current context is set. */
export async function kubectlCurrentContext(environment: KubectlEnvironment): Promise<KubectlAnswer<string>> {
  return answer(await kubectl(environment, ['config', 'current-context']), text => text.trimEnd());
}

/** Any kubectl command in that environment. Throws when there is no kubectl: wrap the suite in clusterSuite. */
export async function kubectl(
  { kubeconfig, home, cwd, env }: KubectlEnvironment,
  args: readonly string[],
): Promise<CommandOutcome> {
  const binaries = await findBinaries();
  if (!binaries.found) throw new Error(`No kubectl: ${binaries.reasons.join('; ')}`);
  const files = kubeconfig.length === 0 ? {} : { KUBECONFIG: kubeconfig.join(delimiter) };
  return run(binaries.paths.kubectl, args, {
    env: { HOME: home, USERPROFILE: home, PATH: process.env['PATH'], ...files, ...env },
    cwd: cwd ?? home,
  });
}

function answer<T>(outcome: CommandOutcome, parse: (stdout: string) => T): KubectlAnswer<T> {
  if (outcome.code !== 0) return { ok: false, error: outcome.stderr.trim() };
  return { ok: true, value: parse(outcome.stdout), warnings: outcome.stderr.trim() };
}
