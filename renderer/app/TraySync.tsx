import { useEffect } from 'react';
import type { Tray } from '#contract/tray';
import { toast } from '#renderer/ui/Toast.tsx';
import type { AppClient } from './client/app-client.ts';
import { useClient } from './client/context.tsx';
import { useCurrent } from './current.ts';
import { forgetTray, setTray, trayUnread, useTray, wholeTray } from './tray.ts';

const patience = 150;

const union = (first: readonly string[], second: readonly string[]): string[] => [...new Set([...first, ...second])];

/** What was kept, with what was chosen here before that was known. */
const joined = (kept: Tray, here: Tray): Tray => ({
  chosen: union(kept.chosen, here.chosen),
  left: union(kept.left, here.left),
  choices: kept.choices.length > 0 ? kept.choices : here.choices,
});

const same = (left: Tray, right: Tray): boolean => JSON.stringify(left) === JSON.stringify(right);

/** Keeps one snapshot's tray in step with the core until it is stopped. */
const follow = (client: AppClient, snapshot: string): (() => void) => {
  let kept: Tray | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  let sending = 0;
  const here = (): Tray => wholeTray(useTray.getState(), snapshot);
  const put = async (): Promise<void> => {
    timer = undefined;
    const tray = here();
    kept = tray;
    sending += 1;
    const reply = await client.call('tray.put', { snapshot, tray });
    sending -= 1;
    if (!reply.ok && reply.error.code !== 'cancelled')
      toast('The tray was not kept', `${reply.error.what} ${reply.error.todo}`, 'alert');
  };
  const read = async (): Promise<void> => {
    if (kept === null) trayUnread(snapshot, 'reading');
    const reply = await client.call('tray.get', { snapshot });
    if (!stopped) trayUnread(snapshot, reply.ok || kept !== null ? undefined : reply.error);
    // What was changed here meanwhile is newer than what was read.
    if (!reply.ok || stopped || timer !== undefined || sending > 0) return;
    const first = kept === null;
    kept = reply.value;
    const next = first ? joined(reply.value, here()) : reply.value;
    if (!same(next, here())) setTray(snapshot, next);
    if (!same(next, reply.value)) void put();
  };
  const unwatch = useTray.subscribe((state, before) => {
    if (state.tries !== before.tries) void read();
    if (kept === null || same(here(), kept)) return;
    clearTimeout(timer);
    timer = setTimeout(() => void put(), patience);
  });
  const unsubscribe = client.subscribe(event => {
    if (event.type === 'tray.changed' && event.snapshot === snapshot && timer === undefined) void read();
  });
  const leave = (): void => {
    if (timer === undefined) return;
    clearTimeout(timer);
    void put();
  };
  window.addEventListener('pagehide', leave);
  void read();
  return () => {
    unwatch();
    leave();
    // Another window may change it while nobody follows it here.
    if (kept !== null) forgetTray(snapshot);
    stopped = true;
    trayUnread(snapshot, undefined);
    unsubscribe();
    window.removeEventListener('pagehide', leave);
  };
};

/** The tray of the snapshot that is open is kept with it. */
export const TraySync = (): null => {
  const client = useClient();
  const snapshot = useCurrent(state => state.snapshot);
  useEffect(() => (snapshot === null ? undefined : follow(client, snapshot)), [client, snapshot]);
  return null;
};
