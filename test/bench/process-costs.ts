import { readFileSync } from 'node:fs';

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

/** Processor time of a process so far, in ms (ticks of 10 ms); 0 where it is gone. Linux alone. */
export const cpuOf = (pid: number): number => {
  const stat = read(`/proc/${String(pid)}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * 10;
};

export interface Memory {
  /** Its own pages and its share of those that several processes use, in MB. */
  readonly pss: number;
  readonly rss: number;
}

const megabytesOf = (rollup: string, name: string): number =>
  Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'mu').exec(rollup)?.[1] ?? 0) / 1024;

export const memoryOf = (pid: number): Memory => {
  const rollup = read(`/proc/${String(pid)}/smaps_rollup`);
  return { pss: megabytesOf(rollup, 'Pss'), rss: megabytesOf(rollup, 'Rss') };
};

export const sumOf = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
