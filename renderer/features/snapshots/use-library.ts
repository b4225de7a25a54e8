import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { SnapshotSummary } from '#contract/snapshot';
import { useClient } from '#renderer/app/client/context.tsx';
import { setCurrent, useCurrent } from '#renderer/app/current.ts';
import { toast, undoToast } from '#renderer/ui/Toast.tsx';
import { plural } from '#renderer/ui/time.ts';

export interface LibraryActions {
  /** Ids that are being exported. */
  readonly exporting: ReadonlySet<string>;
  readonly save: (rows: readonly SnapshotSummary[]) => Promise<void>;
  /** Puts them aside and offers to bring them back. Answers those that are gone. */
  readonly remove: (rows: readonly SnapshotSummary[]) => Promise<readonly string[]>;
}

const said = (error: { readonly what: string; readonly todo: string }): void => toast(error.what, error.todo, 'alert');

/** What can be done with snapshots: each says itself what became of it. */
export const useLibrary = (): LibraryActions => {
  const client = useClient();
  const queries = useQueryClient();
  const open = useCurrent(state => state.snapshot);
  const [exporting, setExporting] = useState<ReadonlySet<string>>(new Set());
  const changed = (): Promise<void> => queries.invalidateQueries({ queryKey: ['snapshots.list'] });

  const saveOne = async ({ id }: SnapshotSummary): Promise<void> => {
    setExporting(now => new Set([...now, id]));
    const made = await client.call('snapshots.export', { snapshot: id });
    const saved = made.ok ? await client.save(made.value) : made;
    setExporting(now => new Set([...now].filter(other => other !== id)));
    if (!saved.ok) said(saved.error);
    else if (saved.value && made.ok) toast('Exported', made.value.name);
  };
  const restore = async (ids: readonly string[], wasOpen: string | null): Promise<void> => {
    for (const snapshot of ids) {
      const back = await client.call('snapshots.restore', { snapshot });
      if (!back.ok) said(back.error);
      else if (snapshot === wasOpen) setCurrent(snapshot);
    }
    await changed();
  };
  return {
    exporting,
    save: async rows => {
      for (const row of rows) await saveOne(row);
      await changed();
    },
    remove: async rows => {
      const gone: string[] = [];
      for (const { id } of rows) {
        const removed = await client.call('snapshots.remove', { snapshot: id });
        if (removed.ok) gone.push(id);
        else said(removed.error);
      }
      if (gone.length === 0) return gone;
      const wasOpen = open !== null && gone.includes(open) ? open : null;
      if (wasOpen !== null) setCurrent(null);
      for (const snapshot of gone) queries.removeQueries({ queryKey: ['snapshots.get', { snapshot }] });
      await changed();
      undoToast({
        title: gone.length === 1 ? 'Deleted the snapshot' : `Deleted ${plural(gone.length, 'snapshot')}`,
        description: rows
          .filter(({ id }) => gone.includes(id))
          .map(({ title }) => title)
          .join(', ')
          .slice(0, 200),
        undo: () => restore(gone, wasOpen),
      });
      return gone;
    },
  };
};
