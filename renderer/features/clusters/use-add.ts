import { useMutation, type UseMutationResult, useQueryClient } from '@tanstack/react-query';
import { useClient } from '#renderer/app/client/context.tsx';
import { ProblemError, valueOf } from '#renderer/app/client/query.ts';
import { upload } from '#renderer/app/client/upload.ts';

export interface Added {
  readonly contents: Blob;
  readonly name: string;
}

/** Puts kubeconfigs up and adds each as a source of its own; the first that is refused ends it. Answers the new sources. */
export const useAddKubeconfigs = (): UseMutationResult<readonly string[], Error, readonly Added[]> => {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (files: readonly Added[]) => {
      const sources: string[] = [];
      for (const file of files) {
        const handle = await upload(client, file.contents, file.name);
        if (!handle.ok) throw new ProblemError(handle.error);
        const { source } = await valueOf(client, 'contexts.add', { upload: handle.value });
        sources.push(source);
      }
      return sources;
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['contexts.list'] }),
  });
};

/** On the desktop: chosen in the system's own dialog, and read where it lies from then on. Null: nothing was chosen. */
export const useChooseKubeconfig = (): UseMutationResult<string | null, Error, 'kubeconfig' | 'kubeconfig-folder'> => {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async kind => {
      const { file } = await valueOf(client, 'host.chooseFile', { kind });
      if (file === null) return null;
      await valueOf(client, 'contexts.add', { upload: file.handle });
      return file.name;
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['contexts.list'] }),
  });
};

const scratch = /^[.#]|[~#]$|\.(?:lock|sw[a-p]|bak|backup|orig|old|tmp|temp)$/iu;
const largest = 2 * 1024 * 1024;

/** Of a folder's files those that may be kubeconfigs: directly in it, no locks, swap files or backups, not too large. */
export const kubeconfigsOfFolder = (files: readonly File[]): readonly Added[] =>
  files
    .filter(file => file.webkitRelativePath.split('/').length <= 2 && !scratch.test(file.name) && file.size <= largest)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(file => ({ contents: file, name: file.name }));
