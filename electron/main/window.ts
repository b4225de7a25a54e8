import { BrowserWindow } from 'electron';
import { startUrl } from './origin.ts';
import { guardContents } from './guard.ts';

/** Kept over starts, so that a person's column choices stay. */
export const partition = 'persist:plumbline';

export interface WindowOptions {
  readonly preload: string;
  readonly path: string;
  readonly devTools: boolean;
}

/** The one factory: every window is sandboxed, isolated and without Node. */
export const createWindow = ({ preload, path, devTools }: WindowOptions): BrowserWindow => {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 1024,
    minHeight: 640,
    show: false,
    title: 'Plumbline',
    backgroundColor: '#0e1116',
    webPreferences: {
      preload,
      partition,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      webviewTag: false,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      spellcheck: false,
      devTools,
    },
  });
  guardContents(window.webContents);
  window.once('ready-to-show', () => window.show());
  // A crash of the page alone loses nothing: the URL is the state.
  window.webContents.on('render-process-gone', (_, details) => {
    if (details.reason !== 'clean-exit' && !window.isDestroyed()) window.webContents.reload();
  });
  void window.loadURL(startUrl(path));
  return window;
};
