import { useQueries } from '@tanstack/react-query';
import type { Problem } from '#contract/problem';
import { useClient } from '#renderer/app/client/context.tsx';
import { callOptions, problemOf } from '#renderer/app/client/query.ts';
import type { TrayPatch } from './conflicts.ts';

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
      return patch === undefined ? [] : [{ finding, patch, manager: details[index]?.data?.managedBy[0] ?? null }];
    }),
    failed: findings.flatMap((finding, index) => {
      const error = patches[index]?.error;
      return error === null || error === undefined ? [] : [{ finding, problem: problemOf(error) }];
    }),
    pending: patches.filter(query => query.isPending).length,
  };
};
