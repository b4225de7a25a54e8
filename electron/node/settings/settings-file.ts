import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { problem, type Problem } from '#contract/problem';
import {
  carefulSettings,
  noSettings,
  parseStoredSettings,
  type StoredSettings,
  type Unusable,
} from '#core/settings/stored-settings';
import { messageOf, systemCode } from '#node/system-error';

/** What the settings file of a data folder says, and what is wrong with it. */
export interface SettingsOnDisk {
  readonly stored: StoredSettings;
  readonly problem: Problem | null;
  /** It holds something that a new file must not replace. */
  readonly keep: Unusable | null;
}

const mostBytes = 16 * 1024 * 1024;

export const settingsPath = (home: string): string => join(home, 'settings.json');

const careful = 'Until then the defaults apply, and read-only mode is on, since it may have been.';

const unusable = (path: string, why: Unusable): Problem =>
  why === 'newer'
    ? problem('settings-unreadable', {
        what: `The settings in ${path} are of a newer Plumbline.`,
        why: `This version does not know what they mean. ${careful}`,
        todo: 'Update Plumbline. When a setting is changed here, the file is kept beside under another name.',
        at: { file: path },
      })
    : problem('settings-unreadable', {
        what: `The settings in ${path} cannot be understood.`,
        why: `The file is no settings file in JSON. ${careful}`,
        todo: 'Correct the file. When a setting is changed here, it is kept beside under another name.',
        at: { file: path },
      });

const wrongFields = (path: string, faults: readonly string[]): Problem =>
  problem('settings-unreadable', {
    what: `Some of the settings in ${path} have no value that this version knows: ${faults.slice(0, 10).join(', ')}${faults.length > 10 ? ' and others' : ''}.`,
    why: 'The defaults apply to them; the file keeps what it says.',
    todo: 'Set them anew, or correct the file.',
    at: { file: path },
  });

const unreadable = (path: string, why: string): Problem =>
  problem('settings-unreadable', {
    what: `The settings in ${path} cannot be read.`,
    why: `${why} ${careful}`,
    todo: 'Check the file’s owner and permissions.',
    at: { file: path },
  });

/** Never fails: what cannot be read is told beside careful defaults. */
export const readSettingsFile = (home: string): SettingsOnDisk => {
  const path = settingsPath(home);
  try {
    if (statSync(path).size > mostBytes) return { stored: carefulSettings, problem: unusable(path, 'broken'), keep: 'broken' };
    const parsed = parseStoredSettings(readFileSync(path, 'utf8'));
    if (!parsed.ok) return { stored: carefulSettings, problem: unusable(path, parsed.error), keep: parsed.error };
    const { faults } = parsed.value;
    return { stored: parsed.value, problem: faults.length === 0 ? null : wrongFields(path, faults), keep: null };
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return { stored: noSettings, problem: null, keep: null };
    return { stored: carefulSettings, problem: unreadable(path, `${messageOf(error)}.`), keep: 'broken' };
  }
};

/** Reads the file again only when it has changed: asked before each request that a rule of it could forbid. */
export const settingsReader = (home: string): (() => SettingsOnDisk) => {
  const path = settingsPath(home);
  let seen: { readonly mark: string; readonly value: SettingsOnDisk } | undefined;
  return () => {
    const stat = statSync(path, { throwIfNoEntry: false, bigint: true });
    const mark = stat === undefined ? '' : `${stat.ino} ${stat.mtimeNs} ${stat.size}`;
    if (seen?.mark !== mark) seen = { mark, value: readSettingsFile(home) };
    return seen.value;
  };
};
