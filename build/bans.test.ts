import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { checkBans } from './bans.ts';
import { root } from './paths.ts';

const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
});

/** What the check says of a tree with this one file. */
const check = (file: string, text: string, expected: readonly string[]): void => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-bans-'));
  made.push(folder);
  for (const top of ['electron/main', 'electron/node/auth', 'electron/core-process', 'renderer'])
    mkdirSync(join(folder, top), { recursive: true });
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
  expect(checkBans(folder).map(({ what }) => what.split(' ')[0])).toEqual(expected);
};

describe('names that only some files may use', () => {
  test('S2 a window is made nowhere but in the factory', () => {
    expect(checkBans(root)).toEqual([]);
    check('electron/main/other.ts', `import { BrowserWindow } from 'electron';\nnew BrowserWindow({});`, ['BrowserWindow']);
    check('electron/main/other.ts', `import * as electron from 'electron';\nnew electron.BrowserWindow({});`, ['BrowserWindow']);
    check('electron/main/window.ts', `new BrowserWindow({});`, []);
    check(
      'electron/main/other.ts',
      `import type { BrowserWindow } from 'electron';\n// new BrowserWindow()\nconst x: BrowserWindow = y;`,
      [],
    );
  });

  test('S6 nothing but the guard opens an address outside', () => {
    check('electron/main/other.ts', `shell.openExternal('https://x');`, ['openExternal']);
    check('electron/main/other.ts', `const open = shell['openExternal'.toString()];`, []);
  });

  test('S9 no text becomes code', () => {
    check('renderer/a.ts', `eval('1'); new Function('return 1'); window.eval('1');`, ['eval', 'Function', 'eval']);
    check('electron/main/other.ts', `contents.executeJavaScript('1');`, ['executeJavaScript']);
  });

  test('I1 ipcMain appears in the one registrar alone', () => {
    check('electron/main/other.ts', `import { ipcMain } from 'electron';\nipcMain.on('x', () => 1);`, ['ipcMain', 'ipcMain']);
    check('electron/main/ipc-carrier.ts', `ipcMain.handle('call', () => 1);`, []);
  });

  test('I5 the page’s side never names the channel itself', () => {
    check('renderer/a.ts', `ipcRenderer.send('x');`, ['ipcRenderer']);
    check('electron/preload/other.ts', `contextBridge.exposeInMainWorld('x', ipcRenderer);`, ['contextBridge', 'ipcRenderer']);
  });

  test('D4 no program is started through a shell', () => {
    check('electron/node/auth/a.ts', `exec('kubectl get'); execSync('x'); /x/.exec('y');`, ['exec', 'execSync']);
  });

  test('D5 what a cluster says never becomes markup', () => {
    check('renderer/a.tsx', `export const A = () => <p dangerouslySetInnerHTML={{ __html: name }} />;`, [
      'dangerouslySetInnerHTML',
    ]);
    check('renderer/a.ts', `element.innerHTML = name; element.insertAdjacentHTML('beforeend', name);`, [
      'innerHTML',
      'insertAdjacentHTML',
    ]);
  });
});
