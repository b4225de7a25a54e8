import { create } from 'zustand';
import type { Problem } from '#contract/problem';
import type { VerifiedBundle } from '#contract/verified-bundle';
import type { AppClient } from '#renderer/app/client/app-client.ts';
import { upload } from '#renderer/app/client/upload.ts';

export interface Check {
  readonly id: number;
  readonly name: string;
  readonly bytes: number;
  readonly sent: number;
  readonly result: VerifiedBundle | null;
  readonly problem: Problem | null;
}

/** Files that were verified in this window. What each came to stays shown until it is put away. */
export const useChecks = create<{ readonly checks: readonly Check[] }>(() => ({ checks: [] }));

let last = 0;

const change = (id: number, part: Partial<Check>): void =>
  useChecks.setState(({ checks }) => ({ checks: checks.map(check => (check.id === id ? { ...check, ...part } : check)) }));

/** Checks a bundle's bytes; the file is not taken into the library. */
export const verifyFile = async (client: AppClient, file: File): Promise<void> => {
  last += 1;
  const id = last;
  useChecks.setState(({ checks }) => ({
    checks: [{ id, name: file.name, bytes: file.size, sent: 0, result: null, problem: null }, ...checks],
  }));
  const handle = await upload(client, file, file.name, { onSent: sent => change(id, { sent }) });
  if (!handle.ok) {
    change(id, { problem: handle.error });
    return;
  }
  const verified = await client.call('snapshots.verify', { upload: handle.value });
  change(id, verified.ok ? { result: verified.value } : { problem: verified.error });
};

export const forgetCheck = (id: number): void =>
  useChecks.setState(({ checks }) => ({ checks: checks.filter(check => check.id !== id) }));
