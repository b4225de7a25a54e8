import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import type { MenuItemConstructorOptions } from 'electron';
import type { MenuCommand } from '#contract/events';
import type { DesktopState } from './desktop-state.ts';

/** What the menu does itself; the rest it leaves to the page. */
export interface MenuActions {
  readonly newWindow: () => void;
  readonly openRecent: (path: string) => void;
  readonly clearRecent: () => void;
  readonly zoom: (change: 'in' | 'out' | 'reset') => void;
  readonly showData: () => void;
  readonly page: (command: MenuCommand) => void;
}

export interface MenuOptions {
  readonly platform: string;
  /** Reload and developer tools: unpackaged, or by the test entry's flag. */
  readonly developer: boolean;
  readonly state: Pick<DesktopState, 'recent' | 'theme'>;
  readonly actions: MenuActions;
}

type Items = MenuItemConstructorOptions[];

const separator: MenuItemConstructorOptions = { type: 'separator' };

const settings = ({ actions }: MenuOptions): MenuItemConstructorOptions => ({
  label: 'Settings…',
  accelerator: 'CommandOrControl+,',
  click: () => actions.page('settings'),
});

const recentItems = ({ state, actions }: MenuOptions): Items => {
  const files = state.recent.filter(path => existsSync(path));
  if (files.length === 0) return [{ label: 'No recent file', enabled: false }];
  return [
    ...files.map(path => ({ label: basename(path), toolTip: path, click: () => actions.openRecent(path) })),
    separator,
    { label: 'Clear Recent', click: actions.clearRecent },
  ];
};

const appMenu = (options: MenuOptions): Items => [
  {
    role: 'appMenu',
    submenu: [
      { role: 'about' },
      separator,
      settings(options),
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  },
];

const fileMenu = (options: MenuOptions): MenuItemConstructorOptions => {
  const { actions, platform } = options;
  return {
    role: 'fileMenu',
    submenu: [
      { label: 'New Window', accelerator: 'CommandOrControl+N', click: actions.newWindow },
      { label: 'Open Bundle…', accelerator: 'CommandOrControl+O', click: () => actions.page('open-bundle') },
      { label: 'Open Recent', submenu: recentItems(options) },
      separator,
      { label: 'Import Kubeconfig…', click: () => actions.page('import-kubeconfig') },
      { label: 'Import Folder of Kubeconfigs…', click: () => actions.page('import-folder') },
      { label: 'Export Snapshot…', accelerator: 'CommandOrControl+Shift+E', click: () => actions.page('export-snapshot') },
      separator,
      ...(platform === 'darwin' ? [] : [settings(options), separator]),
      { role: 'close' },
      ...(platform === 'darwin' ? [] : [{ role: 'quit' } satisfies MenuItemConstructorOptions]),
    ],
  };
};

const themes = [
  ['system', 'As the System'],
  ['light', 'Light'],
  ['dark', 'Dark'],
  ['contrast', 'High Contrast'],
] as const;

const viewMenu = ({ actions, developer, state }: MenuOptions): MenuItemConstructorOptions => ({
  role: 'viewMenu',
  submenu: [
    // The page hears the keys itself, so that they are the same on the loopback page.
    {
      label: 'Go to Anything…',
      accelerator: 'CommandOrControl+K',
      registerAccelerator: false,
      click: () => actions.page('palette'),
    },
    separator,
    {
      label: 'Theme',
      submenu: themes.map(([theme, label]) => ({
        label,
        type: 'radio',
        checked: state.theme === theme,
        click: () => actions.page(`theme-${theme}`),
      })),
    },
    separator,
    { label: 'Actual Size', accelerator: 'CommandOrControl+0', click: () => actions.zoom('reset') },
    { label: 'Zoom In', accelerator: 'CommandOrControl+Plus', click: () => actions.zoom('in') },
    // The same key without Shift, as keyboards have it.
    { label: 'Zoom In', accelerator: 'CommandOrControl+=', visible: false, click: () => actions.zoom('in') },
    { label: 'Zoom Out', accelerator: 'CommandOrControl+-', click: () => actions.zoom('out') },
    separator,
    { role: 'togglefullscreen' },
    ...(developer ? ([separator, { role: 'reload' }, { role: 'toggleDevTools' }] satisfies Items) : []),
  ],
});

const helpMenu = ({ actions, platform }: MenuOptions): MenuItemConstructorOptions => ({
  role: 'help',
  submenu: [
    { label: 'Keyboard Shortcuts', click: () => actions.page('shortcuts') },
    { label: 'Show Data Folder', click: actions.showData },
    ...(platform === 'darwin' ? [] : ([separator, { role: 'about' }] satisfies Items)),
  ],
});

/** The usual items of each platform, by their roles where one exists. */
export const menuTemplate = (options: MenuOptions): Items => [
  ...(options.platform === 'darwin' ? appMenu(options) : []),
  fileMenu(options),
  { role: 'editMenu' },
  viewMenu(options),
  { role: 'windowMenu' },
  helpMenu(options),
];
