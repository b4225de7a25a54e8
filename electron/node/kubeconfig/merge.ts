import { emptyKubeconfig, type Kubeconfig } from './entries.ts';

/** kubectl's merge of a list of files: the first file that names a cluster, user or context wins whole, as does the first current-context. */
export const mergeKubeconfigs = (configs: readonly Kubeconfig[]): Kubeconfig =>
  configs.reduce(
    (merged, next) => ({
      clusters: firstWins(merged.clusters, next.clusters),
      users: firstWins(merged.users, next.users),
      contexts: firstWins(merged.contexts, next.contexts),
      currentContext: merged.currentContext === '' ? next.currentContext : merged.currentContext,
      problems: [...merged.problems, ...next.problems],
    }),
    emptyKubeconfig,
  );

const firstWins = <T>(earlier: ReadonlyMap<string, T>, later: ReadonlyMap<string, T>): ReadonlyMap<string, T> =>
  new Map([...later, ...earlier]);
