import { readFileSync, readlinkSync } from 'node:fs';
import { systemCode } from '#node/system-error';

/** Ticks since boot at which a process started (field 22 of /proc/PID/stat); '' where the system does not tell. */
const startOf = (pid: number): string => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name in parentheses may hold anything, so count from behind it: state is field 3.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
};

/** Which pid numbering this process lives in: a container's differs from its host's. */
const pidSpace = (): string => {
  try {
    return /\[(\d+)\]/.exec(readlinkSync('/proc/self/ns/pid'))?.[1] ?? '';
  } catch {
    return '';
  }
};

/** `1234-5678.4026531836`: pid, start and pid numbering. A pid alone is given anew to others. */
export const ownIdentity = (): string => `${process.pid}-${startOf(process.pid)}.${pidSpace()}`;

const signalReaches = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
};

/** `unknown`: another pid numbering (a container shares this folder), where nothing can be asked. */
export const stateOfProcess = (identity: string): 'alive' | 'gone' | 'unknown' => {
  const match = /^(\d{1,10})-(\d*)\.(\d*)$/.exec(identity);
  if (match === null) return 'unknown';
  const [, pidText = '', start = '', space = ''] = match;
  if (space !== pidSpace()) return 'unknown';
  const pid = Number(pidText);
  if (!signalReaches(pid)) return 'gone';
  return start === '' || startOf(pid) === start ? 'alive' : 'gone';
};
