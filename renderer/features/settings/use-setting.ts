import { useQueryClient } from '@tanstack/react-query';
import type { Output } from '#contract/methods';
import type { SettingsChange } from '#contract/settings';
import { callKey, problemOf, useCommand } from '#renderer/app/client/query.ts';
import { useSettings } from '#renderer/app/settings.ts';
import { toast, undoToast } from '#renderer/ui/Toast.tsx';

export const tellFault = (error: Error): void => toast(problemOf(error).what, problemOf(error).todo, 'alert');

/** Puts what a call answered where all of the page reads its settings from. */
export const useTakeSettings = (): ((reply: Output<'settings.get'>) => void) => {
  const queries = useQueryClient();
  return reply => {
    queries.setQueryData(callKey('settings.get', {}), reply);
    void queries.invalidateQueries({ queryKey: ['app.diagnostics'] });
    void queries.invalidateQueries({ queryKey: ['contexts.list'] });
  };
};

/** Saves at once, says what was saved, and offers to take it back. */
export const useSetting = (): ((change: SettingsChange, title: string) => void) => {
  const settings = useSettings();
  const update = useCommand('settings.update');
  const take = useTakeSettings();
  return (change, title) => {
    const before = Object.fromEntries(
      Object.keys(change).map(name => [name, settings[name as keyof typeof settings]]),
    ) as SettingsChange;
    update.mutate(change, {
      onSuccess: reply => {
        take(reply);
        undoToast({ title, undo: () => update.mutate(before, { onSuccess: take, onError: tellFault }) });
      },
      onError: tellFault,
    });
  };
};
