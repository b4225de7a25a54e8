import { useRef, useState } from 'react';
import { problemOf } from '#renderer/app/client/query.ts';
import { useDryRun } from '#renderer/app/patch/use-dry-run.ts';
import { toast } from '#renderer/ui/Toast.tsx';
import { plural } from '#renderer/ui/time.ts';

export interface DryRunAll {
  /** How far it is; null where none runs. */
  readonly progress: { readonly done: number; readonly total: number } | null;
  readonly run: (units: readonly (readonly string[])[]) => Promise<void>;
  readonly stop: () => void;
}

/** Dry-runs one after the other. It ends at the first that could not be asked at all: the next would meet the same. */
export const useDryRunAll = (snapshot: string): DryRunAll => {
  const dryRun = useDryRun(snapshot);
  const [progress, setProgress] = useState<DryRunAll['progress']>(null);
  const controller = useRef<AbortController | null>(null);
  const run = async (units: readonly (readonly string[])[]): Promise<void> => {
    if (controller.current !== null || units.length === 0) return;
    const { signal } = (controller.current = new AbortController());
    let refused = 0;
    let done = 0;
    try {
      for (const findings of units) {
        setProgress({ done, total: units.length });
        const check = await dryRun.mutateAsync({ findings, signal });
        if (check.result === 'failed') refused += 1;
        done += 1;
        if (signal.aborted) break;
      }
      toast(
        `${plural(done, 'dry-run')} of ${String(units.length)}`,
        refused === 0
          ? 'The server accepted all of them; nothing was applied.'
          : `${String(refused)} did not pass; nothing was applied.`,
      );
    } catch (error) {
      if (!signal.aborted && error instanceof Error) toast(problemOf(error).what, problemOf(error).todo, 'alert');
    } finally {
      controller.current = null;
      setProgress(null);
    }
  };
  return { progress, run, stop: () => controller.current?.abort() };
};
