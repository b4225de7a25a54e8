import { join, resolve } from 'node:path';
import { app, type BrowserWindow, dialog, session } from 'electron';
import type { StartCore } from '#contract/core-messages';
import type { Problem } from '#contract/problem';
import { linkCore } from './core-link.ts';
import { guardContents, guardSession } from './guard.ts';
import { registerCarrier } from './ipc-carrier.ts';
import { installMenu } from './menu.ts';
import { registerScheme, serveApp } from './protocol.ts';
import { createWindow, partition } from './window.ts';

export interface AppOptions {
  readonly startCore: StartCore;
  /** Inspection and developer tools: the test entry alone. */
  readonly developer: boolean;
}

/** Arguments that are ours, among Electron's own and Chromium's switches; paths count from where the app was started. */
const ownArguments = (all: readonly string[], folder: string): string[] =>
  all
    .slice(app.isPackaged ? 1 : 2)
    .filter(argument => argument === '--demo' || !argument.startsWith('-'))
    .map(argument => (argument === '--demo' ? argument : resolve(folder, argument)));

const chooseSavePath = (window: () => BrowserWindow | undefined) => async (name: string) => {
  const parent = window();
  const options = { defaultPath: name };
  const chosen = parent === undefined ? await dialog.showSaveDialog(options) : await dialog.showSaveDialog(parent, options);
  return chosen.canceled ? undefined : chosen.filePath;
};

const explainRoot = (): boolean => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  process.stderr.write(
    'plumbline: as root there is no sandbox for the window, and Plumbline does not open one without it. Run as an ordinary user, or use `plumbline serve`.\n',
  );
  return true;
};

const explainCore = (found: Problem | undefined): void =>
  found === undefined
    ? dialog.showErrorBox(
        'Plumbline’s core keeps stopping',
        'It was restarted five times within a minute. The log in the data folder says why; start Plumbline anew to try again.',
      )
    : dialog.showErrorBox(found.what, `${found.why}\n\n${found.todo}`);

export const startApp = ({ startCore, developer }: AppOptions): void => {
  if (explainRoot()) {
    app.exit(2);
    return;
  }
  app.enableSandbox();
  registerScheme();
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  let window: BrowserWindow | undefined;
  // A window that some library would make by itself gets the same guards.
  app.on('web-contents-created', (_, contents) => guardContents(contents));
  app.on('second-instance', () => {
    if (window?.isMinimized() === true) window.restore();
    window?.focus();
  });
  app.on('window-all-closed', () => app.quit());
  void app.whenReady().then(() => {
    // A session of its own: the default one stays without any handler for our scheme.
    const own = session.fromPartition(partition);
    guardSession(session.defaultSession);
    guardSession(own);
    serveApp(own, join(__dirname, '..', 'renderer'));
    installMenu(developer);
    const core = linkCore({
      start: startCore,
      args: ownArguments(process.argv, process.cwd()),
      onEvent: event => window?.webContents.send('event', event),
      onGivenUp: explainCore,
      now: Date.now,
    });
    app.on('will-quit', () => core.stop());
    app.on('second-instance', (_, all, folder) => {
      const named = ownArguments(all, folder);
      if (named.length > 0) core.open(named);
    });
    registerCarrier({ core, chooseSavePath: chooseSavePath(() => window) });
    window = createWindow({ preload: join(__dirname, 'preload.cjs'), path: '/', devTools: developer });
  });
};
