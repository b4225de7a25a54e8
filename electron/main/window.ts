import { BrowserWindow } from 'electron';
import { guardContents } from './guard.ts';
import { isOurUrl, startUrl } from './origin.ts';
import { smallest, type WindowPlace } from './window-place.ts';

/** Kept over starts, so that a person's column choices stay. */
export const partition = 'persist:plumbline';

export interface WindowOptions {
  readonly preload: string;
  readonly path: string;
  readonly place: WindowPlace;
  readonly dark: boolean;
  readonly devTools: boolean;
  /** False once the page has crashed too often to be loaded anew. */
  readonly mayReload: () => boolean;
  /** Told instead of a reload: the page crashes again and again. */
  readonly onCrashLoop: (window: BrowserWindow) => void;
}

/** look.md's surfaces: what is seen until the page has painted. */
const background = { dark: '#0e1116', light: '#f6f8fa' } as const;

/**
 * `about:blank` commits without asking `will-navigate`: it can do nothing there (no bridge answers it), but the window would
 * be a blank one. It goes back to where it was.
 */
const keepAtHome = ({ webContents }: BrowserWindow, start: string): void => {
  let last = start;
  webContents.on('did-navigate', (_, url) => {
    if (isOurUrl(url)) last = url;
    else void webContents.loadURL(last);
  });
  webContents.on('did-navigate-in-page', (_, url, mainFrame) => {
    if (mainFrame && isOurUrl(url)) last = url;
  });
};

/** The one factory: every window is sandboxed, isolated and without Node. */
export const createWindow = ({ preload, path, place, dark, devTools, mayReload, onCrashLoop }: WindowOptions): BrowserWindow => {
  const window = new BrowserWindow({
    x: place.x,
    y: place.y,
    width: place.width,
    height: place.height,
    minWidth: Math.min(smallest.width, place.width),
    minHeight: Math.min(smallest.height, place.height),
    show: false,
    title: 'Plumbline',
    backgroundColor: dark ? background.dark : background.light,
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
  const { webContents } = window;
  guardContents(webContents);
  window.once('ready-to-show', () => {
    if (place.maximised) window.maximize();
    window.show();
  });
  // Chromium forgets the zoom of a page that it loads anew in a new process.
  webContents.on('did-finish-load', () => webContents.setZoomLevel(webContents.getZoomLevel() || place.zoom));
  keepAtHome(window, startUrl(path));
  // A crash of the page alone loses nothing: the URL is the state.
  webContents.on('render-process-gone', (_, details) => {
    if (details.reason === 'clean-exit' || window.isDestroyed()) return;
    if (mayReload()) webContents.reload();
    else onCrashLoop(window);
  });
  void window.loadURL(startUrl(path));
  return window;
};
