import { chmodSync, chownSync, mkdtempSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * The sandbox is real only as an ordinary user: where the tests run as root, the app alone is started as `nobody`, by a
 * script that Playwright takes for the executable.
 */
export interface OrdinaryUser {
  /** A folder that the app may write to. */
  readonly home: string;
  /** A file that starts `executable` as the user, arguments passed on. */
  wrap(executable: string, env: Readonly<Record<string, string>>): string;
  give(path: string): void;
}

const idOf = (flag: '-u' | '-g'): number => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

export const ordinaryUser = (): OrdinaryUser => {
  const home = mkdtempSync(join(tmpdir(), 'plumbline-user-'));
  const isRoot = process.getuid?.() === 0;
  const give = (path: string): void => {
    if (isRoot) chownSync(path, idOf('-u'), idOf('-g'));
  };
  give(home);
  return {
    home,
    give,
    wrap: (executable, env) => {
      const script = join(home, `start-${Math.random().toString(36).slice(2)}.sh`);
      const settings = Object.entries({ HOME: home, ...env })
        .map(([name, value]) => `${name}=${quote(value)}`)
        .join(' ');
      writeFileSync(
        script,
        `#!/bin/sh\nexec ${isRoot ? 'runuser -u nobody -- ' : ''}env ${settings} ${quote(executable)} "$@"\n`,
      );
      chmodSync(script, 0o755);
      return script;
    },
  };
};
