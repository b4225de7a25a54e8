import { create } from 'zustand';
import { type Problem, problem } from '#contract/problem';
import type { SnapshotSummary } from '#contract/snapshot';
import type { AppClient } from '#renderer/app/client/app-client.ts';
import { upload } from '#renderer/app/client/upload.ts';

export interface ImportJob {
  readonly id: number;
  readonly name: string;
  readonly bytes: number;
  readonly sent: number;
  readonly phase: 'waiting' | 'sending' | 'reading' | 'done' | 'failed';
  readonly startedAt: number;
  readonly snapshot: SnapshotSummary | null;
  readonly problem: Problem | null;
}

interface Imports {
  readonly jobs: readonly ImportJob[];
}

/** Files on their way into the library: they go on while other pages are looked at. */
export const useImports = create<Imports>(() => ({ jobs: [] }));

const running = new Map<number, AbortController>();
let last = 0;
let tail: Promise<unknown> = Promise.resolve();

const change = (id: number, part: Partial<ImportJob>): void =>
  useImports.setState(({ jobs }) => ({ jobs: jobs.map(job => (job.id === id ? { ...job, ...part } : job)) }));

const failed = (id: number, found: Problem): void => change(id, { phase: 'failed', problem: found });

const stopped = (name: string): Problem =>
  problem('cancelled', { what: `The import of ${name} was stopped.`, why: 'You asked for it.' });

const run = async (client: AppClient, file: File, id: number): Promise<SnapshotSummary | null> => {
  const controller = running.get(id);
  if (controller === undefined || controller.signal.aborted) return null;
  const { signal } = controller;
  change(id, { phase: 'sending', startedAt: Date.now() });
  const handle = await upload(client, file, file.name, { signal, onSent: sent => change(id, { sent }) });
  if (!handle.ok) {
    failed(id, signal.aborted ? stopped(file.name) : handle.error);
    return null;
  }
  change(id, { phase: 'reading' });
  const imported = await client.call('snapshots.import', { upload: handle.value }, signal);
  if (!imported.ok) {
    failed(id, signal.aborted ? stopped(file.name) : imported.error);
    return null;
  }
  change(id, { phase: 'done', snapshot: imported.value });
  return imported.value;
};

/** Puts files into the library one after the other. Resolves with what came in, when all are through. */
export const importFiles = async (client: AppClient, files: readonly File[]): Promise<readonly SnapshotSummary[]> => {
  const mine = files.map(file => {
    last += 1;
    const id = last;
    running.set(id, new AbortController());
    const job: ImportJob = {
      id,
      name: file.name,
      bytes: file.size,
      sent: 0,
      phase: 'waiting',
      startedAt: Date.now(),
      snapshot: null,
      problem: null,
    };
    useImports.setState(({ jobs }) => ({ jobs: [...jobs, job] }));
    const turn = tail.then(() => run(client, file, id)).finally(() => running.delete(id));
    tail = turn.catch(() => undefined);
    return turn;
  });
  const kept = await Promise.all(mine);
  return kept.filter(summary => summary !== null);
};

export const stopImport = (id: number): void => {
  running.get(id)?.abort();
  const job = useImports.getState().jobs.find(each => each.id === id);
  if (job?.phase === 'waiting') failed(id, stopped(job.name));
};

/** Takes one that has ended off the page; the snapshot stays. */
export const forgetImport = (id: number): void =>
  useImports.setState(({ jobs }) => ({ jobs: jobs.filter(job => job.id !== id) }));
