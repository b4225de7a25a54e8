import { homedir } from 'node:os';
import { app, Menu, nativeTheme, Notification, shell } from 'electron';
import { homePath } from '../platform/home-path.ts';
import type { EndedCapture } from './capture-notice.ts';
import type { CoreLink } from './core-link.ts';
import { askCore, askSettings } from './core-settings.ts';
import { type StateFile, withRecent } from './desktop-state.ts';
import { menuTemplate } from './menu.ts';
import { startPath } from './page-path.ts';
import { coreArguments, type Named } from './start-arguments.ts';
import type { Windows } from './windows.ts';

/** What the parts of the running app share. */
export interface Shell {
  readonly core: CoreLink;
  readonly windows: Windows;
  readonly state: StateFile;
  readonly developer: boolean;
}

export const homeFolder = (): string => homePath({ env: process.env, platform: process.platform, homedir: homedir() });

export const installMenu = (all: Shell): void => {
  const { windows, state, developer } = all;
  const template = menuTemplate({
    platform: process.platform,
    developer,
    state: state.get(),
    actions: {
      newWindow: () => void windows.open(startPath),
      openRecent: path => openNamed(all, [{ kind: 'file', path }]),
      clearRecent: () => {
        state.set({ recent: [] });
        app.clearRecentDocuments();
        installMenu(all);
      },
      zoom: windows.zoom,
      showData: () => void shell.openPath(homeFolder()),
      page: command => {
        // On macOS the menu is there without any window.
        if (windows.front() === undefined) windows.open(startPath);
        windows.tellFront({ type: 'menu', command });
      },
    },
  });
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
};

/** Among the recent files of the menu, and of the system where it keeps such a list. */
export const remember = (all: Shell, path: string): void => {
  all.state.set({ recent: withRecent(all.state.get().recent, path) });
  app.addRecentDocument(path);
  installMenu(all);
};

/** What was named while the app was there: files go to the core, links to the front page, refusals are told there. */
export const openNamed = (all: Shell, what: readonly Named[]): void => {
  const { windows, core } = all;
  if (windows.front() === undefined) windows.open(startPath);
  windows.show();
  for (const one of what) {
    if (one.kind === 'link') windows.tellFront({ type: 'link', ...one.link });
    else if (one.kind === 'refused') windows.tellFront({ type: 'opened', snapshot: null, problem: one.problem });
    else if (one.kind === 'file') remember(all, one.path);
  }
  const args = coreArguments(what);
  if (args.length > 0) core.open(args);
};

export const showEnded = ({ core, windows }: Shell, { captureId, outcome }: EndedCapture): void => {
  void askCore(core, 'capture.get', { captureId }).then(value => {
    const { context, snapshot } = (value ?? {}) as {
      readonly context?: { readonly name: string };
      readonly snapshot?: string | null;
    };
    const notice = new Notification({
      title: outcome === 'done' ? 'A capture has ended' : 'A capture has failed',
      body: `${context?.name ?? 'A cluster'}: ${outcome === 'done' ? 'its findings are ready.' : 'the window says why.'}`,
    });
    notice.on('click', () => {
      windows.show();
      if (typeof snapshot === 'string') windows.tellFront({ type: 'opened', snapshot, problem: null });
    });
    notice.show();
  });
};

/** The settings' theme for what the system draws: dialogs, menus, the window before its first frame. */
export const takeTheme = (all: Shell): void => {
  void askSettings(all.core).then(settings => {
    if (settings === undefined) return;
    if (settings.theme !== all.state.get().theme) all.state.set({ theme: settings.theme });
    nativeTheme.themeSource = sourceOf(settings.theme);
    installMenu(all);
  });
};

/** High contrast is the page's own; Chromium knows it by the system's setting alone. */
export const sourceOf = (theme: 'system' | 'light' | 'dark' | 'contrast'): 'system' | 'light' | 'dark' =>
  theme === 'contrast' ? 'system' : theme;

/** Nothing that was live is so any more: sockets are dropped, and every page says it. */
export const tellStale = ({ core, windows }: Shell, reason: 'sleep' | 'network'): void => {
  core.reconnect();
  windows.tell({ type: 'stale', reason, context: null });
};
