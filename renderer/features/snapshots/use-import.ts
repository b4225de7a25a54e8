import { useMutation, type UseMutationResult, useQueryClient } from '@tanstack/react-query';
import type { SnapshotSummary } from '#contract/snapshot';
import { useClient } from '#renderer/app/client/context.tsx';
import { ProblemError, valueOf } from '#renderer/app/client/query.ts';
import { upload } from '#renderer/app/client/upload.ts';

/** A bundle or a dump, by its contents, into the library. */
export const useImport = (): UseMutationResult<SnapshotSummary, Error, File> => {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (file: File) => {
      const handle = await upload(client, file, file.name);
      if (!handle.ok) throw new ProblemError(handle.error);
      return valueOf(client, 'snapshots.import', { upload: handle.value });
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['snapshots.list'] }),
  });
};
