import { useQueryClient } from '@tanstack/react-query';
import type { ContextSource } from '#contract/context';
import { problemOf, useCommand } from '#renderer/app/client/query.ts';
import { toast, undoToast } from '#renderer/ui/Toast.tsx';
import { plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { type Added, useAddKubeconfigs } from './use-add.ts';

interface SourceActions {
  readonly put: (files: readonly Added[], onDone: (ok: boolean) => void) => void;
  readonly remove: (source: ContextSource) => void;
  readonly adding: ReturnType<typeof useAddKubeconfigs>;
}

/** Adding and removing kubeconfigs, each told, and the second taken back. */
export const useSourceActions = (): SourceActions => {
  const queries = useQueryClient();
  const adding = useAddKubeconfigs();
  const removing = useCommand('contexts.remove');
  const restoring = useCommand('contexts.restore');
  const put: SourceActions['put'] = (files, onDone) =>
    adding.mutate(files, {
      onSuccess: sources => {
        toast(`${plural(sources.length, 'kubeconfig')} added`, 'Kept in memory until the app ends.');
        onDone(true);
      },
      onError: () => onDone(false),
    });
  const fault = (error: Error): void => toast(problemOf(error).what, problemOf(error).todo, 'alert');
  const renew = (): void => void queries.invalidateQueries({ queryKey: ['contexts.list'] });
  const removed = (source: ContextSource): void => {
    renew();
    undoToast({
      title: 'Kubeconfig removed',
      description: visible(source.label, 200),
      undo: () => restoring.mutate({ source: source.id }, { onSuccess: renew, onError: fault }),
    });
  };
  return {
    put,
    adding,
    remove: source => removing.mutate({ source: source.id }, { onSuccess: () => removed(source), onError: fault }),
  };
};
