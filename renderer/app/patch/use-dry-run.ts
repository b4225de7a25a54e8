import { useMutation, type UseMutationResult, useQueryClient } from '@tanstack/react-query';
import { type MergedPatch, type Patch, type PatchCheck, withCheck } from '#contract/patch';
import { useClient } from '#renderer/app/client/context.tsx';
import { callKey, valueOf } from '#renderer/app/client/query.ts';

export interface DryRunInput {
  /** One finding's patch, or that of several merged. */
  readonly findings: readonly string[];
  readonly signal?: AbortSignal;
}

/** Sends one patch as a server dry-run, on a click, and keeps what the server said beside the patch. */
export const useDryRun = (snapshot: string): UseMutationResult<PatchCheck, Error, DryRunInput> => {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ findings: [finding = '', ...others], signal }: DryRunInput) =>
      valueOf(client, 'patch.dryRun', { snapshot, finding, ...(others.length === 0 ? {} : { with: others }) }, signal),
    onSuccess: (check, { findings }) => {
      const [finding = ''] = findings;
      if (findings.length === 1)
        queries.setQueryData<Patch>(callKey('patch.preview', { snapshot, finding }), patch =>
          patch === undefined ? undefined : withCheck(patch, check),
        );
      else
        queries.setQueryData<MergedPatch>(callKey('patch.merge', { snapshot, findings: [...findings] }), merged =>
          merged === undefined ? undefined : { ...merged, patch: withCheck(merged.patch, check) },
        );
    },
  });
};
