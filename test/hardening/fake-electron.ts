import { EventEmitter } from 'node:events';

/** An `electron` that records what main does with it, for what needs no real one. */
export class FakeContents extends EventEmitter {
  readonly id: number;
  readonly mainFrame: { url: string };
  readonly sent: unknown[] = [];
  readonly loads: string[] = [];
  reloads = 0;
  zoom = 0;
  openHandler: ((details: { readonly url: string }) => { readonly action: string }) | undefined;

  constructor(id: number) {
    super();
    this.id = id;
    this.mainFrame = { url: 'app://bundle/' };
  }

  setWindowOpenHandler(handler: FakeContents['openHandler']): void {
    this.openHandler = handler;
  }
  send(_: string, event: unknown): void {
    this.sent.push(event);
  }
  reload(): void {
    this.reloads += 1;
  }
  isDestroyed(): boolean {
    return false;
  }
  getZoomLevel(): number {
    return this.zoom;
  }
  setZoomLevel(level: number): void {
    this.zoom = level;
  }
}

interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface WindowOptions extends Bounds {
  readonly webPreferences: Readonly<Record<string, unknown>>;
}

export class FakeWindow extends EventEmitter {
  static readonly made: FakeWindow[] = [];
  readonly options: WindowOptions;
  readonly webContents: FakeContents;
  bounds: Bounds;
  minimised = false;
  focused = false;
  destroyed = false;

  constructor(options: WindowOptions) {
    super();
    this.options = options;
    this.bounds = { x: options.x, y: options.y, width: options.width, height: options.height };
    this.webContents = new FakeContents(FakeWindow.made.length + 1);
    FakeWindow.made.push(this);
  }

  loadURL(url: string): Promise<void> {
    this.webContents.loads.push(url);
    return Promise.resolve();
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  destroy(): void {
    this.destroyed = true;
    this.emit('closed');
  }
  getNormalBounds(): Bounds {
    return this.bounds;
  }
  isMaximized(): boolean {
    return false;
  }
  isMinimized(): boolean {
    return this.minimised;
  }
  isFocused(): boolean {
    return this.focused;
  }
  restore(): void {
    this.minimised = false;
  }
  focus(): void {
    this.focused = true;
    this.emit('focus');
  }
  show(): void {}
  maximize(): void {}
}

type Handler = (...args: readonly unknown[]) => unknown;

export class FakeSession {
  readonly set: Record<string, Handler> = {};
  readonly schemes: Record<string, (request: Request) => Response | Promise<Response>> = {};
  readonly protocol = {
    handle: (scheme: string, handler: (request: Request) => Response | Promise<Response>): void => {
      this.schemes[scheme] = handler;
    },
  };
  readonly webRequest = {
    onBeforeRequest: (handler: Handler): void => {
      this.set['request'] = handler;
    },
  };
  setPermissionRequestHandler(handler: Handler): void {
    this.set['permissionRequest'] = handler;
  }
  setPermissionCheckHandler(handler: Handler): void {
    this.set['permissionCheck'] = handler;
  }
  setDevicePermissionHandler(handler: Handler): void {
    this.set['device'] = handler;
  }
}

/** In the order in which main asked, `app.enableSandbox` and `app.ready` among them. */
export const asked: string[] = [];
export const handlers: Record<string, Handler> = {};
export const opened: string[] = [];
export const boxes: { readonly message: string; readonly detail: string; readonly buttons: readonly string[] }[] = [];
/** System notifications that were shown. */
export const notices: { readonly title: string; readonly body: string; readonly click: () => void }[] = [];
class FakeNotification extends EventEmitter {
  readonly options: { readonly title: string; readonly body: string };
  constructor(options: { readonly title: string; readonly body: string }) {
    super();
    this.options = options;
  }
  show(): void {
    notices.push({ ...this.options, click: () => this.emit('click') });
  }
}

export const sessions: Record<string, FakeSession> = {};
/** What the next message box, and the next open dialog, answer. */
export const answers = { button: 0, file: null as string | null, packaged: true, menu: [] as unknown[] };

const sessionOf = (name: string): FakeSession => (sessions[name] ??= new FakeSession());

class FakeApp extends EventEmitter {
  readonly ready = Promise.withResolvers<void>();
  get isPackaged(): boolean {
    return answers.packaged;
  }
  enableSandbox(): void {
    asked.push('enableSandbox');
  }
  setPath(name: string): void {
    asked.push(`setPath ${name}`);
  }
  requestSingleInstanceLock(): boolean {
    asked.push('lock');
    return true;
  }
  whenReady(): Promise<void> {
    return this.ready.promise.then(() => {
      asked.push('ready');
    });
  }
  quit(): void {
    asked.push('quit');
  }
  exit(): void {
    asked.push('exit');
  }
  addRecentDocument(): void {}
  clearRecentDocuments(): void {}
}

export const fakeElectron = {
  app: new FakeApp(),
  BrowserWindow: FakeWindow,
  Menu: {
    buildFromTemplate: (template: unknown[]) => template,
    setApplicationMenu: (template: unknown[]) => {
      answers.menu = template;
    },
  },
  nativeTheme: { shouldUseDarkColors: true, themeSource: 'system' },
  Notification: FakeNotification,
  powerMonitor: new EventEmitter(),
  screen: {
    getPrimaryDisplay: () => ({ id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1080 } }),
    getAllDisplays: () => [{ id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1080 } }],
  },
  session: { defaultSession: sessionOf('default'), fromPartition: sessionOf },
  shell: {
    openExternal: (url: string) => {
      opened.push(url);
      return Promise.resolve();
    },
    openPath: () => Promise.resolve(''),
  },
  dialog: {
    showMessageBox: (...args: readonly unknown[]) => {
      boxes.push(args.at(-1) as (typeof boxes)[number]);
      return Promise.resolve({ response: answers.button });
    },
    showOpenDialog: () =>
      Promise.resolve({ canceled: answers.file === null, filePaths: answers.file === null ? [] : [answers.file] }),
    showSaveDialog: () => Promise.resolve({ canceled: true }),
  },
  ipcMain: {
    handle: (channel: string, handler: Handler) => {
      asked.push(`handle ${channel}`);
      handlers[channel] = handler;
    },
  },
  protocol: {
    registerSchemesAsPrivileged: (schemes: readonly unknown[]) => {
      asked.push(`schemes ${JSON.stringify(schemes)}`);
    },
  },
};
