import { useQueries } from '@tanstack/react-query';
import type { Problem } from '#contract/problem';
import { useClient } from '#renderer/app/client/context.tsx';
import { callOptions, problemOf } from '#renderer/app/client/query.ts';
import type { Conflict, TrayPatch } from './conflicts.ts';

export interface TrayPatches {
  readonly patches: readonly TrayPatch[];
  readonly failed: readonly { readonly finding: string; readonly problem: Problem }[];
  readonly pending: number;
}

/** The chosen patches as the core makes them, and those that it could not make. */
export const useTrayPatches = (snapshot: string, findings: readonly string[]): TrayPatches => {
  const client = useClient();
  const patches = useQueries({ queries: findings.map(finding => callOptions(client, 'patch.preview', { snapshot, finding })) });
  const details = useQueries({ queries: findings.map(finding => callOptions(client, 'findings.get', { snapshot, finding })) });
  return {
    patches: findings.flatMap((finding, index) => {
      const patch = patches[index]?.data;
      const detail = details[index]?.data;
      return patch === undefined ? [] : [{ finding, patch, manager: detail?.managedBy[0] ?? null, owner: detail?.owner ?? null }];
    }),
    failed: findings.flatMap((finding, index) => {
      const error = patches[index]?.error;
      return error === null || error === undefined ? [] : [{ finding, problem: problemOf(error) }];
    }),
    pending: patches.filter(query => query.isPending).length,
  };
};

/** What the core makes of the patches that were merged: their own proofs, not those of their parts. */
export const useMergedPatches = (snapshot: string, conflicts: readonly Conflict[]): readonly TrayPatch[] => {
  const client = useClient();
  const merged = conflicts.filter(({ keep }) => keep === null);
  const made = useQueries({
    queries: merged.map(({ entries }) =>
      callOptions(client, 'patch.merge', { snapshot, findings: entries.map(({ finding }) => finding) }),
    ),
  });
  return merged.flatMap(({ entries: [first] }, index) => {
    const patch = made[index]?.data?.patch;
    return patch === undefined || first === undefined ? [] : [{ ...first, patch }];
  });
};
