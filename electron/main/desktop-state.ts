import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { makeFolder } from '../platform/make-folder.ts';
import { WindowPlace } from './window-place.ts';

/** What the desktop shell keeps over starts. Snapshots and settings are the core's. */
export const DesktopState = z.strictObject({
  version: z.literal(1),
  window: WindowPlace.nullable(),
  /** Files that were opened, the newest first. */
  recent: z.array(z.string().max(4096)).max(10),
  /** The last theme that the settings told, so that the first frame of the next start has it. */
  theme: z.enum(['system', 'dark', 'light', 'contrast']),
});
export type DesktopState = z.infer<typeof DesktopState>;

export const noState: DesktopState = { version: 1, window: null, recent: [], theme: 'system' };

const mostBytes = 256 * 1024;
const mostRecent = 10;

/** What is there and has the form; anything else is as if nothing had been kept. */
const read = (path: string): DesktopState => {
  try {
    if (statSync(path).size > mostBytes) return noState;
    const parsed = DesktopState.safeParse(JSON.parse(readFileSync(path, 'utf8')) as unknown);
    return parsed.success ? parsed.data : noState;
  } catch {
    return noState;
  }
};

const forget = (path: string): void => {
  try {
    rmSync(path, { force: true });
  } catch {
    // Where nothing could be written, nothing is.
  }
};

/** Whole or not at all, and for its owner alone: a crash while it is written leaves the old one. */
const write = (path: string, state: DesktopState): void => {
  const half = `${path}.${process.pid}.tmp`;
  try {
    makeFolder(dirname(path));
    writeFileSync(half, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
    renameSync(half, path);
  } catch {
    // A window's place is not worth a word; the next change tries again.
    forget(half);
  }
};

export interface StateFile {
  get(): DesktopState;
  set(change: Partial<Omit<DesktopState, 'version'>>): void;
}

export const openState = (home: string): StateFile => {
  const path = join(home, 'desktop.json');
  let state = read(path);
  return {
    get: () => state,
    set: change => {
      state = { ...state, ...change };
      write(path, state);
    },
  };
};

export const withRecent = (recent: readonly string[], path: string): string[] =>
  [path, ...recent.filter(other => other !== path)].slice(0, mostRecent);
