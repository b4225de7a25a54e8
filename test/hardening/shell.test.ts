import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { CoreProcess, ToCore } from '#contract/core-messages';
import { problem } from '#contract/problem';
import {
  answers,
  asked,
  boxes,
  type FakeContents,
  FakeSession,
  FakeWindow,
  fakeElectron,
  handlers,
  notices,
  opened,
  sessions,
} from './fake-electron.ts';

vi.mock('electron', async () => (await import('./fake-electron.ts')).fakeElectron);

const home = mkdtempSync(join(tmpdir(), 'plumbline-shell-'));
process.env['PLUMBLINE_HOME'] = home;

/** The core that main started: what it was sent, and a way to make it speak. */
const core: { readonly sent: ToCore[]; say: (message: unknown) => void } = { sent: [], say: () => undefined };

const startCore = (): CoreProcess => {
  return {
    post: message => core.sent.push(message),
    onMessage: listener => {
      core.say = listener;
    },
    onExit: () => undefined,
    kill: () => undefined,
  };
};

const windows = FakeWindow.made;
const lastWindow = (): FakeWindow => {
  const window = windows.at(-1);
  if (window === undefined) throw new Error('no window');
  return window;
};

/** A call as the page of this window would make it. */
const callFrom = (contents: FakeContents, name: string, input: unknown, frame: unknown = contents.mainFrame): Promise<unknown> =>
  Promise.resolve(handlers['call']?.({ senderFrame: frame, sender: contents }, name, input, 'c1'));

beforeAll(async () => {
  const argv = process.argv;
  process.argv = ['plumbline', '--no-sandbox', '--demo', 'plumbline://finding/s1/f1'];
  const uid = vi.spyOn(process, 'getuid').mockReturnValue(1000);
  const { startApp } = await import('#electron/main/start-app');
  startApp({ startCore, developer: false });
  process.argv = argv;
  fakeElectron.app.ready.resolve();
  await turn();
  await turn();
  uid.mockRestore();
});
afterAll(() => rmSync(home, { recursive: true }));
beforeEach(() => {
  opened.length = 0;
  boxes.length = 0;
  core.sent.length = 0;
});

describe('windows and renderer', () => {
  test('S1 the sandbox is enabled for every process before the app is ready', () => {
    expect(asked.indexOf('enableSandbox')).toBeGreaterThanOrEqual(0);
    expect(asked.indexOf('enableSandbox')).toBeLessThan(asked.indexOf('ready'));
  });

  test('S2 the one factory makes every window sandboxed, isolated and without Node', async () => {
    await callFrom(lastWindow().webContents, 'host.openWindow', { snapshot: 's2' });
    expect(windows.length).toBeGreaterThan(1);
    for (const { options } of windows)
      expect(options.webPreferences).toMatchObject({
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInSubFrames: false,
        nodeIntegrationInWorker: false,
        webSecurity: true,
        webviewTag: false,
        allowRunningInsecureContent: false,
        experimentalFeatures: false,
      });
    expect(windows.map(({ options }) => Object.hasOwn(options.webPreferences, 'enableBlinkFeatures'))).toEqual(
      windows.map(() => false),
    );
  });

  const navigations = [
    ['app://bundle/s/s1/findings', false],
    ['app://bundle.evil.test/', true],
    ['app://bundle@evil.test/', true],
    ['app://bundle:1/', true],
    ['app:bundle', true],
    ['APP://BUNDLE/', true],
    ['https://bundle/', true],
    ['file:///etc/passwd', true],
    ['javascript:alert(1)', true],
    ['data:text/html,x', true],
    ['about:blank', true],
    ['blob:app://bundle/1', true],
    ['', true],
  ] as const;

  test.each(['will-navigate', 'will-redirect', 'will-frame-navigate'])(
    'S5 %s is prevented for anything but the app’s own origin, compared by its parsed parts',
    name => {
      const refused = navigations.map(([url]) => {
        let prevented = false;
        const event = { url, preventDefault: () => (prevented = true) };
        lastWindow().webContents.emit(name, event, url);
        return [url, prevented];
      });
      expect(refused).toEqual(navigations.map(entry => [...entry]));
    },
  );

  const open = (url: string): string | undefined => lastWindow().webContents.openHandler?.({ url })?.action;
  const press = (): void => void lastWindow().webContents.emit('input-event', {}, { type: 'mouseUp' });

  test('S6 a new window is always denied; outside opens a known https reference alone, and only after a person’s click', () => {
    expect(open('https://kubernetes.io/docs/')).toBe('deny');
    expect(opened).toEqual([]);
    const hostile = [
      'http://kubernetes.io/',
      'https://kubernetes.io.evil.test/',
      'https://evil.test/#kubernetes.io',
      'https://user@kubernetes.io/',
      'https://kubernetes.io:8443/',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'plumbline://finding/s/f',
      'smb://kubernetes.io/x',
      'app://bundle/',
    ];
    for (const url of hostile) {
      press();
      expect(open(url)).toBe('deny');
    }
    expect(opened).toEqual([]);
    press();
    expect(open('https://kubernetes.io/docs/')).toBe('deny');
    expect(opened).toEqual(['https://kubernetes.io/docs/']);
  });

  test('S6 the references of all rules are on known hosts', async () => {
    const { rules } = await import('#rules/catalogue');
    const { isKnownReference } = await import('#electron/main/references');
    const references = rules.flatMap(rule => rule.references).filter(reference => reference.startsWith('http'));
    expect(references.length).toBeGreaterThan(10);
    expect(references.filter(reference => !isKnownReference(reference))).toEqual([]);
  });

  test('S7 a webview is never attached', () => {
    let prevented = 0;
    lastWindow().webContents.emit('will-attach-webview', { preventDefault: () => (prevented += 1) });
    expect(prevented).toBe(1);
  });

  const permissions = [
    'media',
    'geolocation',
    'notifications',
    'midi',
    'openExternal',
    'clipboard-read',
    'fileSystem',
    'hid',
    'usb',
  ];

  test.each(['default', 'persist:plumbline'])('S8 the session %s grants nothing but writing to the clipboard', name => {
    const { set } = sessions[name] ?? new FakeSession();
    const granted: unknown[] = [];
    for (const permission of [...permissions, 'clipboard-sanitized-write'])
      set['permissionRequest']?.(null, permission, (grant: boolean) => {
        if (grant) granted.push(permission);
      });
    expect(granted).toEqual(['clipboard-sanitized-write']);
    expect(
      [...permissions, 'clipboard-sanitized-write'].filter(permission => set['permissionCheck']?.(null, permission) === true),
    ).toEqual(['clipboard-sanitized-write']);
    expect(set['device']?.({ deviceType: 'usb' })).toBe(false);
  });

  test('S11 developer tools are off in a packaged app without the test entry’s flag, and on unpackaged', async () => {
    expect(windows.map(({ options }) => options.webPreferences['devTools'])).toEqual(windows.map(() => false));
    expect(JSON.stringify(answers.menu)).not.toMatch(/toggleDevTools|"reload"/u);
    const { menuTemplate } = await import('#electron/main/menu');
    const nothing = (): void => undefined;
    const menu = menuTemplate({
      platform: 'linux',
      developer: true,
      state: { recent: [], theme: 'system' },
      actions: { newWindow: nothing, openRecent: nothing, clearRecent: nothing, zoom: nothing, showData: nothing, page: nothing },
    });
    expect(JSON.stringify(menu)).toMatch(/toggleDevTools/u);
    const entry = readFileSync(new URL('../../electron/main/start-app.ts', import.meta.url), 'utf8');
    expect(entry).toContain('const developer = flag || !app.isPackaged;');
  });
});

describe('protocol', () => {
  test('P1 one scheme is privileged, once, before ready, with standard, secure and fetch alone', () => {
    const registered = asked.filter(entry => entry.startsWith('schemes '));
    expect(registered).toEqual([
      `schemes ${JSON.stringify([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }])}`,
    ]);
    expect(asked.indexOf(registered[0] ?? '')).toBeLessThan(asked.indexOf('ready'));
  });

  test('P4 the window’s own session has the handler for app:, and no session serves file:', async () => {
    expect(lastWindow().options.webPreferences['partition']).toBe('persist:plumbline');
    expect(Object.keys(sessions['persist:plumbline']?.schemes ?? {}).toSorted()).toEqual(['app', 'file']);
    expect(Object.keys(sessions['default']?.schemes ?? {})).toEqual(['file']);
    for (const name of ['default', 'persist:plumbline']) {
      const response = await sessions[name]?.schemes['file']?.(new Request('http://x/'));
      expect(response?.status).toBe(404);
    }
  });

  test.each([
    ['app://bundle/', 'mainFrame', false],
    ['data:image/png;base64,AA', 'image', false],
    ['blob:app://bundle/1', 'image', false],
    ['data:text/html,x', 'mainFrame', true],
    ['blob:app://bundle/1', 'subFrame', true],
    ['file:///etc/passwd', 'mainFrame', true],
    ['https://example.com/', 'xhr', true],
    ['http://169.254.169.254/', 'image', true],
    ['ws://127.0.0.1/', 'webSocket', true],
    ['app://bundle.evil.test/', 'script', true],
  ])('S12 a request for %s as %s is cancelled: %s', (url, resourceType, cancel) => {
    let answered: unknown;
    sessions['persist:plumbline']?.set['request']?.({ url, resourceType }, (reply: unknown) => (answered = reply));
    expect(answered).toEqual({ cancel });
  });
});

describe('IPC', () => {
  const refused = { ok: false, error: { code: 'input-invalid', what: 'This call was refused.' } };

  test('I2 a call of another frame, of none, of another origin or of no window of ours is refused', async () => {
    const { webContents } = lastWindow();
    expect(asked.filter(entry => entry.startsWith('handle '))).toEqual(['handle call']);
    expect(await callFrom(webContents, 'app.info', {}, null)).toMatchObject(refused);
    expect(await callFrom(webContents, 'app.info', {}, { url: 'app://bundle/' })).toMatchObject(refused);
    const { url } = webContents.mainFrame;
    for (const foreign of ['https://evil.test/', 'app://bundle.evil.test/', 'about:blank', '']) {
      webContents.mainFrame.url = foreign;
      expect(await callFrom(webContents, 'app.info', {})).toMatchObject(refused);
    }
    webContents.mainFrame.url = url;
    const stranger = new FakeWindow(lastWindow().options);
    windows.pop();
    expect(await callFrom(stranger.webContents, 'app.info', {})).toMatchObject(refused);
    expect(core.sent).toEqual([]);
  });

  test('I2 calls of two windows, and of two documents of one, never share an id', async () => {
    core.say({ type: 'ready' });
    const [first, second] = windows;
    if (first === undefined || second === undefined) throw new Error('two windows');
    void callFrom(first.webContents, 'app.info', {});
    void callFrom(second.webContents, 'app.info', {});
    second.webContents.emit('did-start-navigation', {}, 'app://bundle/', false, true);
    void callFrom(second.webContents, 'app.info', {});
    await turn();
    const ids = core.sent.flatMap(message => (message.type === 'call' && message.name === 'app.info' ? [message.id] : []));
    expect(new Set(ids).size).toBe(3);
  });
});

describe('data and processes', () => {
  test('D2 what the shell keeps is a 0600 file, renamed in', () => {
    lastWindow().emit('close');
    const path = join(home, 'desktop.json');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(home, 'desktop')).mode & 0o777).toBe(0o700);
    expect(existsSync(`${path}.${process.pid}.tmp`)).toBe(false);
  });

  test('D7 the first argv is read by the validator: the link opens its page, the switch is not ours', () => {
    expect(windows[0]?.webContents.loads).toEqual(['app://bundle/s/s1/findings/f1']);
  });

  test('D7 a further start’s argv goes through the same validator', async () => {
    const [front] = windows;
    front?.emit('focus');
    void callFrom(front?.webContents as FakeContents, 'app.info', {});
    if (front !== undefined) front.webContents.sent.length = 0;
    fakeElectron.app.emit(
      'second-instance',
      {},
      [
        'plumbline',
        '--remote-debugging-port=1',
        'plumbline://finding/s9/f9',
        'plumbline://run/x',
        'https://evil.test/',
        'case.tar.gz',
      ],
      '/home/ada',
    );
    expect(front?.webContents.sent).toEqual([
      { type: 'link', snapshot: 's9', finding: 'f9' },
      {
        type: 'opened',
        snapshot: null,
        problem: expect.objectContaining({ code: 'usage', what: 'A link was not opened.' }) as unknown,
      },
      { type: 'opened', snapshot: null, problem: expect.objectContaining({ what: 'A link was not opened.' }) as unknown },
    ]);
    expect(core.sent.filter(({ type }) => type === 'open')).toEqual([{ type: 'open', args: ['/home/ada/case.tar.gz'] }]);
  });

  test('D7 a link that the system opens goes through it too', () => {
    const [front] = windows;
    if (front !== undefined) front.webContents.sent.length = 0;
    for (const url of ['plumbline://finding/s9/f9', 'plumbline://finding/../f9', 'plumbline://cluster/https://evil.test'])
      fakeElectron.app.emit('open-url', { preventDefault: () => undefined }, url);
    expect(front?.webContents.sent.map(event => (event as { readonly type: string }).type)).toEqual(['link', 'opened', 'opened']);
  });
});

describe('what else the shell does', () => {
  test('after a resume every page is told, and the core drops its connections', () => {
    fakeElectron.powerMonitor.emit('resume');
    expect(core.sent).toContainEqual({ type: 'reconnect' });
    expect(windows[0]?.webContents.sent).toContainEqual({ type: 'stale', reason: 'sleep', context: null });
  });

  /** Answers what main asked of the core since then, by name. */
  const reply = async (answers: Readonly<Record<string, unknown>>): Promise<void> => {
    for (let turnNumber = 0; turnNumber < 4; turnNumber += 1) {
      await turn();
      for (const message of core.sent.splice(0))
        if (message.type === 'call' && message.name in answers)
          core.say({ type: 'reply', id: message.id, result: { ok: true, value: answers[message.name] } });
    }
  };

  test.each([
    ['on', 1],
    ['ask', 0],
    ['off', 0],
  ] as const)(
    'a long capture that ends while nobody looks is told by the system where the setting is %s',
    async (notifications, told) => {
      notices.length = 0;
      for (const window of windows) window.focused = false;
      const progress = { resources: [], requests: 1, retries: 0, throttled: 0, bytes: 1, objects: 1, findings: 1 };
      core.say({
        type: 'event',
        event: {
          type: 'capture.progress',
          progress: { ...progress, captureId: `c-${notifications}`, phase: 'done', elapsedMs: 40_000 },
        },
      });
      await reply({
        'settings.get': { settings: { theme: 'dark', notifications } },
        'capture.get': { context: { source: 'f', name: 'prod' }, snapshot: 's7' },
      });
      expect(notices.map(({ title, body }) => [title, body])).toEqual(
        told === 1 ? [['A capture has ended', 'prod: its findings are ready.']] : [],
      );
      notices[0]?.click();
      const front = windows.find(({ focused }) => focused);
      expect(front?.webContents.sent.at(-1)).toEqual(told === 1 ? { type: 'opened', snapshot: 's7', problem: null } : undefined);
    },
  );

  test('a change of the settings’ theme is the system’s too', async () => {
    core.say({ type: 'event', event: { type: 'settings.changed' } });
    await reply({ 'settings.get': { settings: { theme: 'light', notifications: 'off' } } });
    expect(fakeElectron.nativeTheme.themeSource).toBe('light');
    core.say({ type: 'event', event: { type: 'settings.changed' } });
    await reply({ 'settings.get': { settings: { theme: 'contrast', notifications: 'off' } } });
    expect(fakeElectron.nativeTheme.themeSource).toBe('system');
  });

  test('a page that ends again and again is loaded three times, then the person is asked', async () => {
    const window = lastWindow();
    answers.button = 1;
    for (let crash = 0; crash < 5; crash += 1) window.webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    await turn();
    expect(window.webContents.reloads).toBe(3);
    expect(boxes.map(({ message }) => message)).toContain('This window keeps stopping');
  });

  test('a core that keeps stopping is explained, with a way to start it again', async () => {
    const { explainCore } = await import('#electron/main/explain');
    answers.button = 0;
    let again = 0;
    await explainCore(undefined, undefined, () => (again += 1));
    await explainCore(
      undefined,
      problem('library', { what: 'The data folder cannot be made.', why: 'EACCES' }),
      () => (again += 1),
    );
    expect([again, boxes.map(({ message }) => message)]).toEqual([
      2,
      ['Plumbline’s core keeps stopping', 'The data folder cannot be made.'],
    ]);
  });

  test('at most twelve windows, then a sentence', async () => {
    const [front] = windows;
    if (front === undefined) throw new Error('no window');
    for (let each = 0; each < 15; each += 1) await callFrom(front.webContents, 'host.openWindow', { snapshot: null });
    expect(await callFrom(front.webContents, 'host.openWindow', { snapshot: null })).toMatchObject({
      ok: false,
      error: { code: 'not-available' },
    });
    expect(windows.filter(({ destroyed }) => !destroyed).length).toBe(12);
  });
});
