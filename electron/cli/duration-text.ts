const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** `30s`, `1m30s`, `500ms`, `30` (seconds) in milliseconds; undefined where it is no time above 0. */
export const parseDuration = (text: string): number | undefined => {
  if (/^\d{1,6}$/.test(text)) return Number(text) > 0 ? Number(text) * 1_000 : undefined;
  if (!/^(\d{1,9}(ms|s|m|h))+$/.test(text)) return undefined;
  let total = 0;
  for (const [, number, unit] of text.matchAll(/(\d+)(ms|s|m|h)/g)) total += Number(number) * (units[unit ?? ''] ?? 0);
  return total > 0 ? total : undefined;
};
