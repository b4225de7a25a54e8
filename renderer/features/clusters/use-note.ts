import { useQueryClient } from '@tanstack/react-query';
import type { ClusterNote } from '#contract/settings';
import type { ContextRef } from '#contract/snapshot';
import { problemOf, useCommand } from '#renderer/app/client/query.ts';
import { toast, undoToast } from '#renderer/ui/Toast.tsx';
import { visible } from '#renderer/ui/visible.ts';

/** Writes what a person says of a context, and offers to take it back. */
export const useNote = (): ((context: ContextRef, note: ClusterNote | null, title?: string) => void) => {
  const queries = useQueryClient();
  const command = useCommand('contexts.note');
  const renew = (): void => {
    void queries.invalidateQueries({ queryKey: ['contexts.list'] });
    void queries.invalidateQueries({ queryKey: ['settings.get'] });
  };
  const fault = (error: Error): void => toast(problemOf(error).what, problemOf(error).todo, 'alert');
  return (context, note, title = 'Notes saved') =>
    command.mutate(
      { context, note },
      {
        onSuccess: ({ before }) => {
          renew();
          undoToast({
            title,
            description: visible(context.name, 120),
            undo: () => command.mutate({ context, note: before }, { onSuccess: renew, onError: fault }),
          });
        },
        onError: fault,
      },
    );
};
