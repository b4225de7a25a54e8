const units = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
] as const;

/** "4 min", "3 h", "41 d" between two times in milliseconds; under a minute "now". */
export const ageText = (from: number, now: number): string => {
  const seconds = Math.max(0, (now - from) / 1000);
  for (const [unit, size] of units) if (seconds >= size) return `${Math.floor(seconds / size)} ${unit}`;
  return 'now';
};

/** "21 ms", "0.4 s", "27 s", "2 min 5 s" */
export const durationText = (ms: number): string => {
  const seconds = ms / 1000;
  if (ms < 100) return `${Math.round(ms)} ms`;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
};

/** "14 kB", "61 MB" */
export const bytesText = (bytes: number): string => {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 1 : 0)} MB`;
};

/** Made once: to make one for each number took a tenth of what a keystroke in a filter costs. */
const countFormat = new Intl.NumberFormat('en');

export const countText = (count: number): string => countFormat.format(count);

/** "1 finding", "27 findings", "2 policies" where the plural is given. */
export const plural = (count: number, one: string, many = `${one}s`): string => `${countText(count)} ${count === 1 ? one : many}`;

const timeFormat = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});

/** "24 Nov 2026, 09:38 UTC": the absolute time, always in UTC. */
export const absoluteText = (time: string): string => {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return time;
  return `${timeFormat.format(date)} UTC`;
};

/** "09:38 UTC" */
export const clockText = (time: string): string => {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? time : `${date.toISOString().slice(11, 16)} UTC`;
};
