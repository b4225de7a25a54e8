import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { filesBelow, leaks } from '#test/redact/forms';
import { storedTexts } from '#test/redact/stored-texts';
import { markup, writeHostileBundle } from './hostile-bundle.ts';
import { seccompOf } from './processes.ts';
import { missingDesktop, runDesktop, type Running } from './running.ts';

const missing = missingDesktop();

/** The packaged app, attacked. One start serves all: what each attack would leave is looked at after it. */
describe.skipIf(missing !== undefined)(`the packaged app${missing === undefined ? '' : ` (${missing})`}`, () => {
  let desktop: Running;
  let snapshot = '';
  /** Violations of the policy and errors of the page, while it is used as it is meant to. */
  const faults: string[] = [];
  /** Replies that the page got, for what must not be in them. */
  const replies: string[] = [];

  beforeAll(async () => {
    desktop = await runDesktop({ env: { PLUMBLINE_CANARY_ENV: 'x' } });
    const { page, app } = desktop;
    page.on('pageerror', error => faults.push(error.message));
    page.on('console', message => {
      if (message.type() === 'error' && /Content Security Policy|Refused to/u.test(message.text())) faults.push(message.text());
    });
    // What really leaves: a listener of its own, beside the one that refuses.
    await app.evaluate(({ session }) => {
      const sent: string[] = [];
      Object.assign(globalThis, { sent });
      for (const each of [session.defaultSession, session.fromPartition('persist:plumbline')])
        each.webRequest.onSendHeaders(details => sent.push(details.url));
    });
    await page.reload();
    await ready();
    const opened = await desktop.call<{ readonly id: string }>('demo.open', {});
    snapshot = opened.value.id;
    await go(`/s/${snapshot}/findings`);
  });
  afterAll(() => desktop?.close());

  const ready = async (): Promise<void> => {
    await desktop.page.locator('html[data-state=ready],html[data-state=error]').waitFor({ timeout: 30_000 });
  };
  const go = async (path: string): Promise<void> => {
    await desktop.page.goto(`app://bundle${path}`);
    await ready();
  };
  const windowCount = async (): Promise<number> => (await desktop.windows()).length;
  const pwned = (): Promise<unknown> =>
    desktop.page.evaluate(() => (window as unknown as { readonly pwned?: unknown }).pwned ?? null);

  /** Runs the attack in the page and looks that the window is where it was, alone, and that nothing ran. */
  const withstand = async (attack: string): Promise<void> => {
    const before = desktop.page.url();
    await desktop.page.evaluate(`(() => { try { ${attack} } catch {} })()`);
    await wait(250);
    await expect
      .poll(async () => (await desktop.windows()).map(({ url, there }) => (there ? url : 'on its way')))
      .toEqual([before]);
    expect([desktop.page.url(), await pwned()]).toEqual([before, null]);
    expect((await desktop.call('app.info', {})).ok).toBe(true);
  };

  test('S3 the page has no Node, and a frozen bridge of exactly the contract’s two functions', async () => {
    const seen = await desktop.page.evaluate(() => ({
      node: [
        typeof (globalThis as Record<string, unknown>)['require'],
        typeof (globalThis as Record<string, unknown>)['process'],
        typeof (globalThis as Record<string, unknown>)['module'],
      ],
      keys: Object.keys((window as unknown as { readonly plumbline: object }).plumbline).toSorted(),
      frozen: Object.isFrozen((window as unknown as { readonly plumbline: object }).plumbline),
      writable: (() => {
        try {
          (window as unknown as { plumbline: unknown }).plumbline = null;
        } catch {
          // Not writable: as it should be.
        }
        return (window as unknown as { plumbline: unknown }).plumbline === null;
      })(),
    }));
    expect(seen).toEqual({
      node: ['undefined', 'undefined', 'undefined'],
      keys: ['call', 'subscribe'],
      frozen: true,
      writable: false,
    });
  });

  test('S4 the preferences say sandbox and isolation, and so does the kernel for every renderer', async () => {
    const preferences = await desktop.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map(window => {
        const { sandbox, contextIsolation, nodeIntegration, webviewTag } = (
          window.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }
        ).getLastWebPreferences();
        return { sandbox, contextIsolation, nodeIntegration, webviewTag };
      }),
    );
    expect(preferences).toEqual([{ sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false }]);
    const renderers = desktop.renderers();
    expect(renderers.length).toBeGreaterThan(0);
    expect(renderers.map(seccompOf)).toEqual(renderers.map(() => '2'));
  });

  const targets = [
    'javascript:window.pwned=1',
    'file:///etc/passwd',
    'data:text/html,<script>opener.pwned=1</script>',
    'https://example.com/',
    'app://bundle.evil.test/',
    'plumbline://finding/s/f',
    'about:blank',
    'chrome://gpu',
  ];

  test.each(targets)('S5 the page cannot go to %s: by address, link, form, refresh or frame', async url => {
    const quoted = JSON.stringify(url);
    await withstand(`location.href = ${quoted}`);
    await withstand(`const a = document.createElement('a'); a.href = ${quoted}; document.body.append(a); a.click(); a.remove()`);
    await withstand(
      `const f = document.createElement('form'); f.action = ${quoted}; f.method = 'post'; document.body.append(f); f.submit()`,
    );
    await withstand(
      `const m = document.createElement('meta'); m.httpEquiv = 'refresh'; m.content = '0;url=' + ${quoted}; document.head.append(m)`,
    );
    await withstand(
      `const i = document.createElement('iframe'); i.src = ${quoted}; document.body.append(i); setTimeout(() => i.remove(), 100)`,
    );
  });

  test.each(targets)('S6 the page cannot open a window on %s', async url => {
    await withstand(`window.open(${JSON.stringify(url)}); window.open(${JSON.stringify(url)}, '_blank', 'noopener')`);
    await withstand(
      `const a = document.createElement('a'); a.href = ${JSON.stringify(url)}; a.target = '_blank'; document.body.append(a); a.click(); a.remove()`,
    );
  });

  test('S5 a link that is dragged onto the window leads nowhere', async () => {
    const session = await desktop.page.context().newCDPSession(desktop.page);
    const before = desktop.page.url();
    for (const url of ['https://example.com/', 'file:///etc/passwd', 'javascript:window.pwned=1']) {
      const data = {
        items: [
          { mimeType: 'text/uri-list', data: url },
          { mimeType: 'text/plain', data: url },
        ],
        dragOperationsMask: 1,
      };
      for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
        await session.send('Input.dispatchDragEvent', { type, x: 600, y: 400, data });
      await wait(300);
      expect([desktop.page.url(), await windowCount(), await pwned()]).toEqual([before, 1, null]);
    }
    await session.detach();
    await ready();
  });

  test('S9 eval, inline script, a remote image and a fetch to outside fail under the policy', async () => {
    const seen = await desktop.page.evaluate(async () => {
      const tried = async (act: () => unknown): Promise<string> => {
        try {
          await act();
          return 'worked';
        } catch {
          return 'refused';
        }
      };
      const script = document.createElement('script');
      script.textContent = 'window.pwned = 7';
      document.body.append(script);
      const image = new Image();
      const loaded = new Promise<string>(resolve => {
        image.addEventListener('load', () => resolve('worked'));
        image.addEventListener('error', () => resolve('refused'));
      });
      image.src = 'https://example.com/x.png';
      const worker = (): Promise<string> =>
        new Promise(resolve => {
          try {
            const made = new Worker('https://example.com/w.js');
            made.addEventListener('error', () => resolve('refused'));
          } catch {
            resolve('refused');
          }
        });
      return {
        eval: await tried(
          () =>
            // In a task of the page's own: the driver's are past the policy.
            new Promise((resolve, reject) => {
              setTimeout(() => {
                try {
                  // oxlint-disable-next-line typescript/no-implied-eval -- whether the policy refuses it is what is asked
                  resolve((new Function('return 1') as () => unknown)());
                } catch (error) {
                  reject(error);
                }
              });
            }),
        ),
        inline: (window as unknown as { readonly pwned?: unknown }).pwned ?? 'refused',
        image: await loaded,
        fetch: await tried(() => fetch('https://example.com/')),
        socket: await tried(
          () =>
            new Promise((_, reject) => {
              new WebSocket('wss://example.com/').addEventListener('error', reject);
            }),
        ),
        worker: await worker(),
      };
    });
    expect(seen).toEqual({
      eval: 'refused',
      inline: 'refused',
      image: 'refused',
      fetch: 'refused',
      socket: 'refused',
      worker: 'refused',
    });
    faults.length = 0;
  });

  test('P5 no file: page can be loaded, not even by main', async () => {
    const loaded = await desktop.app.evaluate(async ({ BrowserWindow }) => {
      const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true, partition: 'persist:plumbline' } });
      const other = new BrowserWindow({ show: false, webPreferences: { sandbox: true } });
      const bodies: string[] = [];
      for (const each of [window, other]) {
        await each.loadURL('file:///etc/passwd').catch(() => undefined);
        bodies.push((await each.webContents.executeJavaScript('document.body?.innerText ?? ""')) as string);
        each.destroy();
      }
      return bodies;
    });
    expect(loaded.join('\n')).not.toContain('root:');
  });

  test('I2 a window that is not ours, with our own preload, is refused; so is one at our own address', async () => {
    const answers = await desktop.app.evaluate(async ({ app, BrowserWindow }) => {
      const preload = `${app.getAppPath()}/dist/electron/preload.cjs`;
      const ask = async (url: string, partition: string | undefined): Promise<unknown> => {
        const window = new BrowserWindow({
          show: false,
          webPreferences: { preload, sandbox: true, contextIsolation: true, ...(partition === undefined ? {} : { partition }) },
        });
        await window.loadURL(url).catch(() => undefined);
        const reply = (await window.webContents.executeJavaScript(
          'window.plumbline === undefined ? "no bridge" : window.plumbline.call("snapshots.list", {}, "forged")',
        )) as unknown;
        window.destroy();
        return reply;
      };
      return [await ask('about:blank', undefined), await ask('app://bundle/', 'persist:plumbline')];
    });
    const refused = { ok: false, error: { code: 'input-invalid', what: 'This call was refused.' } };
    expect(answers).toEqual([expect.objectContaining({ ok: false }), expect.objectContaining({ ok: false })]);
    expect(answers).toMatchObject([refused, refused]);
  });

  test('I3 malformed and oversized calls are refused, and the app goes on', async () => {
    const codes = await desktop.page.evaluate(async () => {
      const { call } = (window as unknown as { readonly plumbline: { call(...args: readonly unknown[]): Promise<unknown> } })
        .plumbline;
      const cycle: Record<string, unknown> = {};
      cycle['self'] = cycle;
      const inputs: readonly (readonly unknown[])[] = [
        ['snapshots.get', { snapshot: 'x'.repeat(5_000_000) }, 'a'],
        ['snapshots.get', { snapshot: 's', more: 1 }, 'b'],
        ['snapshots.get', cycle, 'c'],
        ['snapshots.get', new Uint8Array(20_000_000), 'd'],
        ['snapshots.get', new Map(), 'e'],
        ['snapshots.get', null, 'f'],
        ['snapshots.get', { snapshot: 's' }, 7],
        ['no.such', {}, 'g'],
        ['__proto__', {}, 'h'],
        [{}, {}, 'i'],
        ['$save', { handle: 'h', name: 'n', path: '/tmp/x' }, ''],
        ['upload.put', { handle: null, name: 'n', chunk: 'not base64!', last: true }, 'j'],
      ];
      const seen: string[] = [];
      for (const args of inputs) {
        try {
          const reply = (await call(...args)) as { readonly ok: boolean; readonly error?: { readonly code: string } };
          seen.push(reply.ok ? 'ok' : (reply.error?.code ?? ''));
        } catch {
          // The bridge itself takes no such value across.
          seen.push('not carried');
        }
      }
      return seen;
    });
    const refusals = new Set(['input-invalid', 'unknown-call', 'not carried']);
    expect(codes.filter(code => !refusals.has(code))).toEqual([]);
    expect(codes).toHaveLength(12);
    expect((await desktop.call('app.info', {})).ok).toBe(true);
  });

  test('I3 no input changes what other objects are, on any side', async () => {
    const codes = await desktop.page.evaluate(async () => {
      const { call } = (window as unknown as { readonly plumbline: { call(...args: readonly unknown[]): Promise<unknown> } })
        .plumbline;
      const texts = [
        '{"snapshot":"s","__proto__":{"polluted":1}}',
        '{"__proto__":{"polluted":1}}',
        '{"snapshot":"s","constructor":{"prototype":{"polluted":1}}}',
        '{"tables":{"__proto__":{"columns":[],"sort":null,"polluted":1}}}',
      ];
      const seen: string[] = [];
      for (const [at, text] of texts.entries()) {
        const name = at === 3 ? 'settings.update' : 'snapshots.get';
        const reply = (await call(name, JSON.parse(text), `p${at}`)) as {
          readonly ok: boolean;
          readonly error?: { readonly code: string };
        };
        seen.push(reply.ok ? 'ok' : (reply.error?.code ?? ''));
      }
      return { seen, page: ({} as { readonly polluted?: unknown }).polluted ?? null };
    });
    expect(codes.page).toBeNull();
    // The bridge leaves __proto__ behind, and main refuses what still has it: either way nothing is polluted.
    expect(codes.seen.slice(0, 3).every(code => ['input-invalid', 'snapshot-unknown'].includes(code))).toBe(true);
    expect(
      await desktop.app.evaluate(() => ({}) as { readonly polluted?: unknown }).then(value => value.polluted ?? null),
    ).toBeNull();
    expect((await desktop.call<Record<string, unknown>>('app.info', {})).value['polluted']).toBeUndefined();
  });

  /** Puts a text into a handle, as the page does, and answers it. */
  const upload = async (name: string, text: string): Promise<string> => {
    const put = await desktop.call<{ readonly handle: string }>('upload.put', {
      handle: null,
      name,
      chunk: Buffer.from(text).toString('base64'),
      last: true,
    });
    return put.value.handle;
  };

  test('D5 a bundle with markup in every string: every page shows it as text, and nothing of it runs or loads', async () => {
    faults.length = 0;
    const path = join(desktop.user.home, 'hostile.tar.gz');
    await writeHostileBundle(path);
    chmodSync(path, 0o644);
    const bytes = readFileSync(path);
    let handle: string | null = null;
    for (let at = 0; at < bytes.length; at += 400_000) {
      const put: { readonly value: { readonly handle: string } } = await desktop.call('upload.put', {
        handle,
        name: `hostile${markup}.tar.gz`.replaceAll('/', ''),
        chunk: bytes.subarray(at, at + 400_000).toString('base64'),
        last: at + 400_000 >= bytes.length,
      });
      handle = put.value.handle;
    }
    const imported = await desktop.call<{ readonly id: string }>('snapshots.import', { upload: handle });
    expect(imported).toMatchObject({ ok: true });
    const id = imported.value.id;
    const found = await desktop.call<{ readonly lines: readonly { readonly row?: { readonly id: string } }[] }>('findings.list', {
      snapshot: id,
      group: 'none',
      limit: 5,
    });
    const finding = found.value.lines.find(line => line.row !== undefined)?.row?.id ?? '';
    expect(finding).not.toBe('');
    const pages = [
      `/s/${id}/overview`,
      `/s/${id}/findings`,
      `/s/${id}/findings/${encodeURIComponent(finding)}`,
      `/s/${id}/objects`,
      `/s/${id}/coverage`,
      `/s/${id}/tray`,
      `/compare/${snapshot}/${id}`,
      '/snapshots',
      '/rules',
      '/clusters',
      '/',
    ];
    let shown = 0;
    for (const page of pages) {
      await go(page);
      await wait(200);
      const seen = await desktop.page.evaluate(() => ({
        planted: document.querySelectorAll('img[src="x"],svg[onload],iframe,script:not([src]),a[href^="javascript:"]').length,
        asText: document.body.innerText.includes('<img src=x'),
      }));
      expect([page, seen.planted, await pwned()]).toEqual([page, 0, null]);
      if (seen.asText) shown += 1;
    }
    expect(shown).toBeGreaterThanOrEqual(4);
    expect(faults).toEqual([]);
    await go(`/s/${snapshot}/findings`);
  });

  test('D9 a kubeconfig that names a program: shown and asked for, and nothing runs before the answer', async () => {
    const { page } = desktop;
    const marker = join(desktop.user.home, 'ran');
    const program = join(desktop.user.home, 'login-plugin');
    const token = { apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status: { token: 't' } };
    writeFileSync(program, `#!/bin/sh\ntouch '${marker}'\necho '${JSON.stringify(token)}'\n`, { mode: 0o755 });
    chmodSync(program, 0o755);
    desktop.user.give(desktop.user.home);
    const kubeconfig = {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'c', cluster: { server: 'https://127.0.0.1:1' } }],
      users: [
        {
          name: 'u',
          user: {
            exec: {
              apiVersion: 'client.authentication.k8s.io/v1',
              interactiveMode: 'Never',
              command: program,
              args: ['--for', '<b>prod</b>'],
              env: [{ name: 'PLUGIN_SECRET', value: 'do-not-show' }],
            },
          },
        },
      ],
      contexts: [{ name: 'imported', context: { cluster: 'c', user: 'u' } }],
    };
    const added = await desktop.call<{ readonly source: string }>('contexts.add', {
      upload: await upload('config', JSON.stringify(kubeconfig)),
    });
    expect(added.ok).toBe(true);
    await desktop.call('contexts.list', {});
    await go('/clusters');
    await wait(500);
    // Adding it, listing it and looking at it run nothing.
    expect(existsSync(marker)).toBe(false);
    const begin = (): Promise<unknown> =>
      desktop.inPage(
        `void window.plumbline.call('capture.start', ${JSON.stringify({ context: { source: added.value.source, name: 'imported' }, options: {} })}, 'exec-' + performance.now()), undefined`,
      );
    await begin();
    const dialog = page.getByRole('alertdialog').or(page.getByRole('dialog'));
    await dialog.getByText(program).waitFor({ timeout: 20_000 });
    const text = await dialog.innerText();
    expect(text).toContain('<b>prod</b>');
    expect(text).toContain('PLUGIN_SECRET');
    expect(text).not.toContain('do-not-show');
    await wait(500);
    expect(existsSync(marker)).toBe(false);
    await page.keyboard.press('Escape');
    await wait(200);
    expect(existsSync(marker)).toBe(false);
    if (await dialog.isVisible()) await dialog.getByRole('button', { name: 'Do not run it' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await wait(500);
    expect(existsSync(marker)).toBe(false);
    await begin();
    await dialog
      .getByRole('button', { name: /^Run it/u })
      .first()
      .click();
    await expect.poll(() => existsSync(marker), { timeout: 20_000 }).toBe(true);
  });

  test('I6 secrets of kubeconfigs and Secrets are in no reply, event, log line or file of the data folder', async () => {
    const canary = (place: string): { readonly place: string; readonly value: string } => ({
      place,
      value: `${place.replaceAll(/\W/gu, '')}X${randomBytes(18).toString('hex')}`,
    });
    const [token, password, secret, env, applied] = ['token', 'password', 'secret', 'env', 'applied'].map(canary);
    const canaries = [token, password, secret, env, applied].filter(each => each !== undefined);
    await desktop.inPage('window.heard = [], window.plumbline.subscribe(event => window.heard.push(event)), undefined');
    const ask = async (name: string, input: unknown): Promise<unknown> => {
      const reply = await desktop.call<unknown>(name, input);
      replies.push(JSON.stringify(reply));
      return reply.value;
    };
    const kubeconfig = {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'c', cluster: { server: 'https://127.0.0.1:1' } }],
      users: [
        { name: 'a', user: { token: token?.value } },
        { name: 'b', user: { username: 'ada', password: password?.value } },
      ],
      contexts: ['a', 'b'].map(name => ({ name: `canary-${name}`, context: { cluster: 'c', user: name } })),
    };
    const added = (await ask('contexts.add', { upload: await upload('canaries', JSON.stringify(kubeconfig)) })) as {
      readonly source: string;
    };
    await ask('contexts.list', {});
    for (const name of ['canary-a', 'canary-b']) await ask('doctor.run', { context: { source: added.source, name } });
    const dump = {
      apiVersion: 'v1',
      kind: 'List',
      items: [
        {
          apiVersion: 'v1',
          kind: 'Secret',
          metadata: {
            name: 's',
            namespace: 'default',
            annotations: { 'kubectl.kubernetes.io/last-applied-configuration': `{"data":"${applied?.value}"}` },
          },
          data: { key: Buffer.from(secret?.value ?? '').toString('base64') },
        },
        {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: 'p', namespace: 'default' },
          spec: { containers: [{ name: 'c', image: 'i', env: [{ name: 'DB_PASSWORD', value: env?.value }] }] },
        },
      ],
    };
    const imported = (await ask('snapshots.import', { upload: await upload('dump.json', JSON.stringify(dump)) })) as {
      readonly id: string;
    };
    const list = (await ask('findings.list', { snapshot: imported.id, group: 'none', limit: 500 })) as {
      readonly lines: readonly { readonly row?: { readonly id: string } }[];
    };
    for (const line of list.lines) {
      if (line.row === undefined) continue;
      await ask('findings.get', { snapshot: imported.id, finding: line.row.id });
      await ask('patch.preview', { snapshot: imported.id, finding: line.row.id });
    }
    for (const name of ['coverage.get', 'snapshots.get', 'snapshots.export']) await ask(name, { snapshot: imported.id });
    await ask('objects.get', { snapshot: imported.id, key: '/secrets/default/s' });
    await ask('objects.get', { snapshot: imported.id, key: '/pods/default/p' });
    await ask('app.diagnostics', {});
    replies.push(JSON.stringify(await desktop.inPage('window.heard')));
    expect(replies.length).toBeGreaterThan(10);
    const files = await filesBelow(desktop.home);
    const stored = await storedTexts(desktop.home);
    expect([files.length > 3, stored.length > 100]).toEqual([true, true]);
    expect(leaks([...replies.map((bytes, at) => ({ name: `reply ${at}`, bytes })), ...files, ...stored], canaries)).toEqual([]);
  });

  test('S12 in all of this no request left for any other place', async () => {
    await go('/clusters');
    const sent = await desktop.app.evaluate(() => (globalThis as unknown as { readonly sent: readonly string[] }).sent);
    expect(sent.length).toBeGreaterThan(10);
    expect(sent.filter(url => !url.startsWith('app://bundle/') && !/^(?:data|blob):/u.test(url))).toEqual([]);
  });

  test('S9 normal use broke no policy and threw no error', () => expect(faults).toEqual([]));
});
