import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What decides on Linux whether Chromium can put a page into its sandbox. */
export interface SandboxFacts {
  readonly platform: string;
  readonly uid: number | undefined;
  /** Whether a user namespace can be made without rights: tried, not read from a setting. */
  readonly userNamespaces: boolean;
  /** `chrome-sandbox` beside the executable, owned by root and setuid. */
  readonly helper: boolean;
  /** A profile of ours lets the app itself make namespaces where others may not. */
  readonly profile: boolean;
}

/** Why no window can be opened here with its sandbox, as one sentence; undefined where it can. */
export const sandboxHindrance = ({ platform, uid, userNamespaces, helper, profile }: SandboxFacts): string | undefined => {
  if (platform !== 'linux') return undefined;
  if (uid === 0) return 'As root its window would have no sandbox, and Plumbline does not open one without it.';
  if (userNamespaces || helper || profile) return undefined;
  return 'This system lets no ordinary program make a user namespace, and there is no setuid helper, so that its window would have no sandbox; Plumbline does not open one without it. The deb and rpm packages bring an AppArmor profile that allows it.';
};

const isSetuidRoot = (path: string): boolean => {
  const found = statSync(path, { throwIfNoEntry: false });
  return found !== undefined && found.uid === 0 && (found.mode & 0o4000) !== 0;
};

const settingIs = (path: string, value: string): boolean => {
  try {
    return readFileSync(path, 'utf8').trim() === value;
  } catch {
    return false;
  }
};

/** `unshare` tries what Chromium will; without it the kernel's settings tell. */
const canMakeNamespace = (): boolean => {
  const tried = spawnSync('unshare', ['--user', 'true'], { stdio: 'ignore', timeout: 5_000 });
  if (tried.error === undefined) return tried.status === 0;
  return !(
    settingIs('/proc/sys/user/max_user_namespaces', '0') ||
    settingIs('/proc/sys/kernel/unprivileged_userns_clone', '0') ||
    settingIs('/proc/sys/kernel/apparmor_restrict_unprivileged_userns', '1')
  );
};

/** Of this machine, for the Electron in `folder`. */
export const sandboxFacts = (folder: string): SandboxFacts => {
  const linux = process.platform === 'linux';
  const uid = process.getuid?.();
  return {
    platform: process.platform,
    uid,
    userNamespaces: linux && uid !== 0 && canMakeNamespace(),
    helper: linux && isSetuidRoot(join(folder, 'chrome-sandbox')),
    profile: linux && existsSync('/etc/apparmor.d/plumbline'),
  };
};
