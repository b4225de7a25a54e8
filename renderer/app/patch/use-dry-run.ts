import { useMutation, type UseMutationResult, useQueryClient } from '@tanstack/react-query';
import { type Patch, type PatchCheck, withCheck } from '#contract/patch';
import { useClient } from '#renderer/app/client/context.tsx';
import { callKey, valueOf } from '#renderer/app/client/query.ts';

type Check = PatchCheck;

/** Sends one patch as a server dry-run, on a click, and keeps what the server said beside the patch. */
export const useDryRun = (snapshot: string): UseMutationResult<Check, Error, string> => {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (finding: string) => valueOf(client, 'patch.dryRun', { snapshot, finding }),
    onSuccess: (check, finding) =>
      queries.setQueryData<Patch>(callKey('patch.preview', { snapshot, finding }), patch =>
        patch === undefined ? undefined : withCheck(patch, check),
      ),
  });
};
