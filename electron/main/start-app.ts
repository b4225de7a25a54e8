import { join } from 'node:path';
import { app, type BrowserWindow, nativeTheme, powerMonitor, session, type WebContents } from 'electron';
import type { StartCore } from '#contract/core-messages';
import type { CoreEvent } from '#contract/events';
import { makeFolder } from '../platform/make-folder.ts';
import { createCaptureNotice } from './capture-notice.ts';
import { type CoreLink, linkCore } from './core-link.ts';
import { askSettings } from './core-settings.ts';
import { openState } from './desktop-state.ts';
import { chooseOpenPath, chooseSavePath } from './dialogs.ts';
import { explainCore, explainCrashLoop, explainRoot } from './explain.ts';
import { guardContents, guardSession } from './guard.ts';
import { hostAnswers } from './host-answers.ts';
import type { CarrierOptions } from './ipc-answer.ts';
import { registerCarrier } from './ipc-carrier.ts';
import { watchNetwork } from './network-watch.ts';
import { findingPath, startPath } from './page-path.ts';
import { registerScheme, serveApp } from './protocol.ts';
import { homeFolder, installMenu, openNamed, remember, type Shell, showEnded, sourceOf, takeTheme, tellStale } from './shell.ts';
import { coreArguments, type Named, readArguments, readLink } from './start-arguments.ts';
import { createWindows } from './windows.ts';
import { partition } from './window.ts';

export interface AppOptions {
  readonly startCore: StartCore;
  /** Inspection and developer tools in a packaged app: the test entry's explicit flag. Unpackaged they are always there. */
  readonly developer: boolean;
}

/** The executable comes first; unpackaged, the app's folder after it. */
const named = (argv: readonly string[], folder: string): readonly Named[] =>
  readArguments(argv, { folder, skip: app.isPackaged ? 1 : 2 });

const carrierOptions = (all: Shell, sender: WebContents): CarrierOptions | undefined => {
  const { core, windows } = all;
  const caller = windows.callerId(sender);
  if (caller === undefined) return undefined;
  const window = (): BrowserWindow | undefined => windows.all().find(({ webContents }) => webContents === sender);
  return {
    core,
    caller,
    chooseSavePath: name => chooseSavePath(window(), name),
    host: hostAnswers({
      openWindow: windows.open,
      chooseOpenPath: kind => chooseOpenPath(window(), kind),
      take: core.take,
      onChosen: (path, kind) => {
        if (kind === 'bundle') remember(all, path);
      },
    }),
  };
};

const onEvent =
  (all: () => Shell, isNotice: (event: CoreEvent) => void) =>
  (event: CoreEvent): void => {
    const { windows } = all();
    if (event.type === 'settings.changed') takeTheme(all());
    isNotice(event);
    // What a person opened appears where that person is; everything else concerns every page.
    if (event.type === 'opened') windows.tellFront(event);
    else windows.tell(event);
  };

const start = (
  { startCore, developer: flag }: AppOptions,
  first: readonly Named[],
  later: (take: (named: readonly Named[]) => void) => void,
): void => {
  const developer = flag || !app.isPackaged;
  // A session of its own: the default one stays without any handler for our scheme.
  const own = session.fromPartition(partition);
  guardSession(session.defaultSession);
  guardSession(own);
  serveApp(own, join(__dirname, '..', 'renderer'));
  const state = openState(homeFolder());
  nativeTheme.themeSource = sourceOf(state.get().theme);
  const windows = createWindows({
    preload: join(__dirname, 'preload.cjs'),
    devTools: developer,
    state,
    now: Date.now,
    onCrashLoop: window => void explainCrashLoop(window),
  });
  const notice = createCaptureNotice({
    isSeen: () => windows.all().some(window => window.isFocused()),
    isWanted: async () => (await askSettings(all.core))?.notifications === 'on',
    show: ended => showEnded(all, ended),
  });
  const core: CoreLink = linkCore({
    start: startCore,
    args: coreArguments(first),
    onEvent: onEvent(() => all, notice),
    onGivenUp: found => void explainCore(windows.front(), found, () => core.again()),
    now: Date.now,
  });
  const all: Shell = { core, windows, state, developer };
  registerCarrier({ optionsFor: sender => carrierOptions(all, sender) });
  const link = first.find(one => one.kind === 'link');
  windows.open(link === undefined ? startPath : findingPath(link.link));
  installMenu(all);
  for (const one of first) {
    if (one.kind === 'refused') windows.tellFront({ type: 'opened', snapshot: null, problem: one.problem });
    if (one.kind === 'file') remember(all, one.path);
  }
  takeTheme(all);
  later(what => openNamed(all, what));
  app.on('activate', () => {
    if (windows.front() === undefined) windows.open(startPath);
  });
  powerMonitor.on('resume', () => tellStale(all, 'sleep'));
  const endWatch = watchNetwork(() => tellStale(all, 'network'));
  app.on('will-quit', () => {
    endWatch();
    core.stop();
  });
};

/** One data folder, one running app: the lock of the single instance lies in Chromium's own part of it. */
const takeProfile = (): void => {
  const profile = join(homeFolder(), 'desktop');
  try {
    makeFolder(profile);
    app.setPath('userData', profile);
  } catch {
    // The core tells, in the window, that the data folder cannot be used.
  }
};

export const startApp = (options: AppOptions): void => {
  if (explainRoot()) {
    app.exit(2);
    return;
  }
  app.enableSandbox();
  takeProfile();
  registerScheme();
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  if (app.isPackaged && process.platform === 'win32') app.setAsDefaultProtocolClient('plumbline');
  // A window that some library would make by itself gets the same guards.
  app.on('web-contents-created', (_, contents) => guardContents(contents));
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  // What comes before the app is ready waits for it.
  let waiting: Named[] = [...named(process.argv, process.cwd())];
  let take: (what: readonly Named[]) => void = what => waiting.push(...what);
  app.on('second-instance', (_, argv, folder) => take(named(argv, folder)));
  app.on('open-url', (event, url) => {
    event.preventDefault();
    take([readLink(url)]);
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    take([{ kind: 'file', path }]);
  });
  void app.whenReady().then(() => {
    const first = waiting;
    waiting = [];
    start(options, first, taker => {
      take = taker;
    });
  });
};
