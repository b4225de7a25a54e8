import { type BrowserWindow, dialog, type FileFilter, type MessageBoxOptions } from 'electron';

/** Where a file is to be saved, chosen in the system's own dialog; undefined where the person thought better of it. */
export const chooseSavePath = async (parent: BrowserWindow | undefined, name: string): Promise<string | undefined> => {
  const options = { defaultPath: name };
  const chosen = parent === undefined ? await dialog.showSaveDialog(options) : await dialog.showSaveDialog(parent, options);
  return chosen.canceled ? undefined : chosen.filePath;
};

export type FileKind = 'bundle' | 'kubeconfig' | 'kubeconfig-folder';

const all: FileFilter = { name: 'All files', extensions: ['*'] };
interface Question {
  readonly title: string;
  readonly filters: FileFilter[];
  /** A whole folder is chosen, not a file in it. */
  readonly folder?: true;
}

const questions: Readonly<Record<FileKind, Question>> = {
  bundle: {
    title: 'Open a bundle or a kubectl dump',
    filters: [{ name: 'Bundles and dumps', extensions: ['gz', 'tgz', 'json', 'yaml', 'yml'] }, all],
  },
  // Most kubeconfigs have no extension at all.
  kubeconfig: { title: 'Import a kubeconfig', filters: [all, { name: 'YAML', extensions: ['yaml', 'yml', 'conf', 'config'] }] },
  'kubeconfig-folder': { title: 'Add a folder of kubeconfigs', filters: [], folder: true },
};

export const chooseOpenPath = async (parent: BrowserWindow | undefined, kind: FileKind): Promise<string | undefined> => {
  const { title, filters, folder } = questions[kind];
  // Kubeconfigs lie in folders whose names begin with a dot.
  const options = {
    title,
    filters,
    properties: [folder === true ? ('openDirectory' as const) : ('openFile' as const), 'showHiddenFiles' as const],
  };
  const chosen = parent === undefined ? await dialog.showOpenDialog(options) : await dialog.showOpenDialog(parent, options);
  return chosen.canceled ? undefined : chosen.filePaths[0];
};

/** Tells what happened and asks how to go on. Answers the index of the button; closing it is the last one. */
export const askHow = async (
  parent: BrowserWindow | undefined,
  { message, detail, buttons }: { readonly message: string; readonly detail: string; readonly buttons: readonly string[] },
): Promise<number> => {
  const options: MessageBoxOptions = {
    type: 'error',
    title: 'Plumbline',
    message,
    detail,
    buttons: [...buttons],
    defaultId: 0,
    cancelId: buttons.length - 1,
    noLink: true,
  };
  const { response } =
    parent === undefined || parent.isDestroyed()
      ? await dialog.showMessageBox(options)
      : await dialog.showMessageBox(parent, options);
  return response;
};
