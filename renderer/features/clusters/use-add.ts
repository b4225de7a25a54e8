import { useMutation, type UseMutationResult, useQueryClient } from '@tanstack/react-query';
import { useClient } from '#renderer/app/client/context.tsx';
import { ProblemError, valueOf } from '#renderer/app/client/query.ts';
import { upload } from '#renderer/app/client/upload.ts';

export interface Added {
  readonly contents: Blob;
  readonly name: string;
}

/** Puts a kubeconfig's contents up and adds it as a source of its own. Answers the new source. */
export const useAddKubeconfig = (): UseMutationResult<{ source: string }, Error, Added> => {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ contents, name }: Added) => {
      const handle = await upload(client, contents, name);
      if (!handle.ok) throw new ProblemError(handle.error);
      return valueOf(client, 'contexts.add', { upload: handle.value });
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['contexts.list'] }),
  });
};
