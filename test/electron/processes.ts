import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

/** A process and all its descendants. */
export const treeOf = (pid: number): number[] => {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/u.test(name)) continue;
    const stat = read(`/proc/${name}/stat`);
    // The command stands in parentheses and may hold spaces: the parent is the second field after them.
    parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const found = [pid];
  for (const at of found) for (const [child, parent] of parents) if (parent === at) found.push(child);
  return found;
};

export const commandOf = (pid: number): string => read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');

export const seccompOf = (pid: number): string => /^Seccomp:\s+(\d)/mu.exec(read(`/proc/${pid}/status`))?.[1] ?? '';

/** Inodes of every TCP socket that listens, and of every Unix one that does outside an abstract name of Chromium's own. */
const listeningInodes = (): ReadonlySet<string> => {
  const inodes = new Set<string>();
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of read(table).split('\n').slice(1)) {
      const fields = line.trim().split(/\s+/u);
      if (fields[3] === '0A' && fields[9] !== undefined) inodes.add(fields[9]);
    }
  }
  return inodes;
};

/** Processes of `pids` that hold a listening TCP socket. */
export const listenersAmong = (pids: readonly number[]): number[] => {
  const inodes = listeningInodes();
  return pids.filter(pid => {
    try {
      return readdirSync(`/proc/${pid}/fd`).some(fd => {
        try {
          const target = /^socket:\[(\d+)\]$/u.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1];
          return target !== undefined && inodes.has(target);
        } catch {
          return false;
        }
      });
    } catch {
      return false;
    }
  });
};
