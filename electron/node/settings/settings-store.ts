import { renameSync, watch, type FSWatcher } from 'node:fs';
import { basename, dirname } from 'node:path';
import { problem, type Problem } from '#contract/problem';
import { fail, ok, type Result } from '#contract/result';
import type { SettingsState, SettingsStore } from '#core/services';
import { withFields } from '#core/settings/stored-settings';
import { messageOf } from '#node/system-error';
import { describeCaBundle } from './ca-bundle.ts';
import { type SettingsOnDisk, settingsPath, settingsReader } from './settings-file.ts';
import { replaceFile } from './write-file.ts';

export interface FileSettings extends SettingsStore {
  close(): void;
}

const notSaved = (path: string, error: unknown): Problem =>
  problem('library', { what: `The settings could not be saved in ${path}.`, why: messageOf(error), at: { file: path } });

const movedAside = (path: string): Problem =>
  problem('settings-unreadable', {
    what: `The earlier settings could not be understood and were kept as ${path}.`,
    why: 'A setting was changed, and the new file must not replace what this version does not know.',
    todo: 'Nothing is lost: correct that file and put it back under its name, or delete it.',
    at: { file: path },
  });

const stamp = (): string => new Date().toISOString().replaceAll(/[:.]/g, '-');

/** The folder is watched and not the file: the file is replaced whole, and a watch would stay with the old one. */
const watchFolder = (path: string, changed: () => void): FSWatcher | undefined => {
  try {
    const watcher = watch(dirname(path), { persistent: false }, (_, name) => {
      if (name === null || name === basename(path)) changed();
    });
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    // A file system without watches: what another process changes is seen at the next call.
    return undefined;
  }
};

/**
 * `<home>/settings.json`, 0600. Each change reads the file first, so that two processes of one data folder do not undo each
 * other's; what another process changed is told as a change too.
 */
export const openSettings = (home: string, onChange: () => void): FileSettings => {
  const path = settingsPath(home);
  const read = settingsReader(home);
  let aside: Problem | null = null;
  let told = JSON.stringify(read().stored.settings);

  const tell = (): void => {
    const now = JSON.stringify(read().stored.settings);
    if (now === told) return;
    told = now;
    onChange();
  };
  const stateOf = ({ stored, problem: found }: SettingsOnDisk): SettingsState => ({
    settings: stored.settings,
    problem: found ?? aside,
    path,
  });
  const keepAside = (why: 'broken' | 'newer'): void => {
    const kept = `${path}.${why}-${stamp()}`;
    renameSync(path, kept);
    aside = movedAside(kept);
  };
  const watcher = watchFolder(path, tell);

  return {
    state: () => stateOf(read()),
    change: (edit): Result<SettingsState, Problem> => {
      const { stored, keep } = read();
      try {
        if (keep !== null) keepAside(keep);
        // What could not be read may have forbidden writes: the new file forbids them until a person says otherwise.
        const careful = keep === null ? {} : { readOnly: stored.settings.readOnly };
        replaceFile(path, withFields(stored, { ...careful, ...edit(stored.settings) }).text);
      } catch (error) {
        return fail(notSaved(path, error));
      }
      tell();
      return ok(stateOf(read()));
    },
    caBundle: () => {
      const { settings, caPem } = read().stored;
      return settings.caBundle === null || caPem === null ? null : { bundle: settings.caBundle, pem: caPem };
    },
    describeCaBundle,
    close: () => watcher?.close(),
  };
};
