import { type BrowserWindow, nativeTheme, screen, type WebContents } from 'electron';
import type { CoreEvent } from '#contract/events';
import { createCrashLimit } from './crash-limit.ts';
import type { StateFile } from './desktop-state.ts';
import { besides, placeFor, type Rectangle, type WindowPlace } from './window-place.ts';
import { createWindow } from './window.ts';

/** More than a person can tell apart, and each is a process. */
export const mostWindows = 12;
const mostWaiting = 50;
/** Reloads of a page that ends soon after it came, a minute. */
const quickReloads = 3;

export interface Windows {
  /** Opens one; false where there are too many. */
  open(path: string): boolean;
  /** The one that is used now, or was last. */
  front(): BrowserWindow | undefined;
  /** Brings the front one to the person; opens one where there is none. */
  show(): void;
  all(): readonly BrowserWindow[];
  /** To every page, or to the front one alone. */
  tell(event: CoreEvent): void;
  tellFront(event: CoreEvent): void;
  /** The page of this sender is ours and calls for the first time: it listens from now on. Its prefix for call ids, or undefined. */
  callerId(sender: WebContents): string | undefined;
  zoom(change: 'in' | 'out' | 'reset'): void;
}

export interface WindowsOptions {
  readonly preload: string;
  readonly devTools: boolean;
  readonly state: StateFile;
  readonly now: () => number;
  readonly onCrashLoop: (window: BrowserWindow) => void;
}

interface Known {
  readonly window: BrowserWindow;
  /** Counts its documents: a call of an earlier one must not be answered to the next. */
  document: number;
  listens: boolean;
  waiting: CoreEvent[];
}

const areas = (): Rectangle[] => {
  const primary = screen.getPrimaryDisplay();
  return [primary, ...screen.getAllDisplays().filter(({ id }) => id !== primary.id)].map(({ workArea }) => workArea);
};

const placeOf = (window: BrowserWindow): WindowPlace => ({
  ...window.getNormalBounds(),
  maximised: window.isMaximized(),
  zoom: window.webContents.isDestroyed() ? 0 : window.webContents.getZoomLevel(),
});

const send = (known: Known, event: CoreEvent): void => {
  if (known.window.isDestroyed() || known.window.webContents.isDestroyed()) return;
  if (known.listens) known.window.webContents.send('event', event);
};

/** For one page alone: it waits until that page listens, so that what a person asked for is not lost while it loads. */
const deliver = (known: Known, event: CoreEvent): void => {
  if (known.listens) send(known, event);
  else known.waiting = [...known.waiting, event].slice(-mostWaiting);
};

export const createWindows = ({ preload, devTools, state, now, onCrashLoop }: WindowsOptions): Windows => {
  const known: Known[] = [];

  const keep = (window: BrowserWindow): void => {
    if (!window.isDestroyed() && !window.isMinimized()) state.set({ window: placeOf(window) });
  };

  const watch = (entry: Known): void => {
    const { window } = entry;
    let timer: NodeJS.Timeout | undefined;
    const later = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => keep(window), 500);
    };
    window.on('resize', later);
    window.on('move', later);
    window.on('maximize', later);
    window.on('unmaximize', later);
    window.on('focus', () => {
      known.splice(known.indexOf(entry), 1);
      known.unshift(entry);
    });
    window.on('close', () => {
      clearTimeout(timer);
      keep(window);
    });
    window.on('closed', () => {
      clearTimeout(timer);
      known.splice(known.indexOf(entry), 1);
    });
    window.webContents.on('did-start-navigation', (_, __, inPlace, mainFrame) => {
      if (inPlace || !mainFrame) return;
      entry.document += 1;
      entry.listens = false;
    });
  };

  const front = (): BrowserWindow | undefined => known[0]?.window;

  const open = (path: string): boolean => {
    if (known.length >= mostWindows) return false;
    const last = front();
    const place = last === undefined ? placeFor(state.get().window, areas()) : besides(placeOf(last), areas());
    const window = createWindow({
      preload,
      path,
      place,
      dark: nativeTheme.shouldUseDarkColors,
      devTools,
      mayReload: createCrashLimit(quickReloads, now),
      onCrashLoop,
    });
    const entry: Known = { window, document: 0, listens: false, waiting: [] };
    known.unshift(entry);
    watch(entry);
    return true;
  };

  return {
    open,
    front,
    all: () => known.map(({ window }) => window),
    show: () => {
      const window = front();
      if (window === undefined) return;
      if (window.isMinimized()) window.restore();
      window.focus();
    },
    tell: event => known.forEach(entry => send(entry, event)),
    tellFront: event => {
      const [entry] = known;
      if (entry !== undefined) deliver(entry, event);
    },
    callerId: sender => {
      const entry = known.find(({ window }) => !window.isDestroyed() && window.webContents === sender);
      if (entry === undefined) return undefined;
      if (!entry.listens) {
        entry.listens = true;
        for (const event of entry.waiting.splice(0)) send(entry, event);
      }
      return `${sender.id}.${entry.document}`;
    },
    zoom: change => {
      const window = front();
      if (window === undefined) return;
      const level = window.webContents.getZoomLevel();
      window.webContents.setZoomLevel(change === 'reset' ? 0 : Math.min(6, Math.max(-4, level + (change === 'in' ? 0.5 : -0.5))));
      keep(window);
    },
  };
};
