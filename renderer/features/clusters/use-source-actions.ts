import { useQueryClient } from '@tanstack/react-query';
import type { ContextSource } from '#contract/context';
import type { Problem } from '#contract/problem';
import { problemOf, useCommand } from '#renderer/app/client/query.ts';
import { toast, undoToast } from '#renderer/ui/Toast.tsx';
import { plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { type Added, useAddKubeconfigs, useChooseKubeconfig } from './use-add.ts';

interface SourceActions {
  readonly put: (files: readonly Added[], onDone: (ok: boolean) => void) => void;
  readonly remove: (source: ContextSource) => void;
  readonly choose: (kind: 'kubeconfig' | 'kubeconfig-folder', onDone: () => void) => void;
  /** Of the last file or text that was to be added. */
  readonly busy: boolean;
  readonly problem: Problem | null;
}

const faultOf = (asked: { readonly isError: boolean; readonly error: Error | null }): Problem | null =>
  asked.isError && asked.error !== null ? problemOf(asked.error) : null;

/** Adding and removing kubeconfigs, each told, and the second taken back. */
export const useSourceActions = (): SourceActions => {
  const queries = useQueryClient();
  const adding = useAddKubeconfigs();
  const choosing = useChooseKubeconfig();
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
      title: source.kind === 'folder' ? 'Folder removed, with all its files' : 'Kubeconfig removed',
      description: visible(source.label, 200),
      undo: () => restoring.mutate({ source: source.id }, { onSuccess: renew, onError: fault }),
    });
  };
  return {
    put,
    choose: (kind, onDone) =>
      choosing.mutate(kind, {
        onSuccess: name => {
          if (name === null) return;
          toast(kind === 'kubeconfig' ? 'Kubeconfig added' : 'Folder added', `${visible(name, 200)}, read where it lies`);
          onDone();
        },
      }),
    busy: adding.isPending || choosing.isPending,
    problem: faultOf(adding) ?? faultOf(choosing),
    remove: source => removing.mutate({ source: source.id }, { onSuccess: () => removed(source), onError: fault }),
  };
};
